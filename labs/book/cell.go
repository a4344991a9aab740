package book

import (
	"unicode"
	"unicode/utf8"
)

// cell returns what stands for a character of size bytes, and how many columns of a terminal it takes.
func cell(r rune, size int) (text string, width int) {
	switch {
	case r == utf8.RuneError && size == 1:
		return "�", 1
	case r < ' ':
		return string('␀' + r), 1
	case r == 0x7f:
		return "␡", 1
	case !unicode.IsGraphic(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r), r != ' ' && unicode.IsSpace(r):
		return "·", 1 // would take no column, or join what is beside it
	case unicode.Is(wide, r):
		return string(r), 2
	}
	return string(r), 1
}

// wide are the characters that take two columns, roughly: those of East Asian scripts, their full-width forms, and emoji.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{{0x1100, 0x115f, 1}, {0x2e80, 0xa4cf, 1}, {0xac00, 0xd7a3, 1}, {0xf900, 0xfaff, 1}, {0xfe30, 0xfe6f, 1}, {0xff00, 0xff60, 1}},
	R32: []unicode.Range32{{0x1f300, 0x1f64f, 1}, {0x1f680, 0x1f6ff, 1}, {0x1f900, 0x1faff, 1}, {0x20000, 0x3fffd, 1}},
}
