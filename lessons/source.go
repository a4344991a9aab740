package lessons

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// source is one file under examination: its text, and the faults found so far.
type source struct {
	file   string
	body   []byte // what is still to be parsed; at first the whole file, then the markdown after the front matter
	first  int    // the line of the file on which body begins, from 1
	faults []*Error

	world *World
	fsys  fs.FS // the lesson's folder

	claims []int    // of the front matter
	lab    *lab     // the one read last, on the way through the document; nil: none so far
	marks  []Mark   // found so far
	ids    []string // of the blocks and the headings
	places []place  // on this server, to which links lead
}

// newSource takes a file as it is, but for what Windows may have made of it: line ends become LF, and a byte order mark goes.
func newSource(file string, text []byte) *source {
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	return &source{file: file, body: bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), first: 1}
}

// line returns the line of the file on which the byte of body at offset stands.
func (s *source) line(offset int) int {
	return s.first + bytes.Count(s.body[:offset], []byte("\n"))
}

// inlineLine returns the line of the file on which a node within a paragraph begins.
func (s *source) inlineLine(n ast.Node) int {
	for n.Pos() < 0 && n.FirstChild() != nil {
		n = n.FirstChild()
	}
	return s.line(max(0, n.Pos()))
}

// fault reports what is wrong on a line of the file.
func (s *source) fault(line int, format string, args ...any) {
	s.faults = append(s.faults, &Error{File: s.file, Line: line, Message: fmt.Sprintf(format, args...)})
}

// mostFaults is how many faults of a file are told: who mends one often mends several.
const mostFaults = 50

// mostInAll is how many faults of all files are told: they go to a page and to a terminal.
const mostInAll = 200

// allTold joins the faults of all files, in their order; nil: there are none. Where there are more than a reader takes in, the last one
// says so.
func allTold(sources []*source) error {
	var faults []error
	for _, src := range sources {
		for _, fault := range src.told() {
			faults = append(faults, fault)
		}
	}
	if len(faults) > mostInAll {
		next := faults[mostInAll].(*Error)
		faults = append(faults[:mostInAll], &Error{next.File, next.Line, "from here on there are more faults, in this file or the next: mend those above first"})
	}
	return errors.Join(faults...)
}

// told returns the faults in the order of their lines, each once. Where there are more than a reader takes in, the last one says
// how many.
func (s *source) told() []*Error {
	slices.SortStableFunc(s.faults, func(a, b *Error) int { return cmp.Compare(a.Line, b.Line) })
	faults := slices.CompactFunc(s.faults, func(a, b *Error) bool { return *a == *b })
	if len(faults) > mostFaults {
		rest := &Error{File: s.file, Line: faults[mostFaults].Line, Message: fmt.Sprintf("from here on there are %d more faults", len(faults)-mostFaults)}
		faults = append(faults[:mostFaults:mostFaults], rest)
	}
	return faults
}
