// Package text writes units for people who read them in a terminal: a heading line, what is wrong, each field with its bytes
// and a sentence on what they mean, and what the unit comes to.
//
// Whatever comes from the wire is escaped: no control character, escape sequence, or character that changes the direction
// of the text reaches the terminal. What matters is said in words; colour only repeats it.
package text

import (
	"io"
	"strconv"
	"time"

	"wireside/wireview/wire"
)

// Limits on what is shown of one unit. The rest is counted, in words.
const (
	maxRows   = 16      // lines of bytes of one field
	maxFields = 200     // fields of one unit
	maxLines  = 12      // lines of one value, or of what a unit comes to
	minWidth  = 40      // a narrower terminal gets longer lines than it has
	maxWidth  = 1 << 10 // a wider one is not filled
)

// DefaultWidth is the width of a Printer whose Config sets none.
const DefaultWidth = 100

// Config says how a Printer writes.
type Config struct {
	Colour   bool           // mark parts with the colours of an ANSI terminal
	Width    int            // columns of a line, from 40 to 1,024; 0 is DefaultWidth
	Location *time.Location // the time zone of times of day; nil is UTC
}

// Printer writes units to a writer. A unit does not depend on those before it. It is not safe for concurrent use.
type Printer struct {
	w     io.Writer
	cfg   Config
	buf   []byte
	paint palette
}

// New returns a printer that writes to w.
func New(w io.Writer, cfg Config) *Printer {
	if cfg.Width == 0 {
		cfg.Width = DefaultWidth
	}
	cfg.Width = min(max(cfg.Width, minWidth), maxWidth)
	if cfg.Location == nil {
		cfg.Location = time.UTC
	}
	return &Printer{w: w, cfg: cfg, paint: paletteFor(cfg.Colour)}
}

// Unit writes a unit that has been explained, and an empty line after it, in one Write.
func (p *Printer) Unit(u *wire.Unit) error {
	p.buf = p.buf[:0]
	p.heading(u)
	p.violation(u)
	for i := range u.Fields {
		if i == maxFields {
			p.note("… and " + plural(int64(len(u.Fields)-i), "further field", "further fields") + ".")
			break
		}
		p.field(u, i)
	}
	p.meaning(u)
	p.buf = append(p.buf, '\n')
	_, err := p.w.Write(p.buf)
	return err
}

// Close ends the output. A unit is written whole, so there is nothing left to write; it exists so that a caller need not
// know that.
func (p *Printer) Close() error { return nil }

// heading writes the unit's line: `#17  12:00:00.000123  conn 7 ↓  sse event  71 B  id: 42 · data: …`.
func (p *Printer) heading(u *wire.Unit) {
	l := line{p: p, room: p.cfg.Width}
	l.add(p.paint.strong, "#"+strconv.FormatUint(u.Seq, 10))
	l.gap()
	if u.At != 0 { // bytes of a file that has no clock
		l.add(p.paint.faint, time.UnixMicro(u.At).In(p.cfg.Location).Format("15:04:05.000000"))
		l.gap()
	}
	colour, arrow := p.paint.client, " ↑"
	if u.Dir == wire.S2C {
		colour, arrow = p.paint.server, " ↓"
	}
	l.add(colour, "conn "+strconv.FormatUint(u.Conn, 10)+arrow)
	l.gap()
	kind := string(u.Kind)
	if u.Kind != wire.KindRaw {
		kind = string(u.Proto) + " " + kind
	}
	l.add(p.paint.strong, clean(kind))
	if u.Length > 0 { // else it has no bytes of its own
		l.gap()
		l.add("", plural(u.Length, "byte", "bytes"))
	}
	if u.Error != nil {
		l.gap()
		l.add(p.paint.wrong, "ERROR")
	}
	if u.Summary != string(u.Kind) {
		l.gap()
		l.cut("", clean(u.Summary))
	}
	l.end()
}

// violation writes the rule that the unit breaks.
func (p *Printer) violation(u *wire.Unit) {
	if u.Error == nil {
		return
	}
	words := "ERROR " + clean(u.Error.Name) + ": " + clean(u.Error.Message)
	if u.Error.Close != 0 {
		words += " A peer closes the connection with " + strconv.Itoa(u.Error.Close) + "."
	}
	p.wrapped(p.paint.wrong, "  ", words, section(u.Error.Spec))
}

// section returns where a rule stands, in brackets.
func section(spec string) string {
	if spec == "" {
		return ""
	}
	return "[" + clean(spec) + "]"
}

// plural counts things: "1 byte", "12,345 bytes".
func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " " + many
}
