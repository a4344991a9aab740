package http1

import (
	"bytes"

	"wireside/wireview/wire"
)

// section reads field lines (RFC 9112 5), of a head or of trailers, as far as they have come. It keeps only places, counted
// from the unit's first byte, and what the lines say about framing.
type section struct {
	next    int  // where the first line that was not read begins
	seen    int  // no line end is known to lie in [next, seen)
	crlf    int  // lines read that end in CRLF, rather than LF
	fields  int  // field lines read
	trailer bool // trailers do not frame anything

	flag        *wire.Violation // the first rule that was broken
	length      lengths
	hosts       int
	upgrade     place
	contentType place
}

// place is a half-open interval of a unit's bytes.
type place struct{ start, end int }

func (p place) of(src []byte) []byte { return src[p.start:p.end] }

// flagged notes a broken rule after which reading goes on. The first one of a unit counts.
func (s *section) flagged(v *wire.Violation) {
	if s.flag == nil {
		s.flag = v
	}
}

// ended counts the line that begins at start and ends in the LF at lf.
func (s *section) ended(src []byte, start, lf int) {
	if lf > start && src[lf-1] == '\r' {
		s.crlf++
	} else {
		s.flagged(BareLF)
	}
}

// read reads the lines that are complete in src, the unit's bytes so far. Once the empty line that ends the section was
// read it returns the section's end; 0 before.
func (s *section) read(src []byte) (end int) {
	start, from := s.next, s.seen
	for start < len(src) {
		first := src[start]
		if first == '\n' || first == '\r' {
			n := emptyLine(src[start:])
			if n > 0 {
				s.ended(src, start, start+n-1)
				return start + n
			}
			if n < 0 {
				break
			}
		}
		i := bytes.IndexByte(src[from:], '\n')
		if i < 0 {
			from = len(src)
			break
		}
		lf := from + i
		if s.fields == 0 && isBlank(first) {
			// RFC 9112 2.2: reject such lines, or consume each without further processing.
			s.flagged(WhitespaceBeforeFields)
		} else {
			// RFC 9112 5.2: a line that begins with whitespace continues the one before it.
			if lf+1 == len(src) {
				from = lf
				break
			}
			if isBlank(src[lf+1]) {
				s.flagged(ObsFold)
				s.ended(src, start, lf)
				from = lf + 1
				continue
			}
			s.field(src, start, lf)
		}
		s.ended(src, start, lf)
		start, from = lf+1, lf+1
	}
	s.next, s.seen = start, from
	return 0
}

// emptyLine returns the length of the empty line that src begins with, 0 if it begins with something else, -1 if the byte
// that decides has not come.
func emptyLine(src []byte) int {
	switch {
	case src[0] == '\n':
		return 1
	case src[0] != '\r':
		return 0
	case len(src) == 1:
		return -1
	case src[1] == '\n':
		return 2
	}
	return 0
}

// field reads the field line that begins at start and ends in the LF at lf.
func (s *section) field(src []byte, start, lf int) {
	s.fields++
	name := start + tokenLen(src[start:lf])
	colon := name
	if src[name] != ':' || name == start {
		var v *wire.Violation
		if name, colon, v = oddField(src, start, lf); v != nil {
			s.flagged(v)
		}
		if v != nil && v != WhitespaceBeforeColon {
			return
		}
	}
	// Only the names that matter here, told apart by their length first.
	value := place{colon + 1, lf}
	switch n := src[start:name]; len(n) {
	case len("host"):
		if equalFold(n, "host") {
			s.hosts++
			s.routing()
		}
	case len("upgrade"):
		if lowerCase(n[0]) == 'u' && equalFold(n, "upgrade") && s.upgrade.end == 0 {
			s.upgrade = value
		}
	case len("content-type"):
		if s.contentType.end == 0 && equalFold(n, "content-type") {
			s.contentType = value
		}
	case len("content-length"):
		if equalFold(n, "content-length") {
			s.length.contentLength(value.of(src))
			s.routing()
		}
	case len("transfer-encoding"):
		if equalFold(n, "transfer-encoding") {
			s.length.transferEncoding(value.of(src))
			s.routing()
		}
	}
}

// routing notes a field that frames or routes a message, which is not allowed in trailers (RFC 9110 6.5.1).
func (s *section) routing() {
	if s.trailer {
		s.flagged(BadTrailer)
	}
}

// odd notes what is wrong with single characters in the head or trailers that src is all of.
func (s *section) odd(src []byte) {
	if bytes.Count(src, []byte{'\r'}) != s.crlf {
		s.flagged(BareCR)
	}
	if bytes.IndexByte(src, 0) >= 0 {
		s.flagged(NUL)
	}
}
