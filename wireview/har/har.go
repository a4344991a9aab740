// Package har writes units as an HTTP Archive (HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/): an entry for each
// exchange, with the messages of a WebSocket in _webSocketMessages and the events of an event stream in
// _eventSourceMessages, as the developer tools of Chromium write and read them.
//
// An archive tells of messages, not of bytes: control frames, comments, chunks and what could not be read are in none. What
// is left out is counted in comments.
package har

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/netip"

	"wireside/wireview/wire"
)

// Limits on what an archive holds. What exceeds them is left out, and the entry's comment says so.
const (
	MaxBody    = 1 << 20  // bytes of one body, message or event
	MaxContent = 64 << 20 // bytes of all heads, bodies, messages and events together
)

// Config says what an archive says about itself. The zero value will do.
type Config struct {
	Comment string // on the log; what was left out is added to it
	Version string // of the program; "" is written as "unknown"
	Scheme  string // of the URLs: "http" or "https"; "" is "http". A WebSocket gets "ws" or "wss"
	// Endpoints returns the addresses of a connection, and false if they are not known. Nil knows none.
	Endpoints func(conn uint64) (client, server netip.AddrPort, ok bool)
}

// Write writes an archive of the units, which are explained if they were not. It keeps none of them. An exchange whose
// request is not among the units is left out and counted, unless it has messages or events to show.
func Write(w io.Writer, units iter.Seq[*wire.Unit], cfg Config) error {
	if cfg.Scheme == "" {
		cfg.Scheme = "http"
	}
	if cfg.Version == "" {
		cfg.Version = "unknown"
	}
	c := collector{cfg: cfg, exchanges: make(map[key]*exchange), left: MaxContent}
	for u := range units {
		c.add(u)
	}

	out := bufio.NewWriter(w)
	entry := json.NewEncoder(out)
	entry.SetEscapeHTML(false)
	fmt.Fprint(out, `{"log":{"version":"1.2","creator":`)
	if err := entry.Encode(creator{Name: "Wireside", Version: cfg.Version}); err != nil {
		return err
	}
	fmt.Fprint(out, `,"pages":[],"entries":[`)
	separator := "\n"
	for _, x := range c.order {
		if !x.shown() {
			c.headless++
			continue
		}
		fmt.Fprint(out, separator)
		if err := entry.Encode(x.entry(&cfg)); err != nil {
			return err
		}
		separator = ","
	}
	fmt.Fprint(out, `],"comment":`)
	if err := entry.Encode(c.comment()); err != nil {
		return err
	}
	fmt.Fprintln(out, "}}")
	return out.Flush()
}
