package sse

import (
	"encoding/base64"
	"strconv"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// blocks is how a lane writes the blocks of its streams. The zero value is the right way to do it.
type blocks struct {
	noIDs  bool
	lines  bool
	naive  bool
	before bool // the empty line that ends a block comes only with the next one
}

// begin begins a block that follows another.
func (b blocks) begin(dst []byte) []byte {
	if b.before {
		dst = append(dst, '\n')
	}
	return dst
}

// end ends a block.
func (b blocks) end(dst []byte) []byte {
	if !b.before {
		dst = append(dst, '\n')
	}
	return dst
}

// hello appends what is sent at once, the first block: a browser's EventSource opens with the head, but what lies in between
// may wait for a body.
func (b blocks) hello(dst []byte, retry time.Duration) []byte {
	return b.end(AppendComment(AppendRetry(dst, retry), "hello"))
}

// heartbeat appends what keeps those in between from taking the stream for dead: a comment, which no script sees, or if
// visible an event.
func (b blocks) heartbeat(dst []byte, visible bool) []byte {
	if visible {
		return b.end(append(b.begin(dst), "event: heartbeat\ndata:\n"...)) // without data there would be no event (WHATWG 9.2.6)
	}
	return b.end(AppendComment(dst, "heartbeat")) // without an empty line of its own it dispatches nothing
}

// event appends the block of an event: its seq as the ID, its JSON as the data.
func (b blocks) event(dst []byte, e feed.Event) []byte {
	dst = b.begin(dst)
	if !b.noIDs {
		dst = append(dst, "id: "...)
		dst = strconv.AppendUint(dst, e.Seq, 10)
		dst = append(dst, '\n')
	}
	if b.lines {
		return b.end(appendLines(dst, "data", string(lab.AppendEventLines(nil, e))))
	}
	dst = append(dst, "data: "...)
	if b.naive {
		dst = appendNaive(dst, e)
	} else {
		dst = lab.AppendEvent(dst, e)
	}
	return b.end(append(dst, '\n'))
}

// appendNaive appends an event as who has never heard of escaping would: it is JSON as long as the text happens to be, and
// one line as long as the text is. A line end in the text ends the data field, and what follows is a field of the text's
// own choosing.
func appendNaive(dst []byte, e feed.Event) []byte {
	dst = append(dst, `{"seq":`...)
	dst = strconv.AppendUint(dst, e.Seq, 10)
	dst = append(dst, `,"at":`...)
	dst = strconv.AppendInt(dst, e.At, 10)
	dst = append(dst, `,"data":"`...)
	if e.Binary {
		dst = base64.StdEncoding.AppendEncode(dst, []byte(e.Data))
	} else {
		dst = append(dst, e.Data...)
	}
	return append(dst, `"}`...)
}

// gap appends the block that tells of lost events.
func (b blocks) gap(dst []byte, g feed.Gap) []byte {
	dst = append(b.begin(dst), "event: gap\ndata: "...)
	dst = lab.AppendGap(dst, g)
	return b.end(append(dst, '\n'))
}

// reset appends the block that tells a client that its last event ID is not of this feed, whose newest event is last.
func (b blocks) reset(dst []byte, last uint64) []byte {
	dst = append(b.begin(dst), "event: reset\ndata: {\"last\":"...)
	dst = strconv.AppendUint(dst, last, 10)
	return b.end(append(dst, "}\n"...))
}
