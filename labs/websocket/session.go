package websocket

import (
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"sync"
	"time"

	ws "github.com/fasthttp/websocket"
	"github.com/klauspost/compress/flate"
)

// session is one WebSocket connection, from the upgrade to the close of its socket. Two goroutines work on it: the
// handler's own reads, the other one writes. The library allows one writer of messages at a time: write and writePrepared
// see to it. Control frames may be written beside them.
type session struct {
	cfg     *Config
	run     func(*session) // reads until the stream is over
	admit   *time.Timer    // gives the admission back if the upgrade comes to nothing
	release func()         // gives it back; more calls do nothing

	// raw is the server's own connection. Closing it really closes, whatever the server does with connections whose
	// handler has returned.
	raw net.Conn
	// conn is the library's inner connection. The outer one is pooled, and serves the next client once the handler is back.
	conn *ws.Conn

	ended  chan struct{} // closed when the reader is done
	writer sync.WaitGroup

	in      inbox
	writing sync.Mutex // held while a message is written

	mu      sync.Mutex
	closing bool // we have sent a close frame: the read deadline stays as it is
}

// start prepares the session for its reader.
func (s *session) start(conn *ws.Conn, deflate bool) {
	s.conn = conn
	if deflate {
		// A deflated message may be a little longer than what it stands for, and can go on for ever while it inflates to
		// nothing. Without deflate the count in read is enough, and can say why it closes, which the library doesn't.
		conn.SetReadLimit(int64(s.cfg.MessageBytes + s.cfg.MessageBytes/8 + 64))
	}
	conn.SetPingHandler(s.pong)
	conn.SetPongHandler(func(string) error { s.alive(); return nil })
	s.alive()
}

// pong answers a ping (RFC 6455 section 5.5.3).
func (s *session) pong(payload string) error {
	err := s.conn.WriteControl(ws.PongMessage, []byte(payload), time.Now().Add(s.cfg.WriteTimeout))
	if errors.Is(err, ws.ErrCloseSent) {
		return nil // after our close frame nothing is sent, but the client's is still to be read
	}
	return err
}

// ping asks for a sign of life.
func (s *session) ping() error {
	return s.conn.WriteControl(ws.PingMessage, nil, time.Now().Add(s.cfg.WriteTimeout))
}

// alive gives the client two more heartbeats.
func (s *session) alive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing {
		s.raw.SetReadDeadline(time.Now().Add(2 * s.cfg.Heartbeat))
	}
}

// read returns the next message, which is valid until the next call.
func (s *session) read() (kind int, message []byte, err error) {
	s.in.reset()
	kind, r, err := s.conn.NextReader()
	if err != nil {
		return 0, nil, err
	}
	err = s.in.read(r, kind == ws.TextMessage)
	return kind, s.in.buf, err
}

// write sends one message.
func (s *session) write(kind int, message []byte) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.conn.SetWriteDeadline(time.Now().Add(s.cfg.WriteTimeout))
	return s.conn.WriteMessage(kind, message)
}

// writePrepared sends a message that may go to many.
func (s *session) writePrepared(m *ws.PreparedMessage) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.conn.SetWriteDeadline(time.Now().Add(s.cfg.WriteTimeout))
	return s.conn.WritePreparedMessage(m)
}

// background runs the stream's second goroutine, which must end when s.ended is closed. If it fails, or panics, the
// reader ends too.
func (s *session) background(f func() error) {
	s.writer.Go(func() {
		defer func() {
			if v := recover(); v != nil {
				s.panicked(v)
			}
		}()
		if err := f(); err != nil && !errors.Is(err, ws.ErrCloseSent) {
			s.raw.Close()
		}
	})
}

// close sends a close frame, unless one was sent, and gives the client until wait has passed to answer with its own. The
// reader waits for that.
func (s *session) close(code int, reason string, wait time.Duration) {
	s.mu.Lock()
	if s.closing {
		s.mu.Unlock()
		return
	}
	s.closing = true
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
		if !network.Timeout() || s.isClosing() {
			return // the socket failed, or the client has not answered our close frame in time
		}
		s.close(ws.ClosePolicyViolation, fmt.Sprintf("no pong in %v", 2*s.cfg.Heartbeat), s.cfg.CloseTimeout)
	default: // a broken rule; the library has sent a close frame that says which
		s.close(ws.CloseProtocolError, "", s.cfg.CloseTimeout)
	}
	s.linger()
}

func (s *session) isClosing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
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
	close(s.ended)
	s.raw.Close()
	s.writer.Wait()
	s.in.drop()
	s.release()
}
