package http1

import (
	"bytes"
	"iter"

	"wireside/wireview/wire"
)

// fieldLine is a line of a whole section, with those that continue it. Its name is section[start:name], its colon
// section[colon], and its line end is part of it.
type fieldLine struct {
	kind        lineKind
	start, end  int
	name, colon int
	broken      *wire.Violation // what is wrong with the name
}

type lineKind uint8

const (
	lineField   lineKind = iota // a name, a colon and a value
	lineNoColon                 // neither of them
	lineIgnored                 // whitespace before the first field (RFC 9112 2.2)
	lineEmpty                   // the section's end
)

// fieldLines ranges over the lines of a whole section.
func fieldLines(src []byte) iter.Seq[fieldLine] {
	return func(yield func(fieldLine) bool) {
		fields := 0
		for at := 0; at < len(src); {
			l := fieldLine{start: at, end: len(src)}
			if n := emptyLine(src[at:]); n > 0 {
				l.kind, l.end = lineEmpty, at+n
				yield(l)
				return
			}
			ignored := fields == 0 && isBlank(src[at])
			for from := at; ; {
				i := bytes.IndexByte(src[from:], '\n')
				if i < 0 {
					break
				}
				from += i + 1
				l.end = from
				if ignored || from == len(src) || !isBlank(src[from]) {
					break
				}
			}
			if ignored {
				l.kind = lineIgnored
			} else {
				fields++
				l.names(src)
			}
			if !yield(l) {
				return
			}
			at = l.end
		}
	}
}

// names finds the line's name and colon.
func (l *fieldLine) names(src []byte) {
	i := bytes.IndexByte(src[l.start:l.end], ':')
	if i > 0 && isToken(src[l.start:l.start+i]) {
		l.name, l.colon = l.start+i, l.start+i
		return
	}
	l.name, l.colon, l.broken = oddField(src, l.start, l.end)
	if l.broken == NoColon {
		l.kind = lineNoColon
	}
}

// oddField finds the name and the colon of a field line whose name is not a token with a colon right after it. The name is
// src[start:name]. Without a colon both are lf.
func oddField(src []byte, start, lf int) (name, colon int, v *wire.Violation) {
	i := bytes.IndexByte(src[start:lf], ':')
	if i < 0 {
		return lf, lf, NoColon
	}
	colon = start + i
	name = colon
	for name > start && isBlank(src[name-1]) {
		name--
	}
	if !isToken(src[start:name]) {
		return colon, colon, BadFieldName
	}
	return name, colon, WhitespaceBeforeColon
}
