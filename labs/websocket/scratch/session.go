package scratch

import (
	"fmt"
	"net"
	"runtime/debug"
	"sync"
	"time"

	"wireside/labs/fanout"
)

// session is one client's connection. Its goroutine reads; what it has to say goes out with the events, in the fan-out's order.
type session struct {
	lane      *Lane
	raw       net.Conn
	release   func()        // gives the place back; more calls do nothing
	stream    fanout.Stream // what is written
	frames    frames        // what is read
	assembler Assembler

	mu     sync.Mutex
	leaves bool // it closes, or is over: the read deadline stays as it is

	ending  sync.Mutex // held while closing is asked, and what it says is done
	closing Closing
}

func newSession(l *Lane, raw net.Conn, a Assembler, c Closing) *session {
	s := &session{lane: l, raw: raw, assembler: a, closing: c}
	s.stream = fanout.Stream{Conn: raw, KeepConn: true, End: s.ended}
	s.frames = frames{parts: &l.parts, limit: l.cfg.MessageBytes, alive: s.alive}
	return s
}

// run serves the client until the stream is over.
func (s *session) run() {
	defer s.release()
	defer s.raw.Close()
	if !s.lane.join(s) {
		return
	}
	defer s.lane.leave(s)
	s.alive()
	s.finish(s.receive())
	s.leave()
	s.lane.out.Remove(&s.stream)
}

// receive takes what the client sends, until the stream is over. The error says why that is.
func (s *session) receive() (err error) {
	defer func() {
		if v := recover(); v != nil {
			s.lane.cfg.Log.Error("websocket: panic in a stream", "panic", v, "stack", string(debug.Stack()))
			err = &CloseError{CloseInternalError, "internal error"}
		}
	}()
	if broken := s.lane.broken.Load(); broken != nil {
		return broken
	}
	for {
		h, payload, err := s.frames.next()
		if err != nil {
			return err
		}
		m, err := s.assembler.Frame(h, payload)
		if err != nil {
			return fault(err)
		}
		if m == nil {
			continue
		}
		if err := s.take(m); err != nil {
			return err
		}
	}
}

// take does what a message asks for.
func (s *session) take(m *Message) error {
	switch m.Type {
	case OpText, OpBinary:
		if hear := s.lane.cfg.Upstream; hear != nil {
			hear(string(m.Data))
		}
		return s.say(OpText, appendEcho(nil, m))
	case OpPing:
		return s.say(OpPong, m.Data) // RFC 6455 section 5.5.3: the ping's own data
	case OpPong:
		return nil // that something came is noted already
	case OpClose:
		return s.answer(m.Data)
	}
	return fault(fmt.Errorf("a message of type %d", m.Type))
}

// say sends a frame, and waits until the client's socket has taken it: who sends and does not read is held up.
func (s *session) say(op Opcode, payload []byte) error {
	frame, err := s.lane.parts.frame(nil, op, payload)
	if err != nil {
		return fault(err)
	}
	return s.lane.out.Send(&s.stream, frame, false)
}

// alive gives the client two more heartbeats.
func (s *session) alive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if every := s.lane.cfg.Heartbeat; every > 0 && !s.leaves { // without heartbeats there is no deadline
		s.raw.SetReadDeadline(time.Now().Add(2 * every))
	}
}
