package websocket

import (
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"time"

	ws "github.com/fasthttp/websocket"
	"github.com/klauspost/compress/flate"
)

// close sends a close frame, unless one was sent, and gives the client until wait has passed to answer with its own. The
// reader waits for that.
func (s *session) close(code int, reason string, wait time.Duration) {
	s.mu.Lock()
	if s.closeSent {
		s.mu.Unlock()
		return
	}
	s.closeSent = true
	s.mu.Unlock()
	until := time.Now().Add(wait)
	s.raw.SetReadDeadline(until)
	// A writer that is stuck holds this up until half of the time has passed.
	s.conn.WriteControl(ws.CloseMessage, ws.FormatCloseMessage(code, reason), until.Add(-wait/2))
}

// finish closes the stream as err, which ended the reading, asks for, and waits for the client's close frame if there is
// one to come (RFC 6455 section 7.1.1).
func (s *session) finish(err error) {
	var (
		peer    *ws.CloseError
		ours    *fault
		corrupt flate.CorruptInputError
		network net.Error
	)
	switch {
	case errors.As(err, &peer):
		return // the client's close frame, which the library has answered; or the end of the bytes without one
	case errors.As(err, &ours):
		s.close(ours.code, ours.reason, s.cfg.CloseTimeout)
	case errors.Is(err, ws.ErrCloseSent): // while echoing; the closing is under way
	case errors.Is(err, ws.ErrReadLimit): // by the library, with a close frame or, for a length that overflows, without
		s.close(ws.CloseMessageTooBig, "message too long", s.cfg.CloseTimeout)
	case errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF):
		s.close(ws.CloseInvalidFramePayloadData, "not valid deflate data", s.cfg.CloseTimeout)
	case errors.As(err, &network):
		if !network.Timeout() || s.isCloseSent() {
			return // the socket failed, or the client has not answered our close frame in time
		}
		s.close(ws.ClosePolicyViolation, fmt.Sprintf("no pong in %v", 2*s.cfg.Heartbeat), s.cfg.CloseTimeout)
	default: // a broken rule; the library has sent a close frame that says which
		s.close(ws.CloseProtocolError, "", s.cfg.CloseTimeout)
	}
	s.linger()
}

func (s *session) isCloseSent() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closeSent
}

// linger reads on until the client's close frame, the end of its bytes, or the deadline that close has set. To close a
// socket with bytes unread resets it, and the reset may overtake our close frame.
func (s *session) linger() {
	var (
		peer    *ws.CloseError
		network net.Error
	)
	for {
		_, _, err := s.conn.NextReader()
		switch {
		case err == nil: // a message that came too late
		case errors.As(err, &peer) || errors.As(err, &network):
			return
		default:
			// The library has given up on these bytes, and can't find the close frame in them. Tell the client with a FIN
			// that we are through, where the connection lets us, and wait for its end.
			if half, ok := s.raw.(interface{ CloseWrite() error }); ok {
				half.CloseWrite()
			}
			io.Copy(io.Discard, s.raw)
			return
		}
	}
}

// panicked closes the stream after a panic. The client learns that it happened, the log what.
func (s *session) panicked(v any) {
	s.cfg.Log.Error("websocket: panic in a stream", "panic", v, "stack", string(debug.Stack()))
	s.close(ws.CloseInternalServerErr, "internal error", s.cfg.CloseTimeout)
}

// end closes the socket and waits for the writer. Only then may the handler return.
func (s *session) end() {
	s.mu.Lock()
	s.over = true
	s.mu.Unlock()
	s.raw.Close()
	s.writer.Wait()
	s.in.drop()
	s.release()
}
