package eventstream

import (
	"encoding/binary"
	"math/bits"
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
	text  []byte
	lines int
}

// add adds a line of the block that is not blank, with a mark if a browser ignores it, and returns what has grown: to write
// through a pointer would move the text to the heap.
func (s summary) add(line []byte, ignored bool) summary {
	s.lines++
	switch {
	case s.lines > maxSummaryLines+1:
		return s
	case s.lines > 1:
		s.text = append(s.text, " · "...)
	}
	if s.lines > maxSummaryLines {
		s.text = append(s.text, "…"...)
		return s
	}
	if ignored {
		s.text = append(s.text, "⚠ ignored: "...)
	}
	if name, value := cutField(line); len(name) > 0 && len(name) < len(line) && len(name) < maxSummaryLine {
		s.text = appendShown(s.text, name, maxSummaryLine)
		s.text = append(s.text, ": "...) // with a space, be there one or not
		line = value
	}
	s.text = appendShown(s.text, line, maxSummaryLine)
	return s
}

// line returns the whole. over tells whether the block has its blank line.
func (s summary) line(over bool) string {
	switch {
	case s.lines == 0 && over:
		return "blank line"
	case !over && s.lines > 0:
		s.text = append(s.text, " · unfinished"...)
	case !over:
		return "unfinished"
	}
	return string(s.text)
}

// appendShown appends at most limit characters of p. Control characters show as their pictures, what is not UTF-8 as U+FFFD.
func appendShown(b, p []byte, limit int) []byte {
	n := printable(p[:min(len(p), limit)])
	b, p = append(b, p[:n]...), p[n:]
	cut := len(p) > limit*utf8.UTFMax
	if cut {
		p = p[:limit*utf8.UTFMax] // no more bytes are needed for that many characters
	}
	for len(p) > 0 {
		if n == limit {
			cut = true
			break
		}
		r, size := utf8.DecodeRune(p)
		switch {
		case r == utf8.RuneError && size == 1:
			size = brokenLen(p)
		case r < ' ':
			r += '␀'
		case r == 0x7f:
			r = '␡'
		}
		b, p = utf8.AppendRune(b, r), p[size:]
		n++
	}
	if cut {
		b = append(b, "…"...)
	}
	return b
}

// printable returns how many bytes p begins with that are ASCII and not control characters. It looks at eight at once.
func printable(p []byte) int {
	const (
		ones = 0x0101010101010101
		high = 0x80 * ones
	)
	n := 0
	for ; len(p)-n >= 8; n += 8 {
		w := binary.LittleEndian.Uint64(p[n:])
		low := w &^ high // nothing below carries into the next byte
		if other := (w | ^(low + (0x80-' ')*ones) | (low + ones)) & high; other != 0 {
			return n + bits.TrailingZeros64(other)/8
		}
	}
	for n < len(p) && p[n] >= ' ' && p[n] < 0x7f {
		n++
	}
	return n
}
