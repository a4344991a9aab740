package coding

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"testing"
)

// differs holds a reading of whole content to what the standard library makes of it.
func differs(t testing.TB, by Coding, in []byte, got *reading) {
	t.Helper()
	faults := 0
	for _, u := range got.units {
		if u.Error == NoZlib { // which the other does not read
			return
		}
		if u.Error != nil {
			faults++
		}
	}
	var r io.Reader
	var err error
	if by == Gzip {
		r, err = gzip.NewReader(bytes.NewReader(in))
	} else {
		r, err = zlib.NewReader(bytes.NewReader(in))
	}
	var want []byte
	if err == nil {
		want, err = io.ReadAll(r)
	}
	if len(in) == 0 || by == Deflate && violates(got, Trailing) || violates(got, ReservedFlags) {
		return // nothing is no fault here; the other ignores what follows zlib, and reserved flags
	}
	if (err == nil) != (faults == 0) || err == nil && string(want) != got.said.String() {
		t.Errorf("%x: %q with %d faults, and the standard library says %q, %v", in, got.said.String(), faults, want, err)
	}
}

// Text of many kinds, whole and with a byte changed.
func TestBesideTheStandardLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for i := range 300 {
		text := make([]byte, random.IntN(2000))
		for j := range text {
			text[j] = "data: {}\n"[random.IntN(9)]
		}
		for _, by := range []Coding{Gzip, Deflate} {
			in := []byte(gzipped(i%2 == 0, false, string(text[:len(text)/2]), string(text[len(text)/2:])))
			if by == Deflate {
				in = []byte(zlibbed(i%2 == 0, string(text)))
			}
			differs(t, by, in, read(by, true, split(string(in), 1+random.IntN(500))))
			in[random.IntN(len(in))] ^= byte(1 << random.IntN(8))
			differs(t, by, in, read(by, true, split(string(in), 1+random.IntN(500))))
		}
	}
}
