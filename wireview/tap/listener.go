package tap

import (
	"net"
	"sync"
	"sync/atomic"
	"syscall"
)

// Listener is a net.Listener whose connections are tapped.
type Listener struct {
	net.Listener
	open   func(*Conn) Recorder
	lastID atomic.Uint64

	mu    sync.Mutex
	conns map[*Conn]struct{}
}

// Listen wraps ln. open is called for each accepted connection before anything is read from it, and returns what receives
// its bytes; nil means [Discard].
func Listen(ln net.Listener, open func(*Conn) Recorder) *Listener {
	return &Listener{Listener: ln, open: open, conns: make(map[*Conn]struct{})}
}

// Accept waits for the next connection and returns it as a *Conn.
func (l *Listener) Accept() (net.Conn, error) {
	inner, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &Conn{Conn: inner, id: l.lastID.Add(1), recorder: Discard}
	if s, ok := inner.(syscall.Conn); ok {
		if raw, err := s.SyscallConn(); err == nil {
			c.raw = raw
		}
	}
	c.writer.init(c)
	c.onClose = func() {
		l.mu.Lock()
		delete(l.conns, c)
		l.mu.Unlock()
	}
	if r := l.open(c); r != nil {
		c.recorder = r
	}
	l.mu.Lock()
	l.conns[c] = struct{}{}
	l.mu.Unlock()
	return c, nil
}

// Conns returns the connections that are open now, in no order.
func (l *Listener) Conns() []*Conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	conns := make([]*Conn, 0, len(l.conns))
	for c := range l.conns {
		conns = append(conns, c)
	}
	return conns
}

// Len returns how many connections are open now.
func (l *Listener) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.conns)
}

// Settle returns once every byte that has been written to a socket by now is in the record: a client may have read an
// answer whose writer has not yet come to record it. Where a write and its record are no single step, it may return a
// moment too early.
func (l *Listener) Settle() {
	for _, c := range l.Conns() {
		c.Settle()
	}
}
