package eventstream

import (
	"bytes"
	"math"

	"wireside/wireview/wire"
)

// lineEnds finds line ends in p. It looks at each byte at most once for a CR and once for a LF.
type lineEnds struct {
	p      []byte
	lf, cr int // the first of each at or after the last place asked for; len(p) if there is none
}

func newLineEnds(p []byte) lineEnds { return lineEnds{p: p, lf: -1, cr: -1} }

// next returns the place of the first LF or CR at or after from, which must not decrease; len(p) if there is none.
func (e *lineEnds) next(from int) int {
	if from < len(e.p) && e.p[from] == '\n' { // a blank line, as each block has one
		return from
	}
	if e.lf < from {
		e.lf = index(e.p, from, '\n')
	}
	if e.cr < from {
		e.cr = index(e.p, from, '\r')
	}
	return min(e.lf, e.cr)
}

func index(p []byte, from int, c byte) int {
	if i := bytes.IndexByte(p[from:], c); i >= 0 {
		return from + i
	}
	return len(p)
}

// scan reads p line by line. A block that lies wholly in p is emitted from there; the bytes of an unfinished one are held.
func (d *Decoder) scan(s *scratch, p []byte, off int64) {
	ends := newLineEnds(p)
	start, from := 0, 0 // in p: the first byte of the block that is not held, and of the line
	if d.cr {
		if p[0] == '\n' {
			from = 1
		}
		if d.blank {
			s.hold(p[:from], off)
			start = from
			if d.tooLarge(s.buf, s.spans) {
				d.giveUp(s, p[start:], off+int64(start))
				return
			}
			d.endBlock(s, s.buf, s.spans)
			s.drop()
		} else {
			d.block.line += from
		}
		d.cr = false
	}
	for {
		end := ends.next(from)
		if end == len(p) {
			break
		}
		next := end + 1 // the first byte after the line end
		if p[end] == '\r' {
			if d.cr = next == len(p); !d.cr && p[next] == '\n' {
				next++
			}
		}

		line := p[from:end]
		if len(s.buf) > 0 { // the block began in an earlier write, and the line may have
			s.hold(p[start:next], off+int64(start))
			start = next
			line = s.buf[d.block.line : len(s.buf)-(next-end)]
		}
		d.blank = d.readLine(line, d.block.line)
		d.block.line += len(line) + next - end
		from = next
		if !d.blank || d.cr {
			continue
		}

		raw, spans := p[start:next], s.one(off+int64(start), off+int64(next))
		if len(s.buf) > 0 {
			raw, spans = s.buf, s.spans
		}
		if d.tooLarge(raw, spans) {
			d.giveUp(s, p[start:], off+int64(start))
			return
		}
		d.endBlock(s, raw, spans)
		s.drop()
		start = next
	}
	s.hold(p[start:], off+int64(start))
	if d.tooLarge(s.buf, s.spans) {
		d.giveUp(s, nil, 0)
	}
}

func (d *Decoder) tooLarge(raw []byte, spans wire.Spans) bool {
	return len(raw) > d.maxEvent || len(spans) > maxSpans
}

// readLine notes what framing must know of a line, which lies at the given place in its block, without its line end. It
// tells whether the line is blank.
func (d *Decoder) readLine(line []byte, at int) (blank bool) {
	if !d.begun {
		d.begun = true
		if hasBOM(line) {
			line, at = line[len(bom):], at+len(bom)
		}
	}
	if len(line) == 0 {
		return true
	}
	switch line[0] { // the first letter, so that comments and long unknown lines cost nothing
	case 'd':
		if value, ok := valueOf(line, "data"); ok {
			d.block.payload += int64(len(value))
		}
	case 'i':
		if value, ok := valueOf(line, "id"); ok && validID(value) {
			d.block.id = true
			d.block.idFrom, d.block.idTo = at+len(line)-len(value), at+len(line)
		}
	case 'r':
		if value, ok := valueOf(line, "retry"); ok {
			if ms, ok := parseRetry(value); ok {
				d.block.retry = ms
			}
		}
	}
	return false
}

// bom is the byte order mark, which the UTF-8 decode algorithm takes off the beginning of a stream.
const bom = "\xef\xbb\xbf"

func hasBOM(p []byte) bool { return len(p) >= len(bom) && string(p[:len(bom)]) == bom }

// cutField parts a line at its first colon, and takes one space off the value (WHATWG 9.2.6). A line without a colon is a
// name with an empty value.
func cutField(line []byte) (name, value []byte) {
	colon := bytes.IndexByte(line, ':')
	if colon < 0 {
		return line, line[len(line):]
	}
	name, value = line[:colon], line[colon+1:]
	if len(value) > 0 && value[0] == ' ' {
		value = value[1:]
	}
	return name, value
}

// valueOf returns the value of a field of that name; not ok if the line is another's.
func valueOf(line []byte, name string) (value []byte, ok bool) {
	if len(line) < len(name) || string(line[:len(name)]) != name {
		return nil, false
	}
	value = line[len(name):]
	switch {
	case len(value) == 0:
		return value, true
	case value[0] != ':':
		return nil, false
	case len(value) > 1 && value[1] == ' ':
		return value[2:], true
	}
	return value[1:], true
}

// validID tells whether an id field counts: one whose value contains U+0000 NULL does not (WHATWG 9.2.6).
func validID(value []byte) bool { return bytes.IndexByte(value, 0) < 0 }

// parseRetry reads a reconnection time in milliseconds: ASCII digits only (WHATWG 9.2.6), and at least one, on which the
// standard is silent. A number too large for an int64 counts as the largest.
func parseRetry(value []byte) (ms int64, ok bool) {
	for _, c := range value {
		if c < '0' || c > '9' {
			return 0, false
		}
		if digit := int64(c - '0'); ms > (math.MaxInt64-digit)/10 {
			ms = math.MaxInt64
		} else {
			ms = ms*10 + digit
		}
	}
	return ms, len(value) > 0
}
