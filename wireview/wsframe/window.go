package wsframe

// windowSize is how far back a compressed message may refer at most: 32 KiB (RFC 7692 7.1.2).
const windowSize = 32 << 10

// window is the end of what a direction's compressed messages have said, which the next one may refer to (RFC 7692 7.1.1).
// It grows as bytes come, to windowSize. The zero value is empty.
type window struct {
	buf []byte // a ring once it is full
	at  int    // where the oldest byte lies; 0 until it is full
}

// add appends p, and forgets what is further back than windowSize.
func (w *window) add(p []byte) {
	if len(p) > windowSize {
		p = p[len(p)-windowSize:]
	}
	if free := windowSize - len(w.buf); free > 0 {
		n := min(free, len(p))
		w.grow(n)
		w.buf = append(w.buf, p[:n]...)
		p = p[n:]
	}
	for len(p) > 0 {
		n := copy(w.buf[w.at:], p)
		w.at = (w.at + n) % windowSize
		p = p[n:]
	}
}

// grow makes room for n more bytes, and never for more than windowSize in all.
func (w *window) grow(n int) {
	if need := len(w.buf) + n; need > cap(w.buf) {
		size := min(windowSize, max(2*cap(w.buf), need, 512))
		w.buf = append(make([]byte, 0, size), w.buf...)
	}
}

// append adds to out n bytes that begin back bytes before the window's end. n is at most back, and back at most the
// window's length.
func (w *window) append(out []byte, back, n int) []byte {
	i := w.at + len(w.buf) - back
	if i >= len(w.buf) {
		i -= len(w.buf)
	}
	first := min(n, len(w.buf)-i)
	out = append(out, w.buf[i:i+first]...)
	return append(out, w.buf[:n-first]...)
}
