//go:build unix

package labtest

import (
	"net"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Wrap returns conn as a lab.TryWriter that is still a syscall.Conn. A conn without a socket comes back as it is.
func Wrap(conn net.Conn) net.Conn {
	sc, ok := conn.(syscall.Conn)
	if !ok {
		return conn
	}
	raw, err := sc.SyscallConn()
	if err != nil {
		return conn
	}
	c := &tryConn{Conn: conn, raw: raw}
	c.write = c.writeOnce
	return c
}

type tryConn struct {
	net.Conn
	raw syscall.RawConn

	mu    sync.Mutex // over what follows, the argument and the results of write
	write func(fd uintptr) bool
	p     []byte
	n     int
	err   error
}

// CloseWrite sends the end of what is written, and reads on.
func (c *tryConn) CloseWrite() error { return c.Conn.(interface{ CloseWrite() error }).CloseWrite() }

// SyscallConn gives access to the socket.
func (c *tryConn) SyscallConn() (syscall.RawConn, error) { return c.raw, nil }

// TryWrite writes what the socket takes now.
func (c *tryConn) TryWrite(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.p, c.n, c.err = p, 0, nil
	if err := c.raw.Write(c.write); err != nil {
		return c.n, err
	}
	c.p = nil
	return c.n, c.err
}

// writeOnce reports true always, so that the runtime does not wait until the socket takes more.
func (c *tryConn) writeOnce(fd uintptr) bool {
	for c.n < len(c.p) {
		n, err := unix.Write(int(fd), c.p[c.n:])
		if n > 0 {
			c.n += n
		}
		switch err {
		case nil, unix.EINTR:
		case unix.EAGAIN:
			return true
		default:
			c.err = err
			return true
		}
	}
	return true
}
