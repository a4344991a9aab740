package app

import (
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// door is the listener under the tap. It keeps within Limits.Connections, goes on when the system is out of file
// descriptors, and gives the first byte of a connection a deadline.
type door struct {
	net.Listener
	limit    int64
	patience time.Duration // how long the first byte may take; the server counts from there

	inside    atomic.Int64
	refused   atomic.Uint64 // since the start
	lingering atomic.Int64
}

// breath is how long to wait when the system has no file descriptor for a connection, and how long one beyond the limit
// may take to be told so.
const breath = 50 * time.Millisecond

// fullHouse is what a connection beyond the limit is told. Its request is not read.
var fullHouse = func() string {
	const body = `{"error":{"code":"too_many_connections","message":"The server holds as many connections as it may. Close one, or try again later."}}`
	return fmt.Sprintf("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"+
		"Connection: close\r\nRetry-After: 5\r\n\r\n%s", len(body), body)
}()

// Accept waits for the next connection within the limit. Those beyond it are told so and closed.
func (d *door) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if passing, ok := err.(interface{ Temporary() bool }); ok && passing.Temporary() { // EMFILE, ENFILE, ECONNABORTED
			d.refused.Add(1)
			time.Sleep(breath)
			continue
		}
		if err != nil {
			return nil, err
		}
		tcp, ok := c.(*net.TCPConn)
		if !ok {
			return nil, fmt.Errorf("a connection of type %T, want TCP", c)
		}
		tcp.SetReadDeadline(time.Now().Add(d.patience))
		g := &guest{TCPConn: tcp, door: d}
		if d.inside.Add(1) <= d.limit {
			return g, nil
		}
		d.refused.Add(1)
		tcp.SetWriteDeadline(time.Now().Add(breath))
		io.WriteString(tcp, fullHouse)
		g.linger()
		g.Close()
	}
}

// guest is a connection that has come in by the door.
type guest struct {
	*net.TCPConn
	door   *door
	slow   atomic.Bool // close it in stages
	leave  sync.Once
	closed error
}

// Close closes the connection, in stages if linger was called. A second call returns what the first one did.
func (g *guest) Close() error {
	g.leave.Do(func() {
		g.door.inside.Add(-1)
		if g.slow.Load() && g.closeInStages() {
			return
		}
		g.closed = g.TCPConn.Close()
	})
	return g.closed
}
