package decode

import (
	"bytes"
	"strings"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// upgrade is what a connection says about changing its protocol (RFC 9110 7.8).
//
// After a request that asks for it, the client's bytes may be either protocol: they are held until the server has answered.
type upgrade struct {
	asked   uint64 // the newest request
	verdict verdict
	deflate bool    // permessage-deflate is in force
	alone   [2]bool // by direction: without context takeover
	held    []byte
	heldAt  int64
}

type verdict uint8

const (
	undecided verdict = iota
	refused           // the client's bytes are HTTP
	webSocket         // both sides speak RFC 6455 from here
)

// answer takes the server's word from a response's head.
func (u *upgrade) answer(h *http1.Head) {
	switch {
	case h.Upgrade && strings.EqualFold(string(h.Protocol), "websocket"):
		u.verdict = webSocket
		u.extensions(h)
	case h.Status >= 200 && h.Exchange == u.asked:
		u.verdict = refused
	}
}

// extensions reads which extensions the server has agreed to (RFC 6455 9.1, RFC 7692 7.1).
func (u *upgrade) extensions(h *http1.Head) {
	for name, value := range h.Fields() {
		if !strings.EqualFold(string(name), "Sec-WebSocket-Extensions") {
			continue
		}
		for extension := range bytes.SplitSeq(value, []byte(",")) {
			parameters := strings.Split(strings.ToLower(string(extension)), ";")
			if strings.TrimSpace(parameters[0]) != "permessage-deflate" {
				continue
			}
			u.deflate = true
			for _, p := range parameters[1:] {
				switch strings.TrimSpace(p) {
				case "client_no_context_takeover":
					u.alone[wire.C2S] = true
				case "server_no_context_takeover":
					u.alone[wire.S2C] = true
				}
			}
		}
	}
}

// hold keeps what a client sends after it has asked for an upgrade, until the server has answered.
func (c *Conn) hold(p []byte) {
	u := &c.upgrade
	u.held = append(u.held, p...)
	u.heldAt = c.at
	if len(u.held) > MaxHeld {
		c.refused()
	}
}

// answered acts on the server's word once its head has been read.
func (c *Conn) answered() {
	u := &c.upgrade
	verdict := u.verdict
	u.verdict = undecided
	switch {
	case verdict == webSocket && c.requests.Upgrading():
		c.speakFrames()
	case verdict == refused:
		c.clientNow(c.refused)
	case c.responses.Upgrading(): // to something that nobody here reads, or without having been asked
		c.responses.Tunnel()
		c.clientNow(func() {
			c.requests.Tunnel()
			c.release()
		})
	}
}

// speakFrames goes on with WebSocket in both directions.
func (c *Conn) speakFrames() {
	u := &c.upgrade
	c.further = u.asked
	for _, dir := range wire.Dirs {
		base := c.requests.Offset()
		if dir == wire.S2C {
			base = c.responses.Offset()
		}
		c.frames[dir] = wsframe.New(wsframe.Config{
			Emit: c.stampFurther, FromClient: dir == wire.C2S, Base: base,
			Deflate: u.deflate, NoContextTakeover: u.alone[dir],
		})
	}
	c.requests, c.responses = nil, nil
	c.clientNow(func() {
		c.frames[wire.C2S].Write(u.held)
		u.held = nil
	})
}

// refused goes on with HTTP: the server has not switched protocols.
func (c *Conn) refused() {
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
