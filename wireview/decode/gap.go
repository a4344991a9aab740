package decode

import (
	"bytes"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// MissingBytes is of a unit that a gap in the record has cut, and of bytes after it that cannot be read for certain. That
// bytes are missing is seen from the numbers that TCP gives them.
var MissingBytes = &wire.Violation{Name: "missing-bytes", Spec: "RFC 9293 3.4",
	Message: "Bytes that crossed the connection are missing from the record here, so that these cannot be read for certain."}

// rawUnit is the size of a raw unit in bytes; the last of a piece may be shorter.
const rawUnit = 4 << 10

// gaps is what a connection remembers of bytes that are missing from its record.
type gaps struct {
	lost  [2]bool   // by direction: what comes is raw, until a piece begins with a start-line
	shift [2]int64  // by direction: the connection offset of the HTTP decoder's first byte
	count [2]uint64 // by direction: the exchanges before the HTTP decoder's first one
	quiet bool      // a decoder is being closed because of a gap
}

// Gap says that n bytes of a direction, which come next, are missing from the record; n <= 0: it is not known how many.
// Offsets go on as if they had been there, or as if there were none. The unfinished unit of the direction becomes raw. So
// does what follows, until it is certain again what it is: in HTTP, a piece that begins with a start-line; in WebSocket, what
// follows a frame that all missing bytes lie in. at is the time of the bytes around the gap. After Close it does nothing.
func (c *Conn) Gap(dir wire.Dir, at int64, n int64) {
	if c.closed {
		return
	}
	c.dir, c.at = dir, at
	n = max(n, 0)
	if frames := c.frames[dir]; frames != nil {
		frames.Gap(n, MissingBytes)
	} else {
		c.lose(dir)
	}
	c.off[dir] += n
}

// lose gives up the HTTP decoder of a direction.
func (c *Conn) lose(dir wire.Dir) {
	if c.gaps == nil {
		c.gaps = new(gaps)
	}
	g := c.gaps
	if g.lost[dir] {
		return
	}
	g.quiet = true
	defer func() { g.quiet = false }()
	if dir == wire.C2S {
		c.requests.Close()
		held := c.upgrade.held
		c.upgrade.held = nil
		c.raw(dir, c.off[dir]-int64(len(held)), held)
		c.requests = nil
	} else {
		c.responses.Close()
		c.responses = nil
		if c.requests != nil && c.requests.Upgrading() { // the server's word was lost
			c.clientNow(func() { c.lose(wire.C2S) })
		}
	}
	g.lost[dir] = true
}

// raw emits bytes that begin at a connection offset as raw units.
func (c *Conn) raw(dir wire.Dir, at int64, p []byte) {
	for len(p) > 0 {
		n := int64(min(len(p), rawUnit))
		u := wire.Unit{
			Proto: wire.Raw, Kind: wire.KindRaw, Raw: p[:n], Length: n, Spans: wire.Spans{{at, at + n}}, Error: MissingBytes,
		}
		c.emitIn(dir, &u)
		at, p = at+n, p[n:]
	}
}

// emitIn passes on a unit of a direction.
func (c *Conn) emitIn(dir wire.Dir, u *wire.Unit) {
	u.At, u.Conn, u.Dir = c.at, c.id, dir
	c.emit(u)
}

// found tells whether a direction can be read. One that a gap has cut can from a piece on that begins with a start-line;
// until then the piece becomes raw.
func (c *Conn) found(dir wire.Dir, p []byte) bool {
	g := c.gaps
	if g == nil || !g.lost[dir] || c.frames[dir] != nil {
		return true
	}
	if dir == wire.C2S && !isRequestLine(p) || dir == wire.S2C && !isStatusLine(p) {
		c.raw(dir, c.off[dir], p)
		return false
	}
	g.lost[dir], g.shift[dir] = false, c.off[dir]
	if dir == wire.C2S {
		g.count[dir] = max(c.last[wire.C2S], c.last[wire.S2C])
		c.readRequests()
		return true
	}
	// Most likely it answers the newest request, if that is not answered.
	if g.count[dir] = c.last[wire.S2C]; c.last[wire.C2S] > c.last[wire.S2C] {
		g.count[dir] = c.last[wire.C2S] - 1
	}
	c.waiting.newest()
	c.readResponses()
	return true
}

// mend sets right what an HTTP decoder says that does not read its direction from the beginning. It reports false for a unit
// that is not to be passed on: the end of a decoder, which is not that of the direction.
func (g *gaps) mend(u *wire.Unit, dir wire.Dir) bool {
	for i := range u.Spans {
		u.Spans[i][0] += g.shift[dir]
		u.Spans[i][1] += g.shift[dir]
	}
	if u.Exchange > 0 {
		u.Exchange += g.count[dir]
	}
	if g.quiet && u.Error == http1.Incomplete {
		u.Error = MissingBytes
	}
	return !g.quiet || u.Kind != wire.KindEnd
}

// ordinal returns the number of an exchange on the connection, from that which a decoder gives it.
func (c *Conn) ordinal(dir wire.Dir, exchange uint64) uint64 {
	if c.gaps == nil || exchange == 0 {
		return exchange
	}
	return exchange + c.gaps.count[dir]
}

// endLost ends a direction that cannot be read any more. It reports whether it is one.
func (c *Conn) endLost(dir wire.Dir) bool {
	if c.gaps == nil || !c.gaps.lost[dir] {
		return false
	}
	c.emitIn(dir, &wire.Unit{Proto: wire.HTTP1, Kind: wire.KindEnd, Exchange: c.last[dir], Error: MissingBytes})
	return true
}

// shifted reads a body on behalf of a decoder that does not count from the connection's first byte.
type shifted struct {
	http1.Body
	by int64
}

func (s shifted) Write(p []byte, off int64) { s.Body.Write(p, off+s.by) }

// Pause tells a body that wants to know where chunks end.
func (s shifted) Pause() {
	if body, ok := s.Body.(http1.Pauser); ok {
		body.Pause()
	}
}

// isStatusLine tells whether p begins with a status-line (RFC 9112 4).
func isStatusLine(p []byte) bool {
	const shape = "HTTP/1.d ddd"
	return len(p) > len(shape) && like(p, shape)
}

// isRequestLine tells whether p begins with a request-line (RFC 9112 3).
func isRequestLine(p []byte) bool {
	const longest = 8 << 10
	line, _, whole := bytes.Cut(p[:min(len(p), longest)], []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	method, rest, _ := bytes.Cut(line, []byte(" "))
	const shape = " HTTP/1.d"
	if !whole || len(method) == 0 || len(rest) <= len(shape) {
		return false
	}
	for _, b := range method {
		if b < 'A' || b > 'Z' {
			return false
		}
	}
	return like(rest[len(rest)-len(shape):], shape)
}

// like compares the beginning of p with shape, in which d is a digit.
func like(p []byte, shape string) bool {
	for i := range len(shape) {
		if p[i] != shape[i] && (shape[i] != 'd' || p[i] < '0' || p[i] > '9') {
			return false
		}
	}
	return true
}
