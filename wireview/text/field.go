package text

import (
	"fmt"
	"strconv"

	"wireside/wireview/wire"
)

const hexDigits = "0123456789abcdef"

// field writes the unit's field i: its name and value, its bytes, and what they mean.
func (p *Printer) field(u *wire.Unit, i int) {
	f := &u.Fields[i]
	colour := p.paint.fields[i%len(p.paint.fields)]
	l := line{p: p, room: p.cfg.Width}
	l.add("", "  ")
	l.add(p.paint.strong+colour, clean(f.Name))
	if f.Value != "" {
		l.gap()
		l.cut("", clean(f.Value))
	}
	l.end()
	p.rows(u, f, colour)
	if u.Error == nil || f.Note != u.Error.Message { // which the heading has
		p.wrapped(p.paint.faint, "    ", clean(f.Note), section(f.Spec))
	}
}

// rows writes a field's bytes: where they lie on the connection, in hexadecimal, and as text.
func (p *Printer) rows(u *wire.Unit, f *wire.Field, colour string) {
	if len(f.Spans) == 0 {
		return
	}
	each := 16 // bytes a row
	if p.cfg.Width < 4+offsetWidth+3*16+1+16 {
		each = 8
	}
	at := place(u, f.Spans[0][0]) // of the next byte in u.Raw
	left := f.Spans.Len()
	row := 0
	for _, span := range f.Spans {
		for from := span[0]; from < span[1]; from += int64(each) {
			if row++; row > maxRows {
				p.put("", "    ")
				p.put(p.paint.faint, "… "+plural(left, "further byte", "further bytes"))
				p.endLine()
				return
			}
			n := int(min(int64(each), span[1]-from))
			if at < 0 || at+n > len(u.Raw) { // spans and bytes that do not belong together
				return
			}
			p.row(colour, from, u.Raw[at:at+n], each, u.Proto == wire.WebSocket && at < 2 && n == 1)
			at += n
			left -= int64(n)
		}
	}
}

// place returns where in the unit's bytes the one at a connection offset lies, -1 if it is not among them.
func place(u *wire.Unit, offset int64) int {
	var before int64
	for _, span := range u.Spans {
		if offset >= span[0] && offset < span[1] {
			return int(before + offset - span[0])
		}
		before += span.Len()
	}
	return -1
}

const offsetWidth = 10 // an offset of eight digits, and a gap

// row writes some bytes of a field. In place of text, a byte of a frame's header gets its bits.
func (p *Printer) row(colour string, offset int64, bytes []byte, each int, bits bool) {
	where := strconv.FormatInt(offset, 10)
	p.put("", "    ")
	for n := len(where); n < offsetWidth-2; n++ {
		p.buf = append(p.buf, ' ')
	}
	p.put(p.paint.faint, where)
	p.buf = append(p.buf, "  "...)
	p.buf = append(p.buf, colour...)
	for i := range each {
		if i < len(bytes) {
			p.buf = append(p.buf, hexDigits[bytes[i]>>4], hexDigits[bytes[i]&15], ' ')
		} else {
			p.buf = append(p.buf, "   "...)
		}
	}
	p.buf = append(p.buf, ' ')
	for i, c := range bytes {
		switch {
		case bits && i == 0:
			p.buf = fmt.Appendf(p.buf, "%04b %04b", c>>4, c&15)
		case c < ' ' || c > '~':
			p.buf = append(p.buf, "·"...)
		default:
			p.buf = append(p.buf, c)
		}
	}
	if colour != "" {
		p.buf = append(p.buf, p.paint.reset...)
	}
	p.endLine()
}
