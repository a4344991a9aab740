package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean returns text from the wire as it may be shown: control characters as their pictures, others that do not print (such
// as those that turn the direction of the text) by their number, and what is not UTF-8 as U+FFFD.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	var out strings.Builder
	for _, r := range s {
		switch {
		case r < ' ':
			out.WriteRune('␀' + r)
		case r == 0x7f:
			out.WriteRune('␡')
		case unicode.IsPrint(r):
			out.WriteRune(r)
		default:
			fmt.Fprintf(&out, `\u{%x}`, r)
		}
	}
	return out.String()
}

func isClean(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// cells returns how many columns a character takes in a terminal. East Asian and pictographic ones take two, combining
// ones none.
func cells(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6,
		r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// width returns how many columns a text takes.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += cells(r)
	}
	return n
}

// fit returns the beginning of s that takes at most room columns, and what is left.
func fit(s string, room int) (head, rest string) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if room -= cells(r); room < 0 {
			return s[:i], s[i:]
		}
		i += size
	}
	return s, ""
}
