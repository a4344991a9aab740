package oneway

import (
	"bytes"
	"strings"

	"wireside/wireview/decode"
	"wireside/wireview/http1"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// http reads requests, or responses, and what they lead to: an event stream in a body, frames after a switch to WebSocket.
// One side does not tell what was agreed: a request that asks for WebSocket, or offers permessage-deflate, is taken to be
// granted it.
type http struct {
	*stamper
	reader  *http1.Decoder
	frames  *wsframe.Decoder // nil before a switch
	methods []string         // of the requests that are still to be answered
	head    struct {         // of the last message
		webSocket, connect bool
		extensions         string
	}
}

func newHTTP(s *stamper, methods []string) *http {
	r := &http{stamper: s, methods: methods}
	cfg := http1.Config{Role: http1.Requests, Emit: s.stamp, Head: r.heads}
	if s.dir == wire.S2C {
		cfg.Role, cfg.Method = http1.Responses, r.method
	}
	r.reader = http1.New(cfg)
	return r
}

func (r *http) Write(at int64, p []byte) {
	r.at = at
	for len(p) > 0 {
		if r.frames != nil {
			r.frames.Write(p)
			return
		}
		p = p[r.reader.Write(p):]
		if !r.reader.Upgrading() {
			continue
		}
		switch {
		case r.head.webSocket:
			deflate, alone := agreed(r.head.extensions)
			r.frames = wsframe.New(wsframe.Config{Emit: r.stamp, FromClient: r.dir == wire.C2S, Base: r.reader.Offset(),
				Deflate: deflate, NoContextTakeover: alone && r.dir == wire.S2C})
		case r.dir == wire.C2S && !r.head.connect: // to a protocol that few servers switch to
			r.reader.Resume()
		default:
			r.reader.Tunnel()
		}
	}
}

func (r *http) Close(at int64) {
	r.at = at
	if r.frames != nil {
		r.frames.Close()
		return
	}
	r.reader.Close()
}

// method returns the method of the next request that is answered, as far as they were named.
func (r *http) method() string {
	if len(r.methods) == 0 {
		return ""
	}
	method := r.methods[0]
	r.methods = r.methods[1:]
	return method
}

// heads is told of each message's head, and says who reads its body further.
func (r *http) heads(h *http1.Head) http1.Body {
	r.head.webSocket = h.Upgrade && strings.EqualFold(string(h.Protocol), "websocket")
	r.head.connect = h.Method == "CONNECT"
	r.head.extensions = string(h.Get("Sec-WebSocket-Extensions"))
	if r.dir == wire.C2S {
		return nil
	}
	return decode.Body(h, &r.at, r.stamp)
}

// agreed reads what a head says of permessage-deflate (RFC 7692 7.1), as far as a server's frames depend on it.
func agreed(extensions string) (deflate, alone bool) {
	for part := range bytes.SplitSeq([]byte(extensions), []byte(",")) {
		name, parameters, _ := bytes.Cut(part, []byte(";"))
		if string(bytes.TrimSpace(name)) == "permessage-deflate" {
			return true, bytes.Contains(parameters, []byte("server_no_context_takeover"))
		}
	}
	return false, false
}
