package experiments

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"strings"
)

// socketFacts are of a WebSocket lane: upgrades, the responses 101; acceptRight, those whose Sec-WebSocket-Accept answers the request's key
// (RFC 6455 4.2.2); httpAfterUpgrade, requests and responses on a connection after its 101; frames and frameBytes, all
// frames, control frames included, and their bytes; duplex, the server's data messages that crossed while the client's last one had no
// echo yet; maxUnanswered, the most messages of one connection without an echo. What is compressed and not known is not told apart: then the last
// two are absent.
type socketFacts struct {
	upgrades, acceptRight, after, frames, bytes, duplex, unanswered int64
	hidden                                                          bool // an echo can't be told from another message
}

// socket is a connection on its way.
type socket struct {
	key        string // Sec-WebSocket-Key of its newest request
	upgraded   bool
	unanswered int64
	echo       bool // of the server's message under way
}

func (f *socketFacts) unit(s *socket, u *Unit) {
	switch u.Kind {
	case "request":
		s.key = header(u, "Sec-WebSocket-Key")
		if s.upgraded {
			f.after++
		}
	case "response":
		if s.upgraded {
			f.after++
		}
		if u.Value.Status == 101 {
			s.upgraded = true
			f.upgrades++
			if s.key != "" && header(u, "Sec-WebSocket-Accept") == accept(s.key) {
				f.acceptRight++
			}
		}
	case "frame":
		f.frames++
		f.bytes += u.Length
		f.frame(s, u)
	}
}

// The opcodes of RFC 6455 5.2 that carry data.
const (
	opContinuation = 0
	opBinary       = 2
)

// frame follows who waits for an echo.
func (f *socketFacts) frame(s *socket, u *Unit) {
	v := &u.Value
	if v.Opcode > opBinary { // control frames may come between
		return
	}
	if u.Dir == "c2s" {
		if v.Fin {
			s.unanswered++
			f.unanswered = max(f.unanswered, s.unanswered)
		}
		return
	}
	if v.Opcode != opContinuation {
		said := v.Payload
		if v.RSV&4 != 0 {
			said = v.Inflated
			f.hidden = f.hidden || said == nil
		}
		s.echo = bytes.HasPrefix(said, []byte(`{"echo":`))
	}
	switch {
	case !v.Fin:
	case s.echo:
		s.unanswered = max(0, s.unanswered-1)
	case s.unanswered > 0:
		f.duplex++
	}
}

func (f *socketFacts) tell(add func(fact string, n int64)) {
	add("upgrades", f.upgrades)
	add("acceptRight", f.acceptRight)
	add("httpAfterUpgrade", f.after)
	add("frames", f.frames)
	add("frameBytes", f.bytes)
	if f.hidden {
		return
	}
	add("duplex", f.duplex)
	add("maxUnanswered", f.unanswered)
}

// header returns the value of a unit's first header of that name; names are compared without case (RFC 9110 5.1).
func header(u *Unit, name string) string {
	for _, h := range u.Value.Headers {
		if strings.EqualFold(h[0], name) {
			return strings.TrimSpace(h[1])
		}
	}
	return ""
}

// accept is the Sec-WebSocket-Accept that answers a key (RFC 6455 4.2.2).
func accept(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
