package websocket

import (
	"errors"
	"net"
	"sync"
	"time"

	ws "github.com/fasthttp/websocket"
	"github.com/valyala/fasthttp"
)

// session is one WebSocket connection, from the upgrade to the close of its socket. The handler's goroutine reads; another
// one writes while there is something to write (pump.go). The library allows one writer of messages at a time, which write
// and writePrepared see to. Control frames may be written beside them.
type session struct {
	cfg     *Config
	closing <-chan struct{} // the endpoint's
	slot    int             // when to ping, within a heartbeat
	index   int             // in the endpoint's list

	run     func(*session)                 // reads until the stream is over
	step    func() (wrote bool, err error) // writes a message, if there is one to write
	beat    func(*session) error           // writes what goes with a ping; nil: nothing
	request *fasthttp.RequestCtx           // until the upgrade is done
	admit   *time.Timer                    // gives the admission back if the upgrade comes to nothing
	release func()                         // gives it back; more calls do nothing

	// raw is the server's own connection. Closing it really closes, whatever the server does with connections whose
	// handler has returned.
	raw net.Conn
	// conn is the library's inner connection. The outer one is pooled, and serves the next client once the handler is back.
	conn *ws.Conn

	in     inbox
	outbox sync.Mutex     // held while a message is written
	writer sync.WaitGroup // the writer, if there is one

	mu        sync.Mutex
	closeSent bool // by us: the read deadline stays as it is
	writing   bool // there is a writer, or there is to be none any more
	woken     bool // there may be something to write that the writer has not seen
	pingDue   bool
	over      bool // the handler is about to return
}

// start prepares the session for its reader.
func (s *session) start(conn *ws.Conn, deflate bool) {
	s.conn = conn
	if deflate {
		// A deflated message may be a little longer than what it stands for, and can go on for ever while it inflates to
		// nothing. Without deflate the count in inbox.read is enough, and can say why it closes, which the library doesn't.
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

// ping asks for a sign of life, and gives one.
func (s *session) ping() error {
	err := s.conn.WriteControl(ws.PingMessage, nil, time.Now().Add(s.cfg.WriteTimeout))
	if err != nil || s.beat == nil {
		return err
	}
	return s.beat(s)
}

// alive gives the client two more heartbeats.
func (s *session) alive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closeSent && s.cfg.Heartbeat > 0 { // without heartbeats there is no deadline
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
	err = s.in.read(r, kind == ws.TextMessage, s.alive)
	return kind, s.in.buf, err
}

// write sends one message.
func (s *session) write(kind int, message []byte) error {
	s.outbox.Lock()
	defer s.outbox.Unlock()
	s.conn.SetWriteDeadline(time.Now().Add(s.cfg.WriteTimeout))
	return s.conn.WriteMessage(kind, message)
}

// writePrepared sends a message that may go to many.
func (s *session) writePrepared(m *ws.PreparedMessage) error {
	s.outbox.Lock()
	defer s.outbox.Unlock()
	s.conn.SetWriteDeadline(time.Now().Add(s.cfg.WriteTimeout))
	return s.conn.WritePreparedMessage(m)
}
