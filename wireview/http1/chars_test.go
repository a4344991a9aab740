package http1

import (
	"bytes"
	"testing"
)

// The length of a token is the same wherever in it, and whatever, the first other byte is.
func TestTokenLen(t *testing.T) {
	for n := range 20 {
		for c := range 256 {
			s := bytes.Repeat([]byte("x"), 20)
			s[n] = byte(c)
			want := 20
			if !tchar[c] {
				want = n
			}
			if got := tokenLen(s); got != want {
				t.Fatalf("token of %q has length %d, not %d", s, got, want)
			}
		}
	}
}

// RFC 9110 5.6.2 lists the characters of a token.
func TestTokenCharacters(t *testing.T) {
	const want = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for c := range 256 {
		if got := tchar[c]; got != (bytes.IndexByte([]byte(want), byte(c)) >= 0) {
			t.Errorf("%q in a token: %v", rune(c), got)
		}
	}
}
