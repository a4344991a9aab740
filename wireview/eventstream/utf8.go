package eventstream

import (
	"strings"
	"unicode/utf8"
)

// decodeUTF8 decodes b as the UTF-8 decode algorithm does (WHATWG Encoding 8.1.1): each maximal part of a broken sequence
// becomes one U+FFFD. (Go's own conversion makes one of each byte, strings.ToValidUTF8 one of each run.)
func decodeUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			n = brokenLen(b)
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String()
}

// brokenLen returns how many bytes the broken sequence at the beginning of b takes: as many as could have begun a
// character, and at least one.
func brokenLen(b []byte) int {
	size, low, high := 1, byte(0x80), byte(0xbf) // of the character; the bounds of its second byte
	switch c := b[0]; {
	case c >= 0xc2 && c <= 0xdf:
		size = 2
	case c >= 0xe0 && c <= 0xef:
		size = 3
		if c == 0xe0 {
			low = 0xa0 // shorter forms exist below
		} else if c == 0xed {
			high = 0x9f // surrogates lie above
		}
	case c >= 0xf0 && c <= 0xf4:
		size = 4
		if c == 0xf0 {
			low = 0x90
		} else if c == 0xf4 {
			high = 0x8f // U+10FFFF is the last
		}
	}
	n := 1
	for n < size && n < len(b) && b[n] >= low && b[n] <= high {
		n++
		low, high = 0x80, 0xbf
	}
	return n
}

// nextBroken finds the first broken sequence of p: where it begins and its size, 0 if there is none.
func nextBroken(p []byte) (at, size int) {
	for at < len(p) {
		r, n := utf8.DecodeRune(p[at:])
		if r == utf8.RuneError && n == 1 {
			return at, brokenLen(p[at:])
		}
		at += n
	}
	return at, 0
}
