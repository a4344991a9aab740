package text

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"wireside/wireview/coding"
	"wireside/wireview/eventstream"
	"wireside/wireview/http1"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// maxData is how many bytes of data are shown as what a unit comes to.
const maxData = 2 << 10

// meaning writes what a unit comes to for the one who receives it, where the fields do not say it.
func (p *Printer) meaning(u *wire.Unit) {
	switch v := u.Value.(type) {
	case eventstream.Event:
		p.event(v)
	case coding.Content:
		p.content(v)
	case wsframe.Message:
		p.message(v)
	case wsframe.Frame:
		p.frame(v)
	case eventstream.End:
		p.streamEnd(v)
	case wsframe.End:
		p.end(v.Incomplete, "inside a frame or a message")
	case http1.End:
		p.end(v.Incomplete, "inside a message")
	}
}

func (p *Printer) means(words string) { p.wrapped(p.paint.strong, "  ", "→ "+words, "") }

// event says what a browser makes of a block (WHATWG 9.2.6).
func (p *Printer) event(e eventstream.Event) {
	words := "no event is dispatched"
	if e.Dispatched {
		words = "event " + quoted(e.Type)
	}
	words += ", last event ID " + quoted(e.LastEventID)
	if e.Retry != nil {
		words += ", reconnection time " + strconv.FormatInt(*e.Retry, 10) + " ms"
	}
	words += from("body", e.Bodies)
	if e.Dispatched {
		words += ", data: " + data([]byte(e.Data))
	}
	p.means(words)
}

// content says what compressed bytes say (RFC 9110 8.4.1).
func (p *Printer) content(c coding.Content) {
	if c.InflatedSize > 0 {
		p.means("inflated to " + plural(c.InflatedSize, "byte", "bytes") + ": " + data(c.Inflated))
	}
}

// frame says what of a frame is not in its own bytes.
func (p *Printer) frame(f wsframe.Frame) {
	if f.Inflated != nil {
		p.means("inflated to " + plural(int64(len(f.Inflated)), "byte", "bytes") + ": " + data(f.Inflated))
	}
	if f.Pong != nil {
		p.means("answers ping #" + strconv.FormatUint(f.Pong.Ping, 10) + " after " + strconv.FormatFloat(float64(f.Pong.RTT)/1e3, 'f', -1, 64) + " ms")
	}
}

func (p *Printer) streamEnd(e eventstream.End) {
	words := "a browser comes back with last event ID " + quoted(e.LastEventID)
	if e.LastEventID == "" {
		words = "a browser comes back without a last event ID"
	}
	if e.Retry != nil {
		words += ", after " + strconv.FormatInt(*e.Retry, 10) + " ms"
	}
	p.end(e.Incomplete, "before it was complete")
	p.means(words)
}

func (p *Printer) end(incomplete bool, where string) {
	if incomplete {
		p.wrapped(p.paint.wrong, "  ", "INCOMPLETE: it ended "+where+".", "")
	}
}

// message says what fragments come to (RFC 6455 5.4).
func (p *Printer) message(m wsframe.Message) {
	words := m.Type + " message of " + plural(int64(len(m.Data)), "byte", "bytes")
	if m.Deflated {
		words += ", still compressed"
	}
	p.means(words + from("frames", m.Frames) + ": " + data(m.Data))
}

// from names the units that something came in: ", from frames #3 #4".
func from(what string, units []uint64) string {
	words := ""
	for i, seq := range units {
		switch i {
		case 0:
			words = ", from " + what
		case maxRows:
			return words + " …"
		}
		words += " #" + strconv.FormatUint(seq, 10)
	}
	return words
}

// quoted returns text from the wire between quotation marks, which it cannot close: its own are doubled.
func quoted(s string) string {
	cut := ""
	if len(s) > maxData {
		s, cut = s[:maxData], "…"
	}
	return `"` + strings.ReplaceAll(clean(strings.ToValidUTF8(s, "\uFFFD")), `"`, `""`) + cut + `"`
}

// data returns bytes for people: as text if they are, else in hexadecimal.
func data(b []byte) string {
	head := b
	if len(head) > maxData {
		head = head[:maxData]
		for n := 0; n < utf8.UTFMax-1 && len(head) > 0 && !utf8.Valid(head); n++ { // a character that was cut
			head = head[:len(head)-1]
		}
	}
	switch {
	case !utf8.Valid(head):
		head = b[:min(len(b), maxData/4)]
		words := hex.EncodeToString(head)
		if len(head) < len(b) {
			words += "…"
		}
		return words
	case len(head) < len(b):
		return clean(string(head)) + "…"
	}
	return clean(string(head))
}
