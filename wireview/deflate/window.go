package deflate

// WindowSize is how far back a stream may refer at most, in bytes (RFC 1951 3.2.5).
const WindowSize = 32 << 10

// Window is the end of what a stream has said, which the rest may refer to. It grows as bytes come, to WindowSize. The zero
// value is empty.
type Window struct {
	buf []byte // a ring once it is full
	at  int    // where the oldest byte lies; 0 until it is full
}

// Add appends p, and forgets what is further back than WindowSize.
func (w *Window) Add(p []byte) {
	if len(p) > WindowSize {
		p = p[len(p)-WindowSize:]
	}
	if free := WindowSize - len(w.buf); free > 0 {
		n := min(free, len(p))
		w.grow(n)
		w.buf = append(w.buf, p[:n]...)
		p = p[n:]
	}
	for len(p) > 0 {
		n := copy(w.buf[w.at:], p)
		w.at = (w.at + n) % WindowSize
		p = p[n:]
	}
}

// Len returns how many bytes can be referred to.
func (w *Window) Len() int { return len(w.buf) }

// grow makes room for n more bytes, and never for more than WindowSize in all.
func (w *Window) grow(n int) {
	if need := len(w.buf) + n; need > cap(w.buf) {
		size := min(WindowSize, max(2*cap(w.buf), need, 512))
		w.buf = append(make([]byte, 0, size), w.buf...)
	}
}

// Append adds to out n bytes that begin back bytes before the window's end. n is at most back, and back at most the
// window's length.
func (w *Window) Append(out []byte, back, n int) []byte {
	i := w.at + len(w.buf) - back
	if i >= len(w.buf) {
		i -= len(w.buf)
	}
	first := min(n, len(w.buf)-i)
	out = append(out, w.buf[i:i+first]...)
	return append(out, w.buf[:n-first]...)
}
