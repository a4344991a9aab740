package wsframe

import (
	"bytes"
	"testing"
)

func TestUnmask(t *testing.T) {
	src := make([]byte, 300)
	for i := range src {
		src[i] = byte(i * 7)
	}
	for n := range src {
		for start := range 9 { // of any alignment
			if start > n {
				break
			}
			want := make([]byte, 0, n)
			for i, b := range src[start:n] {
				want = append(want, b^rfcKey[i&3])
			}
			apart := make([]byte, n-start, n-start+1)
			Unmask(apart, src[start:n], rfcKey)
			if !bytes.Equal(apart, want) {
				t.Fatalf("%d bytes apart: %x, want %x", n-start, apart, want)
			}
			if apart[:n-start+1][n-start] != 0 {
				t.Fatalf("%d bytes: wrote beyond them", n-start)
			}
			inPlace := bytes.Clone(src[start:n])
			Unmask(inPlace, inPlace, rfcKey)
			if !bytes.Equal(inPlace, want) {
				t.Fatalf("%d bytes in place: %x, want %x", n-start, inPlace, want)
			}
		}
	}
}
