package oneway

import (
	"wireside/wireview/decode"
	"wireside/wireview/wire"
)

// frames reads WebSocket frames.
type frames struct {
	dir  wire.Dir
	conn *decode.Conn
}

func newFrames(s *stamper, deflate string) *frames {
	return &frames{s.dir, decode.NewWebSocket(1, deflate, func(u *wire.Unit) {
		if u.Dir == s.dir { // the other direction has only an end
			s.emit(u)
		}
	})}
}

func (r *frames) Write(at int64, p []byte) { r.conn.Write(r.dir, at, p) }
func (r *frames) Close(at int64)           { r.conn.Close(at) }
