package eventstream

import (
	"strings"
	"unicode/utf8"
)

// How many characters a summary shows of each line, and of how many lines; and how many of a line a field shows.
const (
	maxSummaryLine  = 60
	maxSummaryLines = 4
	maxShown        = 1000
)

// summary is a block's line in a list, as it grows: `id: 42 · data: {"seq":42…`.
type summary struct {
	text  strings.Builder
	lines int
}

// add adds a line of the block that is not blank.
func (s *summary) add(l line) {
	s.lines++
	switch {
	case s.lines > maxSummaryLines+1:
		return
	case s.lines > 1:
		s.text.WriteString(" · ")
	}
	if s.lines > maxSummaryLines {
		s.text.WriteString("…")
		return
	}
	text := l.text
	if name, value := cutField(text); len(name) > 0 && len(name) < len(text) && len(name) < maxSummaryLine {
		s.text.WriteString(shown(name, maxSummaryLine))
		s.text.WriteString(": ") // with a space, be there one or not
		text = value
	}
	s.text.WriteString(shown(text, maxSummaryLine))
}

// line returns the whole. over tells whether the block has its blank line.
func (s *summary) line(over bool) string {
	switch {
	case s.lines == 0 && over:
		return "blank line"
	case !over && s.lines > 0:
		s.text.WriteString(" · unfinished")
	case !over:
		return "unfinished"
	}
	return s.text.String()
}

// shown returns at most limit characters of b. Control characters show as their pictures, what is not UTF-8 as U+FFFD.
func shown(b []byte, limit int) string {
	cut := len(b) > limit*utf8.UTFMax
	if cut {
		b = b[:limit*utf8.UTFMax] // no more bytes are needed for that many characters
	}
	var out strings.Builder
	n := 0
	for _, r := range decodeUTF8(b) {
		if n == limit {
			cut = true
			break
		}
		switch {
		case r < ' ':
			r += '␀'
		case r == 0x7f:
			r = '␡'
		}
		out.WriteRune(r)
		n++
	}
	if cut {
		out.WriteRune('…')
	}
	return out.String()
}
