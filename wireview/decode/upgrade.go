package decode

import (
	"wireside/wireview/handshake"
	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// maxKey is the longest Sec-WebSocket-Key that a response's unit carries, in bytes. A valid one has 24.
const maxKey = 256

// upgrade is what a connection says about changing its protocol (RFC 9110 7.8).
//
// After a request that asks for it, the client's bytes may be either protocol: they are held until the server has answered.
type upgrade struct {
	asked   uint64           // the newest request
	offer   *handshake.Offer // of the newest request, if it asks for WebSocket; nil once it is answered
	verdict verdict
	agreed  uint64             // the exchange in which the protocol changes
	deflate *handshake.Deflate // what was agreed on; nil if messages are not compressed
	held    []byte
	heldAt  int64

	// Of the head that is about to be emitted:
	broken *wire.Violation // the rule of the handshake that it breaks
	key    string          // if it answers an offer: the key
}

type verdict uint8

const (
	undecided verdict = iota
	refused           // the client's bytes are HTTP
	webSocket         // both sides speak RFC 6455 from here
)

// ask takes what a request's head asks for.
func (u *upgrade) ask(h *http1.Head) {
	u.asked = h.Exchange
	u.offer, u.broken = handshake.Ask(h)
	if !h.Upgrade {
		u.offer = nil
	}
}

// answer takes the server's word from a response's head.
func (u *upgrade) answer(h *http1.Head) {
	if h.Status < 200 && h.Status != 101 {
		return // the answer is yet to come (RFC 9110 15.2)
	}
	offer := u.offer
	if offer != nil && offer.Exchange != h.Exchange {
		offer = nil
	}
	agreement, broken := offer.Answer(h)
	if broken == handshake.NotAsked && u.asked == 0 { // the request is not in the record
		broken = nil
	}
	u.broken = broken
	switch {
	case agreement.WebSocket:
		u.verdict, u.agreed, u.deflate = webSocket, h.Exchange, agreement.Deflate
		if offer != nil && len(offer.Key) <= maxKey {
			u.key = offer.Key
		}
	case h.Status >= 200 && h.Exchange == u.asked:
		u.verdict = refused
	}
	if h.Exchange == u.asked {
		u.offer = nil
	}
}

// judged completes the unit of the head that ask or answer was told of.
func (u *upgrade) judged(unit *wire.Unit) {
	if unit.Error == nil {
		unit.Error = u.broken
	}
	unit.Prior.Key = u.key
	u.broken, u.key = nil, ""
}

// hold keeps what a client sends after it has asked for an upgrade, until the server has answered.
func (c *Conn) hold(p []byte) {
	u := &c.upgrade
	u.held = append(u.held, p...)
	u.heldAt = c.at
	for len(u.held) > MaxHeld { // each request for an upgrade among them holds back the rest anew
		c.refused()
	}
}

// answered acts on the server's word once its head has been read.
func (c *Conn) answered() {
	u := &c.upgrade
	verdict := u.verdict
	u.verdict = undecided
	switch {
	case verdict == webSocket && (c.requests == nil || c.requests.Upgrading() || c.off[wire.C2S] == 0):
		c.speakFrames()
	case verdict == refused:
		c.clientNow(c.refused)
	case c.responses.Upgrading(): // to something that nobody here reads, or without having been asked
		c.responses.Tunnel()
		if c.requests != nil {
			c.clientNow(func() {
				c.requests.Tunnel()
				c.release()
			})
		}
	}
}

// speakFrames goes on with WebSocket in both directions. It may be that the client's request is missing from the record.
func (c *Conn) speakFrames() {
	u := &c.upgrade
	c.further = u.agreed
	base := [2]int64{c.off[wire.C2S] - int64(len(u.held)), c.responses.Offset()}
	if c.gaps != nil {
		base[wire.S2C] += c.gaps.shift[wire.S2C]
	}
	c.talk = &talk{asked: true, early: c.off[wire.C2S]}
	c.readFrames(u.deflate, base, false)
	c.requests, c.responses = nil, nil
	c.clientNow(func() {
		c.frames[wire.C2S].Write(u.held)
		u.held = nil
	})
}

// refused goes on with HTTP: the server has not switched protocols.
func (c *Conn) refused() {
	if c.requests == nil {
		return
	}
	c.requests.Resume()
	c.release()
}

// release reads what was held. What follows yet another request for an upgrade stays held.
func (c *Conn) release() {
	u := &c.upgrade
	u.held = u.held[c.requests.Write(u.held):]
	if len(u.held) == 0 {
		u.held = nil
	}
}

// clientNow runs f, which reads what the client has sent earlier, in the midst of the server's bytes.
func (c *Conn) clientNow(f func()) {
	dir, at := c.dir, c.at
	c.dir = wire.C2S
	if len(c.upgrade.held) > 0 {
		c.at = c.upgrade.heldAt
	}
	f()
	c.dir, c.at = dir, at
}
