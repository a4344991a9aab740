package scratch

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"wireside/labs/fanout"
)

// errAnswered ends a stream on which both sides have sent their close frames, the client first.
var errAnswered = errors.New("the client has closed the stream")

// answer answers the client's close frame with its own code (RFC 6455 section 5.5.1).
func (s *session) answer(payload []byte) error {
	code, _, err := s.lane.parts.ParseClose(payload)
	if err != nil {
		return fault(err)
	}
	s.close(code, "")
	return errAnswered
}

// close sends a close frame, if none was sent before, and waits until the socket has taken it. A socket that takes nothing
// is cut off.
func (s *session) close(code int, reason string) {
	cut := time.AfterFunc(s.lane.cfg.CloseTimeout, func() { s.raw.Close() })
	defer cut.Stop()
	s.lane.out.Send(&s.stream, s.lane.parts.closeFrame(code, reason), true) // the error: one was
}

// closeFrame returns a close frame. If the parts can't make it, it is one of the lane's own, which says so.
func (p *Parts) closeFrame(code int, reason string) []byte {
	payload, err := p.AppendClose(nil, code, reason)
	if err == nil {
		frame, failed := p.frame(nil, OpClose, payload)
		if failed == nil {
			return frame
		}
		err = failed
	}
	own := Reference()
	payload, _ = own.AppendClose(nil, CloseInternalError, cut(err.Error()))
	frame, _ := own.frame(nil, OpClose, payload)
	return frame
}

// closed is called when nothing more is written. The client has a while to answer with its close frame, if ours is out.
func (s *session) closed() {
	wait := s.lane.cfg.CloseTimeout
	if s.lane.isClosed() {
		wait = farewell
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closing = true
	s.raw.SetReadDeadline(time.Now().Add(wait))
}

func (s *session) isClosing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
}

// finish closes the stream as err, which ended the reading, asks for, and waits for the client's close frame if there is
// one to come (RFC 6455 section 7.1.1).
func (s *session) finish(err error) {
	var (
		ours    *CloseError
		network net.Error
	)
	switch {
	case errors.As(err, &ours):
		s.close(ours.Code, ours.Reason)
	case errors.Is(err, fanout.ErrEnded): // while echoing: the closing is under way
	case errors.As(err, &network) && network.Timeout() && !s.isClosing():
		s.close(ClosePolicyViolation, fmt.Sprintf("no pong in %v", 2*s.lane.cfg.Heartbeat))
	default:
		return // both have said goodbye, the socket has failed, or the client has not answered in time
	}
	s.linger()
}

// linger reads on until the client's close frame, the end of its bytes, or the deadline that closed has set. To close a
// socket with bytes unread resets it, and the reset may overtake our close frame.
func (s *session) linger() {
	var broken *CloseError
	for {
		h, err := s.frames.header()
		switch {
		case errors.As(err, &broken):
			// No close frame can be found in these bytes. Tell the client with a FIN that we are through, where the
			// connection lets us, and wait for its end.
			if half, ok := s.raw.(interface{ CloseWrite() error }); ok {
				half.CloseWrite()
			}
			io.Copy(io.Discard, s.raw)
			return
		case err != nil:
			return
		case h.Opcode == OpClose:
			s.frames.skip()
			return
		}
	}
}

// fault returns a part's error as what closes the stream: a *CloseError as it is, any other with 1011 and its message.
func fault(err error) *CloseError {
	var closing *CloseError
	if errors.As(err, &closing) {
		return closing
	}
	return &CloseError{CloseInternalError, cut(err.Error())}
}

// cut returns as much of a text as a close frame's reason holds, whole characters of UTF-8.
func cut(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= MaxReason {
		return text
	}
	return strings.ToValidUTF8(text[:MaxReason], "") // but for the character that is cut
}
