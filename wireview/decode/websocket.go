package decode

import (
	"wireside/wireview/handshake"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// NewWebSocket returns the reader of connection number id, which speaks WebSocket from its first byte on: its handshake
// was not seen, nor perhaps some frames. deflate is the Sec-WebSocket-Extensions of the response that was not seen; "" for
// none. Each unit goes to emit with At, Conn and Dir set, and Exchange 0.
func NewWebSocket(id uint64, deflate string, emit wire.Emit) *Conn {
	c := &Conn{id: id, emit: emit, talk: new(talk)}
	c.readFrames(handshake.ParseDeflate(deflate), [2]int64{}, true)
	return c
}

// readFrames reads frames in both directions from here on, which is at the given offsets.
func (c *Conn) readFrames(deflate *handshake.Deflate, base [2]int64, midstream bool) {
	for _, dir := range wire.Dirs {
		cfg := wsframe.Config{Emit: c.stampFrame, FromClient: dir == wire.C2S, Base: base[dir], Midstream: midstream}
		if deflate != nil {
			cfg.Deflate, cfg.NoContextTakeover, cfg.Window = true, deflate.NoContextTakeover(dir), deflate.MaxWindowBits(dir)
		}
		c.frames[dir] = wsframe.New(cfg)
	}
}
