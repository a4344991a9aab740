package http1

import (
	"bytes"
	"strings"
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

// The first byte below ' ' is found, wherever it is and whatever follows.
func TestControl(t *testing.T) {
	for n := range 20 {
		for c := range 256 {
			for _, after := range []string{"x", "\x00", "\xff"} {
				s := append(bytes.Repeat([]byte("~ \x80\xff"), 5)[:n], byte(c))
				s = append(s, strings.Repeat(after, 20-n)...)
				want := bytes.IndexFunc(s, func(r rune) bool { return r < ' ' })
				if want < 0 {
					want = len(s)
				}
				if got := control(s); got != want {
					t.Fatalf("%q: %d, want %d", s, got, want)
				}
			}
		}
	}
}

// A URI's characters are told wherever they are.
func TestIsVisible(t *testing.T) {
	for n := range 20 {
		for c := range 256 {
			s := bytes.Repeat([]byte("!~"), 10)
			s[n] = byte(c)
			if want := c > ' ' && c < 0x7f && c != '#'; isVisible(s) != want {
				t.Fatalf("%q: visible is not %v", s, want)
			}
		}
	}
}
