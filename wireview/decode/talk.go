package decode

import (
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// maxPings bounds how many pings of a direction wait for their pong. Of more the oldest is forgotten.
const maxPings = 16

// talk is what both directions of a WebSocket connection say together, and neither alone.
type talk struct {
	pings  [2][]ping // by the direction of the pings, oldest first: those that were not answered
	closed [2]bool   // by direction: it had a close frame
	asked  bool      // the handshake was seen
	early  int64     // where the client's first byte after the server's answer lies
}

// ping is a ping frame that waits for its pong.
type ping struct {
	wire.Ping
	payload string
}

// stampFrame completes a unit of a WebSocket direction and passes it on.
func (c *Conn) stampFrame(u *wire.Unit) {
	t := c.talk
	if c.dir == wire.C2S && u.Kind == wire.KindFrame && u.Spans[0][0] < t.early && u.Error == nil {
		u.Error = wsframe.EarlyFrame
	}
	switch {
	case u.Kind == wire.KindEnd:
		c.judgeEnd(u)
	case wsframe.IsControl(u):
		c.stampControl(u)
		return
	}
	c.stampFurther(u)
}

// stampControl does so for a control frame, and notes what the other side may answer.
func (c *Conn) stampControl(u *wire.Unit) {
	t := c.talk
	var room [wsframe.MaxControl]byte
	opcode, payload, ok := wsframe.Control(u, room[:0])
	switch {
	case !ok:
	case opcode == wsframe.OpcodeClose:
		t.closed[c.dir] = true
	case opcode == wsframe.OpcodePong:
		u.Prior.Ping = t.answered(other(c.dir), payload)
	}
	c.stampFurther(u)
	if ok && opcode == wsframe.OpcodePing { // by now it is numbered
		t.sent(c.dir, ping{wire.Ping{Seq: u.Seq, At: u.At}, string(payload)})
	}
}

// judgeEnd says whether a direction ends without the close frame that it owes (RFC 6455 5.5.1). It owes none in a record
// that may lack it: one cut off inside a frame, or without a byte of it.
func (c *Conn) judgeEnd(u *wire.Unit) {
	end, _ := u.Value.(wsframe.End)
	if c.talk.closed[other(c.dir)] && !c.talk.closed[c.dir] && !end.Incomplete && (c.talk.asked || c.off[c.dir] > 0) {
		u.Error = wsframe.CloseNotAnswered
	}
}

func (t *talk) sent(dir wire.Dir, p ping) {
	if len(t.pings[dir]) == maxPings {
		t.pings[dir] = append(t.pings[dir][:0], t.pings[dir][1:]...)
	}
	t.pings[dir] = append(t.pings[dir], p)
}

// answered returns the ping of a direction that a pong with this payload answers; nil if none waits. Of several with the same
// payload it is the oldest, since answers come in order. Those before it will not be answered any more: a peer may answer
// the latest alone (RFC 6455 5.5.3).
func (t *talk) answered(dir wire.Dir, payload []byte) *wire.Ping {
	for i, p := range t.pings[dir] {
		if p.payload == string(payload) {
			t.pings[dir] = append(t.pings[dir][:0], t.pings[dir][i+1:]...)
			return &wire.Ping{Seq: p.Seq, At: p.At}
		}
	}
	return nil
}

func other(dir wire.Dir) wire.Dir {
	if dir == wire.C2S {
		return wire.S2C
	}
	return wire.C2S
}
