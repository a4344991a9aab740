// Package decode reads one connection whole: it chains the decoders along both directions, HTTP first, then, where a
// response says so, what its body is compressed from, an event stream in it, or WebSocket in place of HTTP.
package decode

import (
	"bytes"
	"strings"

	"wireside/wireview/coding"
	"wireside/wireview/eventstream"
	"wireside/wireview/handshake"
	"wireside/wireview/http1"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// MaxHeld bounds what a client may send after asking for an upgrade before the server has answered; 64 KiB. Beyond it the
// bytes are read as what they are until then: more HTTP.
const MaxHeld = 64 << 10

// Conn reads both directions of one connection. It is not safe for concurrent use.
type Conn struct {
	id   uint64
	emit wire.Emit

	// Of the bytes that are being read: their direction, and when they crossed the socket.
	dir wire.Dir
	at  int64
	off [2]int64 // by direction: the connection offset of the next byte

	requests, responses *http1.Decoder
	waiting             waiting
	answers             request             // what the newest final response answers
	last                [2]uint64           // by direction: the newest exchange that has a head
	frames              [2]*wsframe.Decoder // by direction; nil before an upgrade
	further             uint64              // the exchange that an event stream or frames belong to
	upgrade             upgrade
	talk                *talk // nil before an upgrade
	gaps                *gaps // nil if nothing is missing
	closed              bool
}

// New returns the reader of connection number id. Each unit goes to emit with At, Conn, Dir and Exchange set.
func New(id uint64, emit wire.Emit) *Conn {
	c := &Conn{id: id, emit: emit}
	c.readRequests()
	c.readResponses()
	return c
}

func (c *Conn) readRequests() {
	c.requests = http1.New(http1.Config{Role: http1.Requests, Emit: c.stamp, Head: c.request})
}

func (c *Conn) readResponses() {
	c.responses = http1.New(http1.Config{Role: http1.Responses, Emit: c.stamp, Head: c.response, Method: c.method})
}

// Write reads bytes that crossed the connection in one direction at the given time, Unix time in microseconds. It keeps no
// part of p. After Close it does nothing.
func (c *Conn) Write(dir wire.Dir, at int64, p []byte) {
	if c.closed {
		return
	}
	c.dir, c.at = dir, at
	if c.found(dir, p) {
		if dir == wire.C2S {
			c.fromClient(p)
		} else {
			c.fromServer(p)
		}
	}
	c.off[dir] += int64(len(p))
}

// Close reads the end of both directions, which came at the given time. A second call does nothing.
func (c *Conn) Close(at int64) {
	if c.closed {
		return
	}
	c.closed = true
	c.dir, c.at = wire.C2S, at
	switch {
	case c.frames[wire.C2S] != nil:
		c.frames[wire.C2S].Close()
	case !c.endLost(wire.C2S):
		for len(c.upgrade.held) > 0 {
			c.refused()
		}
		c.requests.Close()
	}
	c.dir = wire.S2C
	switch {
	case c.frames[wire.S2C] != nil:
		c.frames[wire.S2C].Close()
	case !c.endLost(wire.S2C):
		c.responses.Close()
	}
}

// Upgraded reports whether both directions speak WebSocket.
func (c *Conn) Upgraded() bool { return c.frames[wire.C2S] != nil }

func (c *Conn) fromClient(p []byte) {
	if c.frames[wire.C2S] != nil {
		c.frames[wire.C2S].Write(p)
		return
	}
	if !c.requests.Upgrading() {
		p = p[c.requests.Write(p):]
	}
	if len(p) > 0 {
		c.hold(p)
	}
}

func (c *Conn) fromServer(p []byte) {
	for len(p) > 0 {
		if frames := c.frames[wire.S2C]; frames != nil {
			frames.Write(p)
			return
		}
		p = p[c.responses.Write(p):]
		c.answered()
	}
}

// request is told of each request's head.
func (c *Conn) request(h *http1.Head) http1.Body {
	h.Exchange = c.ordinal(wire.C2S, h.Exchange)
	c.waiting.push(requestOf(h))
	c.last[wire.C2S] = h.Exchange
	c.upgrade.ask(h)
	return nil
}

// response is told of each response's head, and says who reads the body further.
func (c *Conn) response(h *http1.Head) http1.Body {
	h.Exchange = c.ordinal(wire.S2C, h.Exchange)
	c.last[wire.S2C] = max(c.last[wire.S2C], h.Exchange)
	c.upgrade.answer(h)
	by, events, further := contentOf(h)
	if !further {
		return nil
	}
	c.further = h.Exchange
	body := newBody(by, events, &c.at, c.stampFurther)
	if c.gaps != nil {
		return shifted{body, c.gaps.shift[wire.S2C]}
	}
	return body
}

// method returns the method of the request that the next final response answers: what its body is depends on it (RFC 9112
// 6.3). A server may answer before it has a whole request, to refuse it.
func (c *Conn) method() string {
	var waits bool
	if c.answers, waits = c.waiting.pop(); waits {
		return c.answers.method
	}
	if c.gaps != nil { // its request may be what is missing
		return ""
	}
	if c.requests.Idle() {
		return http1.NoRequest
	}
	c.waiting.early++
	return ""
}

// stamp completes a unit of HTTP and passes it on.
func (c *Conn) stamp(u *wire.Unit) {
	if u.Kind == wire.KindRequest || u.Kind == wire.KindResponse {
		c.upgrade.judged(u)
		u.Prior.EventSource = u.Kind == wire.KindResponse && c.answers.eventSource
	}
	if c.gaps != nil && !c.gaps.mend(u, c.dir) {
		return
	}
	c.emitIn(c.dir, u)
}

// stampFurther does so for a unit that is no HTTP, but belongs to an exchange.
func (c *Conn) stampFurther(u *wire.Unit) {
	u.Exchange = c.further
	if u.Error == coding.Incomplete && c.gaps != nil && c.gaps.quiet {
		u.Error = MissingBytes
	}
	c.emitIn(c.dir, u)
}

// Explain works out a unit's fields, value and summary.
func Explain(u *wire.Unit) {
	switch u.Proto {
	case wire.SSE:
		eventstream.Explain(u)
	case wire.WebSocket:
		wsframe.Explain(u)
	default:
		if !coding.Explain(u) {
			http1.Explain(u)
			handshake.Explain(u)
		}
	}
	if u.Length == 0 { // nothing is an empty list in JSON, not null
		u.Spans, u.Raw, u.Fields = wire.Spans{}, []byte{}, []wire.Field{}
	}
}

// isEventStream reports whether a media type, with parameters or without, is that of an event stream.
func isEventStream(media []byte) bool {
	essence, _, _ := bytes.Cut(media, []byte(";"))
	return strings.EqualFold(string(bytes.TrimSpace(essence)), "text/event-stream")
}
