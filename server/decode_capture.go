package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"wireside/wireview/decode"
	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

// decodeCapture decodes the connections of a capture, and says on notes what it held.
func (d *decoding) decodeCapture(in *input, out *output, notes io.Writer) error {
	var conns connections
	emit := func(u *wire.Unit) {
		conns.look(u)
		if d.conn == 0 || u.Conn == d.conn {
			out.emit(u)
		} else {
			out.skip(u)
		}
	}
	stats, err := pcap.Read(in, func(e pcap.Endpoints) pcap.Stream {
		conns.add(e)
		if e.Whole {
			return decode.New(e.Conn, emit)
		}
		if d.as == "websocket" {
			return decode.NewWebSocket(e.Conn, d.deflate, emit)
		}
		c := decode.New(e.Conn, emit)
		for _, dir := range wire.Dirs { // so that it looks for a head to begin with
			c.Gap(dir, e.At, 0)
		}
		return c
	})
	switch {
	case in.err != nil:
		return in.err
	case errors.Is(err, pcap.ErrFormat):
		return usageError{fmt.Errorf("%s is no pcap or pcapng capture%s; for raw bytes say what they are and whose, such as --as http1 --from client",
			d.name(), strings.TrimPrefix(err.Error(), pcap.ErrFormat.Error()))}
	case out.failed():
		return nil
	}
	conns.describe(notes)
	fmt.Fprintln(notes, summary(stats))
	if err != nil {
		fmt.Fprintln(notes, "wireside: the capture is not whole:", plain(err))
	}
	if conns.tls > 0 {
		fmt.Fprintf(notes, "wireside: %s of TLS: what is encrypted cannot be read; proxy --to https://… shows it\n", plural(conns.tls, "connection"))
	}
	if n := conns.begun; n > 0 && d.as == "" {
		fmt.Fprintf(notes, "wireside: %s began before the capture; if it was a WebSocket, --as websocket reads its frames\n", plural(n, "connection"))
	}
	if d.conn > uint64(stats.Connections) {
		return fmt.Errorf("there is no connection %d: the capture holds %s", d.conn, plural(stats.Connections, "connection"))
	}
	return nil
}

// maxDescribed is how many connections the notes name.
const maxDescribed = 20

// connections are those of a capture: the first ones, and how many there are.
type connections struct {
	first []pcap.Endpoints
	begun int // whose beginning is missing
	tls   int // that are encrypted
}

// look counts the connections on which the client speaks TLS: their first bytes are a record of a handshake, or of
// application data, in any version since SSL 3.0 (RFC 8446 5.1).
func (c *connections) look(u *wire.Unit) {
	if u.Kind != wire.KindRaw || u.Dir != wire.C2S || len(u.Raw) < 3 || len(u.Spans) == 0 || u.Spans[0][0] != 0 {
		return
	}
	if (u.Raw[0] == 22 || u.Raw[0] == 23) && u.Raw[1] == 3 && u.Raw[2] <= 4 {
		c.tls++
	}
}

func (c *connections) add(e pcap.Endpoints) {
	if len(c.first) < maxDescribed {
		c.first = append(c.first, e)
	}
	if !e.Whole {
		c.begun++
	}
}

func (c *connections) describe(w io.Writer) {
	for _, e := range c.first {
		begun := ""
		if !e.Whole {
			begun = ", began before the capture"
		}
		fmt.Fprintf(w, "wireside: connection %d: %s to %s%s\n", e.Conn, e.Client, e.Server, begun)
	}
}

// summary says in a line what a capture held.
func summary(s pcap.Stats) string {
	var b strings.Builder
	fmt.Fprintf(&b, "wireside: %s, %s, %s", plural(s.Packets, "packet"), plural(s.Connections, "connection"), plural(int(s.Bytes), "byte"))
	if s.Missing > 0 {
		fmt.Fprintf(&b, ", %s missing", plural(int(s.Missing), "byte"))
	}
	if s.Retransmitted > 0 {
		fmt.Fprintf(&b, ", %s retransmitted", plural(int(s.Retransmitted), "byte"))
	}
	if s.Evicted > 0 {
		fmt.Fprintf(&b, ", %s closed early, since there are too many", plural(s.Evicted, "connection"))
	}
	for i, why := range slices.Sorted(maps.Keys(s.Skipped)) {
		separator := ", "
		if i == 0 {
			separator = "; skipped: "
		}
		fmt.Fprintf(&b, "%s%d %s", separator, s.Skipped[why], why)
	}
	return b.String()
}

// plain returns what an error says, without the names by which programmers know where it comes from.
func plain(err error) string {
	return strings.TrimSuffix(strings.TrimPrefix(err.Error(), "pcap: "), ": "+io.ErrUnexpectedEOF.Error())
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
