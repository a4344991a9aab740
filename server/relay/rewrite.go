package relay

import (
	"bytes"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// rewriter sets fields in the heads of the requests of one connection, and leaves all else as it is. A head is held until
// it is complete; everything else passes at once. It is not safe for concurrent use.
type rewriter struct {
	headers []Header
	tooLong func() // is called when a head is too long to be changed

	mode    mode
	out     []byte // what rewrite returns
	head    []byte // modeHead: what has come of it; modeSwitch: the byte that does not decide yet
	line    int    // modeHead: where the last line in head begins
	started bool   // modeHead: the request-line was read
	left    int64  // modeLength: bytes of content to come
	chunks  *message
	upgrade bool // the message asks for another protocol
}

type mode uint8

const (
	modeHead   mode = iota
	modeLength      // content of known length
	modeChunks      // content in chunks, and trailers
	modeSwitch      // behind a request for another protocol: that, or more HTTP
	modeBlind       // what can't be read as HTTP, or is none any more, passes as it is to the end
)

// rewrite returns what is to be passed on after p has come, valid until the next call; at the end of the stream all that
// is left. It may be p itself.
func (w *rewriter) rewrite(p []byte, end bool) []byte {
	if cap(w.out) > smallBuffer {
		w.out = nil
	}
	w.out = w.out[:0]
	if n := int64(len(p)); w.mode == modeBlind || w.mode == modeLength && n < w.left {
		w.left -= n
		return p // bulk, for which a copy would be a waste
	}
	for len(p) > 0 {
		p = p[w.step(p):]
	}
	if end {
		w.blind()
	}
	return w.out
}

// step takes some of p, or changes the mode.
func (w *rewriter) step(p []byte) (taken int) {
	switch w.mode {
	case modeHead:
		return w.stepHead(p)
	case modeLength:
		taken = int(min(w.left, int64(len(p))))
		w.left -= int64(taken)
		w.out = append(w.out, p[:taken]...)
		if w.left == 0 {
			w.endMessage()
		}
		return taken
	case modeChunks:
		return w.stepChunks(p)
	case modeSwitch:
		return w.stepSwitch(p)
	default:
		w.out = append(w.out, p...)
		return len(p)
	}
}

// stepHead takes a line, or what has come of it.
func (w *rewriter) stepHead(p []byte) int {
	n := bytes.IndexByte(p, '\n') + 1
	whole := n > 0
	if !whole {
		n = len(p)
	}
	w.head = append(w.head, p[:n]...)
	if len(w.head) > maxHead {
		w.tooLong()
		w.blind()
		return n
	}
	line := w.head[w.line:]
	if !whole {
		if c := line[0]; !w.started && c != '\r' && !isToken(c) {
			w.blind() // no request begins like this: the line may never end
		}
		return n
	}
	w.line = len(w.head)
	switch empty := len(bytes.TrimSuffix(line[:len(line)-1], []byte{'\r'})) == 0; {
	case empty && w.started:
		w.endHead()
	case !empty && !w.started:
		w.started = true
		if !newMessage(append(bytes.Clone(line), "\r\n"...)).is {
			w.blind() // for the target to refuse, and at once
		}
	}
	return n
}

// endHead passes the head on, changed, and finds out what follows it.
func (w *rewriter) endHead() {
	m := newMessage(w.head)
	if !m.is {
		w.blind()
		return
	}
	w.out = set(w.out, w.head, w.headers)
	w.head, w.line, w.started = nil, 0, false
	w.upgrade = m.upgrade
	switch {
	case m.framing == http1.FramingChunked:
		w.mode, w.chunks = modeChunks, m
	case m.framing == http1.FramingLength && m.length > 0:
		w.mode, w.left = modeLength, m.length
	default:
		w.endMessage()
	}
}

func (w *rewriter) endMessage() {
	w.mode, w.chunks = modeHead, nil
	if w.upgrade {
		w.mode = modeSwitch
	}
}

// stepChunks takes a piece that is short, since what it holds of the next message is read in vain.
func (w *rewriter) stepChunks(p []byte) int {
	p = p[:min(len(p), 512)]
	m := w.chunks
	from := m.decoder.Offset()
	m.decoder.Write(p)
	if m.end > 0 {
		p = p[:m.end-from]
		w.endMessage()
	}
	w.out = append(w.out, p...)
	return len(p)
}

// stepSwitch tells HTTP, which goes on if the target has refused to change the protocol, from a protocol that follows it. A
// WebSocket frame from a client has the mask bit in its second byte (RFC 6455 5.1), which is no letter of a method then;
// what looks like HTTP and is none has no request-line, and passes as it is.
func (w *rewriter) stepSwitch(p []byte) int {
	two := append(w.head, p[:min(len(p), 2)]...)
	switch c := two[0]; {
	case c != '\r' && c != '\n' && !isToken(c), len(two) > 1 && two[1] >= 0x80:
		w.blind()
	case len(two) == 1:
		w.head = two
		return 1
	default:
		w.mode = modeHead
	}
	return 0
}

// blind passes on what was held, and lets all else pass from here on.
func (w *rewriter) blind() {
	w.out = append(w.out, w.head...)
	w.mode, w.head, w.chunks = modeBlind, nil, nil
}

// message is a request as the inspector's own decoder reads it.
type message struct {
	decoder *http1.Decoder
	is      bool // the head is one
	framing http1.Framing
	length  int64
	upgrade bool
	end     int64 // where its trailers end, from its first byte; 0 before they do
}

// newMessage reads a whole head.
func newMessage(head []byte) *message {
	m := &message{}
	m.decoder = http1.New(http1.Config{
		Head: func(h *http1.Head) http1.Body {
			if !m.is {
				m.is, m.framing, m.length, m.upgrade = true, h.Framing, h.ContentLength, h.Upgrade
			}
			return unread{}
		},
		Emit: func(u *wire.Unit) {
			if u.Kind == wire.KindTrailers && m.end == 0 {
				m.end = u.Spans[len(u.Spans)-1][1]
			}
		},
	})
	m.decoder.Write(head)
	return m
}

// unread is content that nobody looks at.
type unread struct{}

func (unread) Write([]byte, int64) {}
func (unread) Close(bool)          {}
