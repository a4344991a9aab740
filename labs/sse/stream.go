package sse

import (
	"strconv"
	"time"

	"github.com/valyala/fasthttp"

	"wireside/labs/fanout"
	"wireside/labs/feed"
	"wireside/labs/lab"
)

// hello is sent at once: a browser's EventSource opens with the head, but what lies in between may wait for a body.
func hello(retry time.Duration) []byte {
	return append(AppendComment(AppendRetry(nil, retry), "hello"), '\n')
}

// heartbeat keeps what lies in between from taking the stream for dead. It is a comment, which no script sees.
var heartbeat = append(AppendComment(nil, "heartbeat"), '\n')

// A framing is what carries the blocks of an event stream in a body.
type framing func(dst, block []byte) []byte

// unframed is the body of an answer to HTTP/1.0, which knows no chunks: it ends with the connection.
func unframed(dst, block []byte) []byte { return append(dst, block...) }

// appendHead appends the head of the answer. The stream takes the connection over for good, and says so (RFC 9112 9.6).
func appendHead(dst []byte, now time.Time, chunked bool) []byte {
	dst = append(dst, "HTTP/1.1 200 OK\r\n"+
		"Content-Type: "+ContentType+"\r\n"+
		"Cache-Control: no-store\r\n"+
		"X-Content-Type-Options: nosniff\r\n"+
		"X-Accel-Buffering: no\r\n"+ // nginx would hold events back until its buffer is full
		"Date: "...)
	dst = fasthttp.AppendHTTPDate(dst, now)
	dst = append(dst, "\r\nConnection: close\r\n"...)
	if chunked { // RFC 9112 6.1: not in answer to HTTP/1.0
		dst = append(dst, "Transfer-Encoding: chunked\r\n"...)
	}
	return append(dst, "\r\n"...)
}

// appendFeedEvent appends the block of an event: its seq as the ID, its JSON, which is one line, as the data.
func appendFeedEvent(dst []byte, e feed.Event) []byte {
	dst = append(dst, "id: "...)
	dst = strconv.AppendUint(dst, e.Seq, 10)
	dst = append(dst, "\ndata: "...)
	dst = lab.AppendEvent(dst, e)
	return append(dst, "\n\n"...)
}

// appendGap appends the block that tells of lost events.
func appendGap(dst []byte, g feed.Gap) []byte {
	dst = append(dst, "event: gap\ndata: "...)
	dst = lab.AppendGap(dst, g)
	return append(dst, "\n\n"...)
}

// appendReset appends the block that tells a client that its last event ID is not of this feed, whose newest event is last.
func appendReset(dst []byte, last uint64) []byte {
	dst = append(dst, "event: reset\ndata: {\"last\":"...)
	dst = strconv.AppendUint(dst, last, 10)
	return append(dst, "}\n\n"...)
}

// newFanout returns what writes the feed's blocks in a framing. last ends the body.
func newFanout(f *feed.Feed, cfg Config, frame framing, last []byte) *fanout.Fanout {
	var block []byte // reused: the functions are called one at a time
	return fanout.New(f, fanout.Config{
		Encode: func(dst []byte, e feed.Event) []byte {
			block = appendFeedEvent(block[:0], e)
			return frame(dst, block)
		},
		Gap: func(dst []byte, g feed.Gap) []byte {
			block = appendGap(block[:0], g)
			return frame(dst, block)
		},
		Heartbeat:      frame(nil, heartbeat),
		HeartbeatEvery: cfg.HeartbeatEvery,
		Ended:          last,
		Closed:         last,
		WriteTimeout:   cfg.WriteTimeout,
	})
}
