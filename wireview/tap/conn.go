package tap

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"

	"wireside/wireview/wire"
)

// Conn is a tapped connection. Like every net.Conn it may be used by several goroutines at once.
//
// It embeds the interface, never a *net.TCPConn: promoted methods such as ReadFrom and SyscallConn would let a sendfile
// pass the tap by.
type Conn struct {
	net.Conn
	id      uint64
	raw     syscall.RawConn // nil if the connection has no file descriptor
	writer  writer
	onClose func()

	mu       sync.Mutex // orders the record; held only while bytes are handed on or written without waiting
	recorder Recorder
	heard    bool // something was read
	closing  bool
	closed   bool
}

// ID returns the connection's number, from 1 in the order of acceptance.
func (c *Conn) ID() uint64 { return c.id }

// Recorder returns what receives the connection's bytes.
func (c *Conn) Recorder() Recorder {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.recorder
}

// Mute hands the rest of the connection's bytes to nobody, and returns the recorder that received them so far. It has
// seen its last call then, and is not told of the close.
func (c *Conn) Mute() Recorder {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.recorder
	c.recorder = Discard
	return r
}

// Read reads from the connection and records what it read.
func (c *Conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.hear(Now(), p[:n])
	}
	return n, err
}

func (c *Conn) hear(at int64, p []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heard = true
	c.record(wire.C2S, at, p)
}

// Quiet reports whether the client has not sent a byte yet.
func (c *Conn) Quiet() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.heard
}

// Write writes all of p, waits where it must until the write deadline, and records what it wrote.
func (c *Conn) Write(p []byte) (int, error) { return c.writer.write(p, true) }

// TryWrite writes as much of p as the socket takes without waiting, and records it. n < len(p) with a nil error means that
// the rest would have to wait. It does wait while another goroutine's Write does. Where the system has no such write, it waits for a few milliseconds at most; the write
// deadline is then forgotten.
func (c *Conn) TryWrite(p []byte) (int, error) { return c.writer.write(p, false) }

// Control calls f with the file descriptor, to look but not to read or write: what passes there is not recorded. The
// method is not called SyscallConn on purpose: os.File.WriteTo would take that as leave to send a file past the tap.
func (c *Conn) Control(f func(fd uintptr)) error {
	if c.raw == nil {
		return errors.ErrUnsupported
	}
	return c.raw.Control(f)
}

// CloseWrite sends a FIN: the peer reads an end, and may go on sending.
func (c *Conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// SetLinger says what becomes of data not sent yet when the connection is closed; 0 sec discards it, and the peer reads a
// reset in place of an end.
func (c *Conn) SetLinger(sec int) error {
	if l, ok := c.Conn.(interface{ SetLinger(sec int) error }); ok {
		return l.SetLinger(sec)
	}
	return errors.ErrUnsupported
}

// Close closes the connection and tells the recorder. A second call does nothing more.
func (c *Conn) Close() error {
	c.lastLook()
	err := c.Conn.Close()
	at := Now()
	if c.hangUp(at) {
		c.onClose()
	}
	return err
}

// Settle is Listener.Settle for this connection alone.
func (c *Conn) Settle() {
	c.mu.Lock()
	c.mu.Unlock() //lint:ignore SA2001 whoever held it has made its record
}

// lastLook lets the recorder look at the socket while it is there.
func (c *Conn) lastLook() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, ok := c.recorder.(Looker); ok && !c.closing {
		r.Closing()
	}
	c.closing = true
}

// hangUp tells the recorder of the end, and reports whether it was the first to do so.
func (c *Conn) hangUp(at int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.closed = true
	r := c.recorder
	c.recorder = Discard
	r.Closed(at)
	return true
}

// record hands bytes on. The caller holds c.mu.
func (c *Conn) record(dir wire.Dir, at int64, p []byte) {
	if !c.closed {
		c.recorder.Bytes(dir, at, p)
	}
}

// patience is how long TryWrite waits where the system cannot write without waiting.
const patience = 5 * time.Millisecond

// writePortably writes through net.Conn. The record is made after the write, with the time from before it: a reply that
// overtakes it stands before it in the record, though not in time.
func (c *Conn) writePortably(p []byte, wait bool) (int, error) {
	at := Now()
	if !wait {
		if err := c.SetWriteDeadline(time.Now().Add(patience)); err != nil {
			return 0, err
		}
		defer c.SetWriteDeadline(time.Time{})
	}
	n, err := c.Conn.Write(p)
	c.mu.Lock()
	c.record(wire.S2C, at, p[:n])
	c.mu.Unlock()
	var timeout net.Error
	if !wait && errors.As(err, &timeout) && timeout.Timeout() {
		err = nil
	}
	return n, err
}
