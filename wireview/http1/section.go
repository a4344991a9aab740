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
	fields  int  // field lines read
	trailer bool // trailers do not frame anything

	flag        *wire.Violation // the first rule that was broken
	odd         *wire.Violation // the first that a single character breaks
	length      lengths
	hosts       int
	host        place // the value of the last Host
	closes      bool  // Connection says close
	upgrades    bool  // Connection says upgrade
	expects     bool  // Expect says 100-continue
	upgrade     place
	contentType place
	encoding    place // the value of the first Content-Encoding
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

// oddity notes a character that breaks a rule. What its line is taken for may say more about it.
func (s *section) oddity(v *wire.Violation) {
	if s.odd == nil {
		s.odd = v
	}
}

// oddities looks at what is noted of single characters in the lines that src is all of.
func (s *section) oddities(src []byte) {
	if s.odd == nil && bytes.IndexByte(src, 0x7f) >= 0 {
		s.odd = ControlCharacter
	}
	if s.odd != nil {
		s.flagged(s.odd)
	}
}

// lineEnd looks for the line end at or after from, and returns the place of its LF; -1 if that has not come, and then no
// line end lies before seen. It notes what does not belong in a line on the way.
func (s *section) lineEnd(src []byte, from int) (lf, seen int) {
	for {
		at := from + control(src[from:])
		if at == len(src) {
			return -1, at
		}
		switch src[at] {
		case '\r':
			switch {
			case at+1 == len(src):
				return -1, at
			case src[at+1] == '\n':
				return at + 1, 0
			}
			s.oddity(BareCR)
		case '\n':
			s.flagged(BareLF)
			return at, 0
		case '\t':
		case 0:
			s.oddity(NUL)
		default:
			s.oddity(ControlCharacter)
		}
		from = at + 1
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
				if n == 1 {
					s.flagged(BareLF)
				}
				s.oddities(src[:start])
				return start + n
			}
			if n < 0 {
				break
			}
		}
		name := -1
		if from == start { // else a piece of the line was seen before, and a long name need not be read again and again
			name = start + tokenLen(src[start:])
			from = name
		}
		lf, seen := s.lineEnd(src, from)
		if lf < 0 {
			from = seen
			break
		}
		if s.fields == 0 && isBlank(first) {
			// RFC 9112 2.2: reject such lines, or consume each without further processing.
			s.flagged(WhitespaceBeforeFields)
		} else {
			// RFC 9112 5.2: a line that begins with whitespace continues the one before it.
			if lf+1 == len(src) {
				if from = lf; lf > start && src[lf-1] == '\r' {
					from-- // or the LF would stand alone next time
				}
				break
			}
			if isBlank(src[lf+1]) {
				s.flagged(ObsFold)
				from = lf + 1
				continue
			}
			if name < 0 {
				name = start + tokenLen(src[start:lf])
			}
			s.field(src, start, name, lf)
		}
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

// field reads the field line that begins at start, with a token up to name, and ends in the LF at lf.
func (s *section) field(src []byte, start, name, lf int) {
	s.fields++
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
	case len("content-encoding"):
		if s.encoding.end == 0 && equalFold(n, "content-encoding") {
			s.encoding = value
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
	if string(trim(list)) == "keep-alive" { // the usual
		return
	}
	for len(list) > 0 {
		var one []byte
		one, list = element(list)
		s.closes = s.closes || equalFold(one, "close")
		s.upgrades = s.upgrades || equalFold(one, "upgrade")
	}
}
