package relay

import (
	"context"
	"net"
	"sync/atomic"
	"time"
)

// socket is one of the two connections of a link: a *tap.Conn to the client or an *upstream to the target.
type socket interface {
	net.Conn
	CloseWrite() error
	SetLinger(sec int) error
	Control(f func(fd uintptr)) error
}

// side is a client or a target.
type side struct {
	socket
	lost atomic.Bool // a reset, or a write that failed: it will not be heard of again
}

// lastWords is how long the rest of what a side had sent may take to reach the other one after the side was lost, and how
// long a side that reads nothing may hold up its own reset.
const lastWords = time.Second

// reset closes the side so that it reads a reset, once what was sent to it before has left this machine: a reset would
// throw that away.
func (s *side) reset(ctx context.Context) {
	s.drain(ctx)
	s.SetLinger(0)
	s.Close()
}

// drain waits until the system holds no more bytes for the side, for as long as it takes some. Where the system doesn't
// tell, it doesn't wait.
func (s *side) drain(ctx context.Context) {
	least, ok := s.unsent()
	if !ok || least == 0 {
		return
	}
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for last := time.Now(); least > 0 && time.Since(last) < lastWords; {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		n, ok := s.unsent()
		if !ok {
			return
		}
		if n < least {
			least, last = n, time.Now()
		}
	}
}

// unsent returns how many bytes were written to the side and not acknowledged by it.
func (s *side) unsent() (n int, ok bool) {
	err := s.Control(func(fd uintptr) { n, ok = unsent(fd) })
	return n, ok && err == nil
}
