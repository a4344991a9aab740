package sse

import (
	"time"

	"github.com/valyala/fasthttp"

	"wireside/labs/fanout"
	"wireside/labs/feed"
)

// A framing is what carries the blocks of an event stream in a body.
type framing func(dst, block []byte) []byte

// unframed is the body of an answer to HTTP/1.0, which knows no chunks: it ends with the connection.
func unframed(dst, block []byte) []byte { return append(dst, block...) }

// Head says what differs between the heads of answers.
type Head struct {
	Chunked bool
	Varies  bool // with the request's Accept-Encoding
	Gzipped bool
}

// AppendHead appends the head of the answer. The stream takes the connection over for good, and says so (RFC 9112 9.6).
func AppendHead(dst []byte, now time.Time, h Head) []byte {
	dst = append(dst, "HTTP/1.1 200 OK\r\n"+
		"Content-Type: "+ContentType+"\r\n"+
		"Cache-Control: no-store\r\n"+
		"X-Content-Type-Options: nosniff\r\n"+
		"X-Accel-Buffering: no\r\n"+ // nginx would hold events back until its buffer is full
		"Date: "...)
	dst = fasthttp.AppendHTTPDate(dst, now)
	dst = append(dst, "\r\nConnection: close\r\n"...)
	if h.Varies { // RFC 9110 12.5.5: also where this client got it plain
		dst = append(dst, "Vary: Accept-Encoding\r\n"...)
	}
	if h.Gzipped {
		dst = append(dst, "Content-Encoding: gzip\r\n"...)
	}
	if h.Chunked { // RFC 9112 6.1: not in answer to HTTP/1.0
		dst = append(dst, "Transfer-Encoding: chunked\r\n"...)
	}
	return append(dst, "\r\n"...)
}

// newFanout returns what writes the feed's blocks in a framing. last ends the body.
func (l *Lane) newFanout(frame framing, last []byte) *fanout.Fanout {
	var block []byte // reused: the functions are called one at a time
	cfg := fanout.Config{
		Encode: func(dst []byte, e feed.Event) []byte {
			if l.cfg.Drop.Drops(e.Seq) {
				return dst
			}
			block = l.blocks.event(block[:0], e)
			return frame(dst, block)
		},
		Gap: func(dst []byte, g feed.Gap) []byte {
			block = l.blocks.gap(block[:0], g)
			return frame(dst, block)
		},
		Heartbeat:      frame(nil, l.blocks.heartbeat(nil, l.cfg.VisibleHeartbeat)),
		HeartbeatEvery: l.cfg.HeartbeatEvery,
		Ended:          last,
		Closed:         last,
		WriteTimeout:   l.cfg.WriteTimeout,
	}
	if l.cfg.HeartbeatEvery < 0 {
		cfg.Heartbeat = nil
	}
	return fanout.New(l.feed, cfg)
}

// writeHead answers a HEAD: with what a GET would get up to the body, and the end of the connection.
func writeHead(s *fanout.Stream) {
	s.Conn.SetWriteDeadline(time.Now().Add(fanout.DefaultWriteTimeout))
	s.Conn.Write(s.Head)
	s.Conn.Close()
}
