package websocket

import "unicode/utf8"

// UTF8 checks text that arrives in pieces, cut anywhere, and so knows at the first bad byte (RFC 6455 section 8.1, and
// section 5.6 for characters that span frames). The zero value is ready for use.
type UTF8 struct {
	tail [utf8.UTFMax - 1]byte // the begun character that the last piece ended in
	n    int                   // bytes in tail
}

// Write checks the next piece and reports whether all so far can be the beginning of valid text. After false the rest does
// not matter.
func (u *UTF8) Write(p []byte) bool {
	for u.n > 0 && len(p) > 0 { // go on with the begun character, byte by byte
		char := append(u.tail[:u.n:u.n], p[0])
		p = p[1:]
		switch {
		case utf8.Valid(char):
			u.n = 0
		case begun(char):
			u.n = copy(u.tail[:], char)
		default:
			return false
		}
	}
	if len(p) == 0 {
		return true
	}
	end := len(p)
	for i := 1; i < utf8.UTFMax && i <= len(p); i++ {
		if begun(p[len(p)-i:]) {
			end -= i
			break
		}
	}
	u.n = copy(u.tail[:], p[end:])
	return utf8.Valid(p[:end])
}

// Done reports whether the text ends where a character does.
func (u *UTF8) Done() bool { return u.n == 0 }

// begun reports whether p is the beginning of a character, and all of it: more bytes can make it valid.
func begun(p []byte) bool { return !utf8.FullRune(p) }
