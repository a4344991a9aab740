package http1

import (
	"encoding/binary"
	"math/bits"
)

// tchar marks the bytes that a token is made of (RFC 9110 5.6.2): methods and field names are tokens.
var tchar = func() (t [256]bool) {
	for c := '0'; c <= '9'; c++ {
		t[c] = true
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = true, true
	}
	for _, c := range "!#$%&'*+-.^_`|~" {
		t[c] = true
	}
	return t
}()

// isToken reports whether s is a token (RFC 9110 5.6.2).
func isToken(s []byte) bool { return len(s) > 0 && tokenLen(s) == len(s) }

// tokenLen returns the length of the token that s begins with, 0 if there is none.
func tokenLen(s []byte) int {
	n := 0
	for ; n+8 <= len(s); n += 8 {
		if other := notLetters(binary.LittleEndian.Uint64(s[n:])); other != 0 {
			n += bits.TrailingZeros64(other) / 8
			break
		}
	}
	for n < len(s) && tchar[s[n]] {
		n++
	}
	return n
}

// notLetters returns eight bytes in each of which the highest bit says that the byte of s is neither a letter nor '-', which
// is what most field names are made of. It looks at all eight at once: names are a third of the time that a head takes.
func notLetters(s uint64) uint64 {
	const each, high = 0x0101010101010101, 0x8080808080808080
	low := s &^ high               // nothing below carries into the next byte
	folded := low | each*('a'-'A') // letters are lower case now
	letter := (folded + each*(0x80-'a')) &^ (folded + each*(0x7f-'z'))
	other := (low ^ each*'-') + each*0x7f // but for '-'
	return (other&^letter | s) & high
}

// control returns the place of the first byte of s that is below ' ': a line end, a tab or what does not belong there; len(s)
// if there is none. It looks at eight at once, which costs no more than to look for line ends alone.
func control(s []byte) int {
	const each, high = 0x0101010101010101, 0x8080808080808080
	n := 0
	for ; n+8 <= len(s); n += 8 {
		w := binary.LittleEndian.Uint64(s[n:])
		// A byte below ' ' borrows, and may make the next one seem to be below too: only the first is sure.
		if below := (w - each*' ') &^ w & high; below != 0 {
			return n + bits.TrailingZeros64(below)/8
		}
	}
	for n < len(s) && s[n] >= ' ' {
		n++
	}
	return n
}

// isVisible reports whether s holds nothing but visible ASCII characters, of which a URI is made (RFC 3986 2), and no '#':
// a fragment stays with the client (RFC 9110 4.2.5).
func isVisible(s []byte) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for ; len(s) >= 8; s = s[8:] {
		w := binary.LittleEndian.Uint64(s)
		hash := w ^ each*'#'
		// Each term has a highest bit set only if one of the eight is a case for it: nothing is borrowed or carried else.
		if (w|(w+each)|(w-each*'!')&^w|(hash-each)&^hash)&high != 0 {
			return false
		}
	}
	for _, c := range s {
		if c <= ' ' || c >= 0x7f || c == '#' {
			return false
		}
	}
	return true
}

// hostChar marks the bytes of a host that is no IP literal (RFC 3986 3.2.2).
var hostChar = func() (t [256]bool) {
	for c := range 256 {
		t[c] = tchar[c]
	}
	for _, c := range "#^`|" {
		t[c] = false
	}
	for _, c := range "(),;=" {
		t[c] = true
	}
	return t
}()

// isHost reports whether s is uri-host [ ":" port ] (RFC 9110 7.2). The host may be empty.
func isHost(s []byte) bool {
	n := 0
	if len(s) > 0 && s[0] == '[' { // an IP literal
		for n = 1; n < len(s) && (hostChar[s[n]] || s[n] == ':'); n++ {
		}
		if n == len(s) || s[n] != ']' {
			return false
		}
		n++
	}
	for n < len(s) && s[0] != '[' && hostChar[s[n]] {
		n++
	}
	if n < len(s) && s[n] == ':' {
		for n++; n < len(s) && isDigit(s[n]); n++ {
		}
	}
	return n == len(s)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// isSpace reports whether c may surround a field's value: optional whitespace (RFC 9110 5.6.3), the line ends of obsolete
// folding, and bare CR, which counts as SP (RFC 9112 2.2).
func isSpace(c byte) bool { return isBlank(c) || c == '\r' || c == '\n' }

// trim returns s without the space around it; an empty slice, not nil, if nothing else is there.
func trim(s []byte) []byte {
	for len(s) > 0 && isSpace(s[0]) {
		s = s[1:]
	}
	for len(s) > 0 && isSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// equalFold reports whether s is the token lower, in any case. Only ASCII letters fold.
func equalFold(s []byte, lower string) bool {
	if len(s) != len(lower) {
		return false
	}
	for i, c := range s {
		if lowerCase(c) != lowerCase(lower[i]) {
			return false
		}
	}
	return true
}

func lowerCase(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// element cuts the first element off a comma-separated list (RFC 9110 5.6.1). A comma in a quoted string does not separate.
func element(list []byte) (first, rest []byte) {
	quoted := false
	for i := 0; i < len(list); i++ {
		switch c := list[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && quoted:
			i++
		case c == ',' && !quoted:
			return trim(list[:i]), list[i+1:]
		}
	}
	return trim(list), nil
}
