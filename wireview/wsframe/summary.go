package wsframe

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How many characters of a payload a summary and a field show.
const (
	maxSummary = 80
	maxShown   = 400
)

// summary returns a frame's line in a list: `text fin · {"seq":42…`, `ping 4 B`, `close 1001 "going away"`.
func summary(h header, m meaning, c *Close) string {
	name := opcodeName(h.opcode())
	if h.fin() && !h.control() {
		name += " fin"
	}
	if m.compressed {
		name += " deflate"
	}
	switch {
	case h.opcode() == opClose && c != nil && h.length == 0:
		return name
	case h.opcode() == opClose && c != nil && c.Reason == "":
		return fmt.Sprintf("%s %d", name, c.Code)
	case h.opcode() == opClose && c != nil:
		return fmt.Sprintf("%s %d %q", name, c.Code, text([]byte(c.Reason), maxSummary))
	case h.control():
		return fmt.Sprintf("%s %d B", name, h.length)
	case m.text && len(m.plain) > 0:
		return name + " · " + text(m.plain, maxSummary)
	}
	return fmt.Sprintf("%s · %d B", name, h.length)
}

// show returns the beginning of a payload for people: of what it says if that is known, and as text if it reads as text.
func (m meaning) show(payload []byte) string {
	switch {
	case m.plain == nil:
		return inHex(payload, maxShown)
	case m.text || printable(m.plain):
		return text(m.plain, maxShown)
	}
	return inHex(m.plain, maxShown)
}

// show returns a message's data for a list.
func (m Message) show() string {
	if m.Type == "text" && !m.Deflated && len(m.Data) > 0 {
		return text(m.Data, maxSummary)
	}
	return fmt.Sprintf("%d B", len(m.Data))
}

// text returns at most limit characters of b. Control characters show as their pictures, what is not UTF-8 as U+FFFD.
func text(b []byte, limit int) string {
	var out strings.Builder
	for n := 0; len(b) > 0; n++ {
		if n == limit {
			out.WriteRune('…')
			break
		}
		r, size := utf8.DecodeRune(b)
		b = b[size:]
		switch {
		case r < ' ':
			r += '␀'
		case r == 0x7f:
			r = '␡'
		}
		out.WriteRune(r)
	}
	return out.String()
}

// inHex returns the first bytes of b in hex, in at most limit characters.
func inHex(b []byte, limit int) string {
	if len(b) <= limit/2 {
		return hex.EncodeToString(b)
	}
	return hex.EncodeToString(b[:limit/2]) + "…"
}

// printable tells whether b reads as text.
func printable(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, r := range string(b) {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}
