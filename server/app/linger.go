package app

import (
	"io"
	"net"
	"sync/atomic"
	"time"
)

// A server that closes a connection while its client is still sending answers with a reset, and the client may lose the
// response that says why (RFC 9112 9.6). Such a connection is closed in stages instead: the sending side at once, the rest
// once the client has ended or this much time or data has gone by.
const (
	lingerTime  = 2 * time.Second
	lingerBytes = 1 << 30
	lingerConns = 64 // at once; beyond it they are closed the short way
)

// lingerListener accepts connections that can be closed in stages, and whose first byte must come soon.
type lingerListener struct {
	net.Listener
	patience  time.Duration // how long the first byte may take; the server counts from there
	lingering atomic.Int64
}

func (l *lingerListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return c, nil
	}
	tcp.SetReadDeadline(time.Now().Add(l.patience))
	return &lingerConn{TCPConn: tcp, listener: l}, nil
}

type lingerConn struct {
	*net.TCPConn
	listener *lingerListener
	refused  atomic.Bool // its client was refused and may still be sending
}

func (c *lingerConn) Close() error {
	if !c.refused.Load() {
		return c.TCPConn.Close()
	}
	if c.listener.lingering.Add(1) > lingerConns {
		c.listener.lingering.Add(-1)
		return c.TCPConn.Close()
	}
	c.CloseWrite()
	go func() {
		defer c.listener.lingering.Add(-1)
		c.SetReadDeadline(time.Now().Add(lingerTime))
		io.CopyN(io.Discard, c.TCPConn, lingerBytes)
		c.TCPConn.Close()
	}()
	return nil
}
