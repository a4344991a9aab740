package websocket

import (
	"fmt"
	"io"
	"sync/atomic"

	ws "github.com/fasthttp/websocket"
)

// fault is a reason of ours to end a stream.
type fault struct {
	code   int // RFC 6455 section 7.4.1
	reason string
}

func (f *fault) Error() string { return f.reason }

// inbox collects a message from its pieces. Its buffer grows with what has arrived: what a frame's header promises takes no
// memory, and neither does what inflates past the limit.
type inbox struct {
	limit  int
	budget *budget
	buf    []byte
}

const (
	smallMessage = 512  // bytes of a first buffer
	idleMessage  = 1024 // bytes of the largest buffer that is kept while nothing comes
)

// read reads all of r. Every byte is checked as it arrives, so that the error, a *fault, comes at the first that is one
// too many or not UTF-8. more is called each time there is more to come: a client can't answer a ping amid a frame.
func (in *inbox) read(r io.Reader, text bool, more func()) error {
	r = io.LimitReader(r, int64(in.limit)+1)
	var check UTF8
	for {
		if len(in.buf) == cap(in.buf) && !in.grow() {
			return &fault{ws.CloseTryAgainLater, "no memory left for messages: try again later"}
		}
		n, err := r.Read(in.buf[len(in.buf):cap(in.buf)])
		in.buf = in.buf[:len(in.buf)+n]
		switch {
		case text && !check.Write(in.buf[len(in.buf)-n:]): // RFC 6455 section 8.1
			return &fault{ws.CloseInvalidFramePayloadData, "text is not valid UTF-8"}
		case len(in.buf) > in.limit:
			return &fault{ws.CloseMessageTooBig, fmt.Sprintf("message longer than %d bytes", in.limit)}
		case err == io.EOF && text && !check.Done():
			return &fault{ws.CloseInvalidFramePayloadData, "text ends inside a UTF-8 character"}
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		more()
	}
}

// grow doubles the buffer, and reports whether there was memory for it.
func (in *inbox) grow() bool {
	size := min(max(2*cap(in.buf), smallMessage), in.limit+1)
	if !in.budget.take(size) {
		return false
	}
	grown := make([]byte, len(in.buf), size)
	copy(grown, in.buf)
	in.budget.give(cap(in.buf))
	in.buf = grown
	return true
}

// reset makes room for the next message. Only a small buffer is kept for it.
func (in *inbox) reset() {
	if cap(in.buf) > idleMessage {
		in.drop()
	}
	in.buf = in.buf[:0]
}

// drop lets go of the buffer.
func (in *inbox) drop() {
	in.budget.give(cap(in.buf))
	in.buf = nil
}

// budget counts the bytes that many take from one purse. A nil budget has no end.
type budget struct {
	limit int64
	used  atomic.Int64
}

// take takes n bytes if there are as many left.
func (b *budget) take(n int) bool {
	if b == nil {
		return true
	}
	if b.used.Add(int64(n)) > b.limit {
		b.used.Add(int64(-n))
		return false
	}
	return true
}

// give gives n bytes back.
func (b *budget) give(n int) {
	if b != nil {
		b.used.Add(int64(-n))
	}
}
