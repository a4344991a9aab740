package websocket

import (
	"testing"
	"unicode/utf8"
)

var utf8Samples = []string{
	"", "plain", "κόσμε", "日本語", "\U0001f30d!", "a\u00e9\u20ac\U0010ffff",
	"\xff", "a\x80", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80",
	"\xc3", "\xe2\x82", "\xf0\x9f\x8c", "a\xc3(", "\xe2\x28\xa1", "\xf0\x9f\x8c\x28", "κ\xce\xcea",
}

func TestUTF8InAnyTwoPieces(t *testing.T) {
	for _, sample := range utf8Samples {
		for cut := range len(sample) + 1 {
			checkUTF8(t, sample, cut, cut)
		}
	}
}

func FuzzUTF8(f *testing.F) {
	for _, sample := range utf8Samples {
		f.Add(sample, 1, 2)
	}
	f.Fuzz(func(t *testing.T, s string, a, b int) {
		a = min(max(a, 0), len(s))
		checkUTF8(t, s, a, min(max(a, b), len(s)))
	})
}

// checkUTF8 compares with the standard library, and wants a false as soon as no continuation could be valid.
func checkUTF8(t *testing.T, s string, a, b int) {
	t.Helper()
	var check UTF8
	ok, seen := true, ""
	for _, piece := range []string{s[:a], s[a:b], s[b:]} {
		seen += piece
		ok = ok && check.Write([]byte(piece))
		if want := canBecomeUTF8(seen); ok != want {
			t.Fatalf("%q in pieces %q: Write says %v, want %v", s, []string{s[:a], s[a:b], s[b:]}, ok, want)
		}
	}
	if got, want := ok && check.Done(), utf8.ValidString(s); got != want {
		t.Fatalf("%q in pieces %q: valid %v, want %v", s, []string{s[:a], s[a:b], s[b:]}, got, want)
	}
}

// canBecomeUTF8 tries continuations.
func canBecomeUTF8(s string) bool {
	for _, more := range []string{"", "\x80", "\x90", "\xa0", "\x80\x80", "\x90\x80", "\xa0\x80", "\x80\x80\x80", "\x90\x80\x80"} {
		if utf8.ValidString(s + more) {
			return true
		}
	}
	return false
}
