package impair

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"wireside/wireview/tap"
)

// Conn is a connection that links may be entered on. While it is on none it is its *tap.Conn. Like every net.Conn it may be
// used by several goroutines at once.
type Conn struct {
	*tap.Conn
	shaped atomic.Bool // reads and writes take the long way

	mu        sync.Mutex
	x         *exchange // under way; nil: none of a link
	out, in   road
	hold      hold
	pumping   bool  // a goroutine hands on what is out
	listening bool  // a goroutine reads the socket, or has read it to its end
	outErr    error // why nothing can be written any more
	inErr     error // how the socket ended, for after what is in
	writeEnd  bool  // CloseWrite was called
	closed    bool  // Close was called
	finished  bool  // and has been done
	broken    error // ErrCut or ErrReset
	noLinger  bool  // Close is to discard what has not been sent

	readDeadline, writeDeadline time.Time

	lastBreaker int
	breakers    map[int]func()
}

// New wraps a connection, from which nothing has been read and to which nothing has been written.
func New(inner *tap.Conn) *Conn { return newConn(inner, new(Budget)) }

func newConn(inner *tap.Conn, b *Budget) *Conn {
	return &Conn{Conn: inner, out: road{budget: b}, in: road{budget: b}}
}

// Read reads what has come off the link.
func (c *Conn) Read(p []byte) (int, error) {
	if !c.shaped.Load() {
		return c.Conn.Read(p)
	}
	return c.read(p)
}

// Write writes all of p. On a link it returns as soon as p is on its way, and waits only while 256 KiB or 4,096 writes are.
func (c *Conn) Write(p []byte) (int, error) {
	if !c.shaped.Load() {
		return c.Conn.Write(p)
	}
	return c.write(p, true)
}

// TryWrite writes as much of p as there is room for, without waiting. n < len(p) with a nil error means that the rest would
// have to wait.
func (c *Conn) TryWrite(p []byte) (int, error) {
	if !c.shaped.Load() {
		return c.Conn.TryWrite(p)
	}
	return c.write(p, false)
}

// SetLinger is as on a *tap.Conn; after 0 sec, Close discards what is on its way, too.
func (c *Conn) SetLinger(sec int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.noLinger = sec == 0
	return c.Conn.SetLinger(sec)
}

// SetDeadline sets both deadlines.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline says until when a Read may wait. On a closed connection it does nothing and is no error: a fault may
// close one at any moment, the next Read says so, and fasthttp takes a deadline's error for a bug of its own and panics.
func (c *Conn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.readDeadline = t
	c.in.changed.fire()
	if c.listening || c.closed || c.broken != nil {
		return nil
	}
	return unlessClosed(c.Conn.SetReadDeadline(t))
}

// SetWriteDeadline says until when a Write may wait; what it has put on its way by then arrives all the same. On a closed
// connection it is as SetReadDeadline.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writeDeadline = t
	c.out.changed.fire()
	if c.pumping || c.closed || c.broken != nil {
		return nil
	}
	return unlessClosed(c.Conn.SetWriteDeadline(t))
}

func unlessClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// fail returns err as a net.Conn does.
func (c *Conn) fail(op string, err error) error {
	if _, ok := err.(*net.OpError); ok {
		return err
	}
	return &net.OpError{Op: op, Net: c.LocalAddr().Network(), Source: c.LocalAddr(), Addr: c.RemoteAddr(), Err: err}
}
