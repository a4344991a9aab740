package coding

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"wireside/wireview/wire"
)

// How many characters a summary shows of what a unit says.
const maxSummary = 80

// Explain fills in the fields and the summary of a unit that a Decoder emitted, or of a clone of it, and what its value says.
// It looks at nothing but the unit's Kind, Raw, Spans, Prior, Value and Error. It reports false for a unit that is not one of
// a Decoder's, or raw, and leaves it alone.
func Explain(u *wire.Unit) bool {
	c, ok := u.Value.(Content)
	if !ok || u.Kind != wire.KindBody {
		return false
	}
	t := wire.Tile(u)
	t.Expect(len(c.Parts))
	from := 0
	for i := range c.Parts {
		p := &c.Parts[i]
		n := min(max(p.End-from, 0), len(u.Raw)-from)
		t.Field(n, p.field(u.Raw[from:from+n]))
		from += n
	}
	if rest := len(t.Rest()); rest > 0 {
		t.Field(rest, wire.Field{Name: "bytes", Value: count(rest, "byte"), Note: "Compressed bytes.", Spec: "RFC 9110 8.4.1"})
	}
	if c.InflatedSize > 0 {
		c.Inflated = bytes.Clone(u.Prior.Inflated)
	}
	u.Value, u.Summary = c, c.summary()
	return true
}

// summary returns the unit's line in a list: `gzip 45 B, inflated to 71 B · id: 42 ␊ data: …`.
func (c *Content) summary() string {
	s := c.Coding + " " + strconv.FormatInt(c.Size, 10) + " B"
	switch {
	case c.Size == 0:
		return c.Coding + " ends too early"
	case c.InflatedSize == 0:
		return s + ", says nothing" + c.which()
	}
	s += ", inflated to " + strconv.FormatInt(c.InflatedSize, 10) + " B"
	if text, ok := shown(c.Inflated); ok {
		s += " · " + text
	}
	return s
}

// which says what a unit is that says nothing.
func (c *Content) which() string {
	blocks, flushes := 0, 0
	for i := range c.Parts {
		p := &c.Parts[i]
		switch p.Kind {
		case PartSum, PartSize, PartAdler:
			return ": the end"
		case PartBlock:
			blocks++
			if p.flush() {
				flushes++
			}
		}
	}
	switch {
	case blocks == 0:
		return ""
	case blocks == flushes:
		return ": a flush"
	}
	return " yet"
}

// shown returns the beginning of text on one line, and false if the bytes are none.
func shown(b []byte) (string, bool) {
	head := b[:min(len(b), utf8.UTFMax*maxSummary)]
	for n := 0; n < utf8.UTFMax-1 && len(head) > 0 && len(head) < len(b) && !utf8.Valid(head); n++ { // a character that was cut
		head = head[:len(head)-1]
	}
	if !utf8.Valid(head) {
		return "", false
	}
	var out strings.Builder
	n := 0
	for _, r := range string(head) {
		switch {
		case n == maxSummary:
			out.WriteRune('…')
			return out.String(), true
		case r < ' ':
			r += '␀'
		case r == 0x7f:
			r = '␡'
		}
		out.WriteRune(r)
		n++
	}
	return out.String(), true
}

// count names a number of things.
func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}
