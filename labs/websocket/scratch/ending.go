package scratch

import (
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"wireside/labs/fanout"
)

// errClosed ends a stream on which both sides have sent their close frames.
var errClosed = errors.New("both sides have closed the stream")

// ended is called by the fan-out when it writes nothing more to the client: the feed has ended, or the lane was closed, or the
// socket has failed, or the session ended the stream itself.
func (s *session) ended() {
	if s.lane.isClosed() {
		go s.close(CloseGoingAway, "the server is going away", farewell)
	} else {
		go s.close(CloseNormal, "the feed has ended", s.lane.cfg.CloseTimeout)
	}
}

// close begins the closing, unless it has begun (RFC 6455 section 7.1.2). The client has until wait has passed to answer with its
// own close frame; the reader waits for that.
func (s *session) close(code int, reason string, wait time.Duration) {
	if !s.leave() {
		return
	}
	s.raw.SetReadDeadline(time.Now().Add(wait))
	s.ending.Lock()
	defer s.ending.Unlock()
	next, err := s.closing.Close(code, reason)
	s.do(next, err, wait)
}

// answer takes the client's close frame (5.5.1).
func (s *session) answer(payload []byte) error {
	s.leave()
	s.ending.Lock()
	defer s.ending.Unlock()
	wait := s.lane.cfg.CloseTimeout
	s.raw.SetReadDeadline(time.Now().Add(wait))
	next, err := s.closing.Received(payload)
	if s.do(next, err, wait) {
		return errClosed
	}
	return nil // the client may close the socket first
}

// leave notes that the session is about to end, and reports false if that was so already.
func (s *session) leave() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := !s.leaves
	s.leaves = true
	return first
}

// do does what is next, and reports whether the socket is to be closed then. The error is that of the part that says it.
func (s *session) do(next Next, err error, wait time.Duration) (disconnect bool) {
	// A socket that takes nothing is cut off.
	cutOff := time.AfterFunc(wait, func() { s.raw.Close() })
	defer cutOff.Stop()
	s.lane.out.Send(&s.stream, nil, true) // ends the events, if they have not ended: from here on the socket is ours
	if !next.Send && err == nil {
		return next.Disconnect
	}
	frame, err := s.lane.parts.closeFrame(next.Payload, err)
	s.raw.SetWriteDeadline(time.Time{})
	s.raw.Write(frame)
	return next.Disconnect || err != nil
}

// closeFrame returns a close frame. If the parts can't make one, it is one of the lane's own that says why.
func (p *Parts) closeFrame(payload []byte, err error) ([]byte, error) {
	if err == nil {
		frame, failed := p.frame(nil, OpClose, payload)
		if failed == nil {
			return frame, nil
		}
		err = failed
	}
	why := fault(err)
	payload, failed := AppendClose(nil, why.Code, why.Reason)
	if failed != nil {
		payload, _ = AppendClose(nil, CloseInternalError, why.Reason)
	}
	own := Reference()
	frame, _ := own.frame(nil, OpClose, payload)
	return frame, err
}

// finish closes the stream as err, which ended the reading, asks for, and waits for the client's close frame if there is
// one to come (RFC 6455 section 7.1.1).
func (s *session) finish(err error) {
	var (
		ours    *CloseError
		network net.Error
		wait    = s.lane.cfg.CloseTimeout
	)
	switch {
	case errors.Is(err, errClosed):
		if s.hangUp() {
			io.Copy(io.Discard, s.raw) // the client may have gone on
		}
		return
	case errors.As(err, &ours):
		s.close(ours.Code, ours.Reason, wait)
	case errors.Is(err, fanout.ErrEnded): // while echoing: the closing is under way
	case errors.As(err, &network) && network.Timeout() && !s.isLeaving():
		s.close(ClosePolicyViolation, fmt.Sprintf("no pong in %v", 2*s.lane.cfg.Heartbeat), wait)
	default:
		return // the socket has failed, its bytes have ended, or the client has not answered in time
	}
	s.linger()
}

func (s *session) isLeaving() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leaves
}

// linger reads on until the client's close frame, the end of its bytes, or the deadline that close has set. To close a
// socket with bytes unread resets it, and the reset may overtake our close frame.
func (s *session) linger() {
	var broken *CloseError
	for {
		h, payload, err := s.frames.next()
		switch {
		case errors.As(err, &broken): // no close frame can be found in these bytes
			s.hangUp()
			io.Copy(io.Discard, s.raw)
			return
		case err != nil:
			return
		case h.Opcode == OpClose:
			if s.answer(payload) != nil {
				return
			}
		}
	}
}

// hangUp tells the client with a FIN that we are through, if the connection lets us.
func (s *session) hangUp() bool {
	half, ok := s.raw.(interface{ CloseWrite() error })
	return ok && half.CloseWrite() == nil
}
