//go:build unix

package tap

import (
	"net"
	"os"
	"sync"
	"syscall"

	"wireside/wireview/wire"
)

// writer writes to the file descriptor and makes the record in one step, under the connection's lock. So a reply, however
// quick, can only be recorded after the bytes that caused it. The lock is never held while a write waits.
type writer struct {
	conn *Conn
	once func(fd uintptr) (done bool) // w.attempt, made once: a method value is an allocation

	mu   sync.Mutex // one write at a time
	rest []byte     // what the write under way has not written
	wait bool       // whether it waits for room
	err  error      // why it failed
}

func (w *writer) init(c *Conn) {
	w.conn = c
	w.once = w.attempt
}

func (w *writer) write(p []byte, wait bool) (int, error) {
	if w.conn.raw == nil {
		return w.conn.writePortably(p, wait)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest, w.wait, w.err = p, wait, nil
	err := w.conn.raw.Write(w.once)
	n := len(p) - len(w.rest)
	w.rest = nil
	if w.err != nil {
		err = os.NewSyscallError("write", w.err)
	}
	if err != nil {
		if _, ok := err.(*net.OpError); !ok {
			err = &net.OpError{Op: "write", Net: w.conn.LocalAddr().Network(), Source: w.conn.LocalAddr(),
				Addr: w.conn.RemoteAddr(), Err: err}
		}
	}
	return n, err
}

// attempt writes until all is written or the socket takes no more. It reports false when it has to be called again once
// there is room.
func (w *writer) attempt(fd uintptr) bool {
	c := w.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(w.rest) > 0 {
		at := Now()
		n, err := syscall.Write(int(fd), w.rest)
		if n > 0 {
			c.record(wire.S2C, at, w.rest[:n])
			w.rest = w.rest[n:]
		}
		switch err {
		case nil, syscall.EINTR:
		case syscall.EAGAIN:
			return !w.wait
		default:
			w.err = err
			return true
		}
	}
	return true
}
