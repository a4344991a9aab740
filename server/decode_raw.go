package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"wireside/wireview/decode"
	"wireside/wireview/eventstream"
	"wireside/wireview/http1"
	"wireside/wireview/pcap"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// oneWay reads one direction of a connection.
type oneWay interface {
	Write(at int64, p []byte)
	Close(at int64)
}

// decodeRaw decodes the bytes of one direction.
func (d *decoding) decodeRaw(in *input, out *output) error {
	dir := wire.S2C
	if d.from == "client" {
		dir = wire.C2S
	}
	s := &stamper{dir: dir, emit: out.emit}
	var decoder oneWay
	switch d.as {
	case "websocket":
		decoder = newRawFrames(s, d.deflate)
	case "sse":
		decoder = newRawStream(s)
	default:
		decoder = newRawHTTP(s, d.methods)
	}
	var last int64
	for first := true; ; first = false {
		p, at, err := in.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if first && pcap.IsCapture(p) {
			return usageError{fmt.Errorf("%s is a capture: leave out --from", d.name())}
		}
		last = at
		decoder.Write(at, p)
	}
	decoder.Close(last)
	return nil
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

// rawFrames reads WebSocket frames.
type rawFrames struct {
	dir  wire.Dir
	conn *decode.Conn
}

func newRawFrames(s *stamper, deflate string) *rawFrames {
	return &rawFrames{s.dir, decode.NewWebSocket(1, deflate, func(u *wire.Unit) {
		if u.Dir == s.dir { // the other direction has only an end
			s.emit(u)
		}
	})}
}

func (r *rawFrames) Write(at int64, p []byte) { r.conn.Write(r.dir, at, p) }
func (r *rawFrames) Close(at int64)           { r.conn.Close(at) }

// rawStream reads the body of an event stream.
type rawStream struct {
	*stamper
	events *eventstream.Decoder
	off    int64
}

func newRawStream(s *stamper) *rawStream {
	return &rawStream{stamper: s, events: eventstream.New(eventstream.Config{Emit: s.stamp})}
}

func (r *rawStream) Write(at int64, p []byte) {
	r.at = at
	r.events.Write(p, r.off)
	r.off += int64(len(p))
}

// Close takes the end of the bytes for the end of the body, as a browser does (WHATWG HTML 9.2.6).
func (r *rawStream) Close(at int64) {
	r.at = at
	r.events.Close(true)
}

// rawHTTP reads requests, or responses, and what they lead to: an event stream in a body, frames after a switch to WebSocket.
// One side does not tell what was agreed: a request that asks for WebSocket, or offers permessage-deflate, is taken to be
// granted it.
type rawHTTP struct {
	*stamper
	http    *http1.Decoder
	frames  *wsframe.Decoder // nil before a switch
	methods []string         // of the requests that are still to be answered
	head    struct {         // of the last message
		webSocket, connect bool
		extensions         string
	}
}

func newRawHTTP(s *stamper, methods []string) *rawHTTP {
	r := &rawHTTP{stamper: s, methods: methods}
	cfg := http1.Config{Role: http1.Requests, Emit: s.stamp, Head: r.heads}
	if s.dir == wire.S2C {
		cfg.Role, cfg.Method = http1.Responses, r.method
	}
	r.http = http1.New(cfg)
	return r
}

func (r *rawHTTP) Write(at int64, p []byte) {
	r.at = at
	for len(p) > 0 {
		if r.frames != nil {
			r.frames.Write(p)
			return
		}
		p = p[r.http.Write(p):]
		if !r.http.Upgrading() {
			continue
		}
		switch {
		case r.head.webSocket:
			deflate, alone := agreed(r.head.extensions)
			r.frames = wsframe.New(wsframe.Config{Emit: r.stamp, FromClient: r.dir == wire.C2S, Base: r.http.Offset(),
				Deflate: deflate, NoContextTakeover: alone && r.dir == wire.S2C})
		case r.dir == wire.C2S && !r.head.connect: // to a protocol that few servers switch to
			r.http.Resume()
		default:
			r.http.Tunnel()
		}
	}
}

func (r *rawHTTP) Close(at int64) {
	r.at = at
	if r.frames != nil {
		r.frames.Close()
		return
	}
	r.http.Close()
}

// method returns the method of the next request that is answered, as far as they were named.
func (r *rawHTTP) method() string {
	if len(r.methods) == 0 {
		return ""
	}
	method := r.methods[0]
	r.methods = r.methods[1:]
	return method
}

// heads is told of each message's head, and says who reads its body further.
func (r *rawHTTP) heads(h *http1.Head) http1.Body {
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
