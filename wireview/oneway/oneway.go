// Package oneway reads the bytes of one direction of a connection that nobody has recorded whole: from a file, a pipe, or a
// clipboard. What the other side said is not to be had, and is told (Config) or guessed.
package oneway

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"wireside/wireview/handshake"
	"wireside/wireview/wire"
)

// Config says what the bytes are.
type Config struct {
	As      string   // "http1", "sse" (the body of an event stream) or "websocket" (frames)
	Dir     wire.Dir // an event stream comes from the server
	Deflate string   // of frames: the Sec-WebSocket-Extensions that was agreed; empty: none
	Methods []string // of responses: the methods of the requests that they answer, in turn; GET follows
}

// Reader reads bytes and emits their units, each with the time of the bytes that completed it, connection 1 and its direction.
type Reader interface {
	Write(at int64, p []byte)
	Close(at int64)
}

// New returns a reader. The error says what is wrong with cfg.
func New(cfg Config, emit wire.Emit) (Reader, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	s := &stamper{dir: cfg.Dir, emit: emit}
	switch cfg.As {
	case "websocket":
		return newFrames(s, cfg.Deflate), nil
	case "sse":
		return newStream(s), nil
	}
	return newHTTP(s, cfg.Methods), nil
}

// check says what does not fit together.
func (c Config) check() error {
	switch {
	case c.As != "http1" && c.As != "sse" && c.As != "websocket":
		return fmt.Errorf("bytes as %.40q are not known: there are http1, sse and websocket", c.As)
	case c.As == "sse" && c.Dir == wire.C2S:
		return errors.New("an event stream comes from the server")
	case c.Deflate != "" && c.As != "websocket":
		return errors.New("only frames can be deflated: say websocket too")
	case c.Methods != nil && (c.As != "http1" || c.Dir == wire.C2S):
		return errors.New("methods are of the requests that responses answer: say http1, from the server, too")
	case c.Deflate != "":
		return CheckDeflate(c.Deflate)
	}
	return nil
}

// CheckDeflate says what is wrong with a value of Sec-WebSocket-Extensions that is to accept permessage-deflate (RFC 7692
// 7.1). Without this a slip of the finger would be taken for another agreement, and good frames for bad ones.
func CheckDeflate(value string) error {
	if name, _, _ := strings.Cut(value, ";"); strings.TrimSpace(name) != "permessage-deflate" {
		return fmt.Errorf("%.200q is not known: an extension begins with permessage-deflate", value)
	}
	if !isAnswer(value) {
		return fmt.Errorf("%.200q is not what a server may answer: its parameters are server_no_context_takeover, "+
			"client_no_context_takeover, server_max_window_bits=8 to 15 and client_max_window_bits=8 to 15", value)
	}
	return nil
}

// isAnswer reports whether a value of Sec-WebSocket-Extensions accepts permessage-deflate with parameters
// that are known.
func isAnswer(value string) bool {
	list, ok := handshake.ParseExtensions(value)
	if !ok || len(list) != 1 {
		return false
	}
	for _, p := range list[0].Params {
		switch {
		case p.Value == nil && (p.Name == "server_no_context_takeover" || p.Name == "client_no_context_takeover"):
		case p.Value == nil && p.Name == "client_max_window_bits": // as an offer has it: nothing is agreed by it
		case p.Value != nil && (p.Name == "server_max_window_bits" || p.Name == "client_max_window_bits"):
			if bits, err := strconv.ParseUint(*p.Value, 10, 8); err != nil || bits < 8 || bits > 15 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// stamper completes units that come from a decoder of one direction.
type stamper struct {
	dir  wire.Dir
	at   int64
	emit wire.Emit
}

func (s *stamper) stamp(u *wire.Unit) {
	u.At, u.Conn, u.Dir = s.at, 1, s.dir
	s.emit(u)
}
