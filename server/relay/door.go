package relay

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// door is the listener under the tap, on one address or more. It keeps within a limit of connections, and goes on when
// the system is out of file descriptors.
type door struct {
	ctx       context.Context
	listeners []net.Listener
	limit     int64
	arrived   chan net.Conn // *guest
	broken    chan error    // why accepting has ended
	shut      chan struct{}
	shutting  sync.Once
	accepting sync.WaitGroup

	inside    atomic.Int64
	refused   atomic.Uint64
	lingering atomic.Int64
}

const (
	breath      = 50 * time.Millisecond // the wait when the system has no file descriptor for a connection
	lingerTime  = 2 * time.Second       // how long a client that was refused may go on sending
	lingerConns = 64                    // at once; beyond it they are closed without a word
)

// fullHouse is what a connection beyond the limit is told. Its request is not read.
var fullHouse = answer("503 Service Unavailable", "too_many_connections",
	"This answer is from Wireside's proxy, not from your application: it holds as many connections as it may. Close one, or try again later.")

// listenAll listens at addr; at both loopback addresses if its host is localhost, since some programs try the one first
// and some the other.
func listenAll(addr string) ([]net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if host != "localhost" {
		ln, err := net.Listen("tcp", addr)
		if err != nil {
			return nil, err
		}
		return []net.Listener{ln}, nil
	}
	const tries = 8 // to find a port that is free on both
	for try := 1; ; try++ {
		four, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", port))
		if err != nil {
			ln, err := net.Listen("tcp", addr) // a system without IPv4, or a port that is taken
			if err != nil {
				return nil, err
			}
			return []net.Listener{ln}, nil
		}
		same := strconv.Itoa(four.Addr().(*net.TCPAddr).Port)
		six, err := net.Listen("tcp6", net.JoinHostPort("::1", same))
		switch {
		case err == nil:
			return []net.Listener{four, six}, nil
		case !errors.Is(err, syscall.EADDRINUSE): // no IPv6 here
			return []net.Listener{four}, nil
		}
		four.Close()
		if port != "0" || try == tries {
			return nil, err
		}
	}
}

func newDoor(ctx context.Context, listeners []net.Listener, limit int) *door {
	d := &door{ctx: ctx, listeners: listeners, limit: int64(limit),
		arrived: make(chan net.Conn), broken: make(chan error, len(listeners)), shut: make(chan struct{})}
	for _, ln := range listeners {
		d.accepting.Go(func() { d.accept(ln) })
	}
	return d
}

// accept brings in what comes to one address.
func (d *door) accept(ln net.Listener) {
	for {
		c, err := ln.Accept()
		if passing, ok := err.(interface{ Temporary() bool }); ok && passing.Temporary() { // EMFILE, ENFILE, ECONNABORTED
			d.refused.Add(1)
			select {
			case <-time.After(breath):
				continue
			case <-d.shut:
				return
			}
		}
		if err != nil {
			d.broken <- err
			return
		}
		tcp := c.(*net.TCPConn) // TCP keep-alive is on, every 15 s: the default of package net
		if d.inside.Add(1) > d.limit {
			d.inside.Add(-1)
			d.refused.Add(1)
			d.refuse(tcp)
			continue
		}
		select {
		case d.arrived <- &guest{TCPConn: tcp, door: d}:
		case <-d.shut:
			d.inside.Add(-1)
			tcp.Close()
			return
		}
	}
}

// refuse tells a client that there is no room. What it sends is read and thrown away for a while, since a reset could
// overtake the answer (RFC 9112 9.6).
func (d *door) refuse(c *net.TCPConn) {
	if d.lingering.Add(1) > lingerConns {
		d.lingering.Add(-1)
		c.Close()
		return
	}
	d.accepting.Go(func() {
		defer d.lingering.Add(-1)
		defer c.Close()
		defer context.AfterFunc(d.ctx, func() { c.Close() })()
		c.SetDeadline(time.Now().Add(lingerTime))
		io.WriteString(c, fullHouse)
		c.CloseWrite()
		io.CopyN(io.Discard, c, lingerBytes)
	})
}

// Accept waits for the next connection within the limit.
func (d *door) Accept() (net.Conn, error) {
	select {
	case <-d.shut:
		return nil, net.ErrClosed
	default:
	}
	select {
	case c := <-d.arrived:
		return c, nil
	case err := <-d.broken:
		return nil, err
	case <-d.shut:
		return nil, net.ErrClosed
	}
}

// Close ends accepting.
func (d *door) Close() error {
	var err error
	d.shutting.Do(func() {
		close(d.shut)
		for _, ln := range d.listeners {
			err = errors.Join(err, ln.Close())
		}
		d.accepting.Wait()
	})
	return err
}

// Addr returns the first address.
func (d *door) Addr() net.Addr { return d.listeners[0].Addr() }

// leadsTo reports whether connecting to address, IP:PORT, would come in by this very door.
func (d *door) leadsTo(address string) bool {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	for _, ln := range d.listeners {
		at := ln.Addr().(*net.TCPAddr)
		if strconv.Itoa(at.Port) != port {
			continue
		}
		if at.IP.Equal(ip) || at.IP.IsUnspecified() && isOurs(ip) {
			return true
		}
	}
	return false
}

// isOurs reports whether ip is an address of this machine.
func isOurs(ip net.IP) bool {
	if ip.IsLoopback() || ip.IsUnspecified() {
		return true
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return false
	}
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && n.IP.Equal(ip) {
			return true
		}
	}
	return false
}

// guest is a connection that has come in by the door.
type guest struct {
	*net.TCPConn
	door  *door
	leave sync.Once
}

// Close closes the connection and makes room for another.
func (g *guest) Close() error {
	g.leave.Do(func() { g.door.inside.Add(-1) })
	return g.TCPConn.Close()
}
