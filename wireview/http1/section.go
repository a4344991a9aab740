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
	lines   int  // read
	crlf    int  // those of them that end in CRLF, rather than LF
	fields  int  // field lines read
	trailer bool // trailers do not frame anything

	flag        *wire.Violation // the first rule that was broken
	length      lengths
	hosts       int
	host        place // the value of the last Host
	closes      bool  // Connection says close
	upgrades    bool  // Connection says upgrade
	expects     bool  // Expect says 100-continue
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
	s.lines++
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
			s.host = value
		}
	case len("expect"):
		if lowerCase(n[0]) == 'e' && equalFold(n, "expect") && equalFold(trim(value.of(src)), "100-continue") {
			s.expects = true
		}
	case len("connection"):
		if lowerCase(n[0]) == 'c' && equalFold(n, "connection") {
			s.connection(value.of(src))
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
		}
	case len("transfer-encoding"):
		if equalFold(n, "transfer-encoding") {
			s.length.transferEncoding(value.of(src))
		}
	}
	if s.trailer && notForTrailers(src[start:name]) {
		s.flagged(BadTrailer)
	}
}

// connection reads the value of a Connection line (RFC 9110 7.6.1).
func (s *section) connection(list []byte) {
	for len(list) > 0 {
		var one []byte
		one, list = element(list)
		s.closes = s.closes || equalFold(one, "close")
		s.upgrades = s.upgrades || equalFold(one, "upgrade")
	}
}

// odd notes what is wrong with single characters in the head or trailers that src is all of.
func (s *section) odd(src []byte) {
	if controls(src) == s.lines+s.crlf {
		return // but for the line ends there are none
	}
	cr, nul, other := 0, false, false
	for _, c := range src {
		switch {
		case c == '\r':
			cr++
		case c == 0:
			nul = true
		case c < ' ' && c != '\t' && c != '\n' || c == 0x7f:
			other = true
		}
	}
	switch {
	case cr != s.crlf:
		s.flagged(BareCR)
	case nul:
		s.flagged(NUL)
	case other:
		s.flagged(ControlCharacter)
	}
}
