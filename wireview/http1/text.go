package http1

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxPreview is how much content a field shows as its value, and maxSummary how much of a line a summary shows, in bytes.
const (
	maxPreview = 1 << 10
	maxSummary = 200
)

// text returns bytes from the wire as valid UTF-8: what is not becomes U+FFFD.
func text(s []byte) string { return strings.ToValidUTF8(string(s), "\uFFFD") }

// short returns text of at most max bytes, with an ellipsis if something is missing.
func short(s []byte, max int) string {
	if len(s) <= max {
		return text(s)
	}
	return text(wholeRunes(s[:max])) + "…"
}

// wholeRunes returns s without the beginning of a character at its end.
func wholeRunes(s []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(s); n++ {
		if c := s[len(s)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(s[len(s)-n:]) {
				return s[:len(s)-n]
			}
			break
		}
	}
	return s
}

// preview shows content: as text if it begins as such, else by its length.
func preview(s []byte) string {
	head := s
	if len(head) > maxPreview {
		head = wholeRunes(head[:maxPreview])
	}
	if !utf8.Valid(head) {
		return bytesText(int64(len(s))) + ", not text"
	}
	return short(s, maxPreview)
}

// oneLine returns text as a summary shows it: no longer than that, and control characters as spaces.
func oneLine(text string) string {
	line := []byte(text[:min(len(text), maxSummary+1)]) // one byte more, so that short sees that there is more
	for i, c := range line {
		if c < ' ' || c == 0x7f {
			line[i] = ' '
		}
	}
	return short(line, maxSummary)
}

// bytesText returns "1 byte" or "n bytes".
func bytesText(n int64) string {
	if n == 1 {
		return "1 byte"
	}
	return strconv.FormatInt(n, 10) + " bytes"
}

// unfold returns a field's value as one line: what is folded, and bare CR, is read as spaces (RFC 9112 2.2, 5.2).
func unfold(value []byte) string {
	s := text(value)
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' }), " ")
}
