package relay

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"wireside/wireview/tap"
	"wireside/wireview/wire"
)

// patience ends a test that would wait for ever; nothing is measured by it.
const patience = time.Minute

// tape is a Recorder that keeps everything.
type tape struct {
	mu     sync.Mutex
	bytes  [2]bytes.Buffer
	closed chan struct{}
}

func newTape() *tape { return &tape{closed: make(chan struct{})} }

func (t *tape) Bytes(dir wire.Dir, _ int64, p []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes[dir].Write(p)
}

func (t *tape) Closed(int64) { close(t.closed) }

func (t *tape) seen(dir wire.Dir) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.bytes[dir].String()
}

// start starts a relay to the URL to. The test ends it, and fails if it leaves something behind.
func start(t testing.TB, to string, cfg Config) *Relay {
	t.Helper()
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	cfg.To = u
	if cfg.Log == nil {
		cfg.Log = func(string) {}
	}
	r, err := Listen("127.0.0.1:0", cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// taped starts a relay and returns the tapes of its connections, in order.
func taped(t testing.TB, to string, cfg Config) (*Relay, <-chan *tape) {
	tapes := make(chan *tape, 64)
	cfg.Open = func(*tap.Conn) tap.Recorder {
		rec := newTape()
		tapes <- rec
		return rec
	}
	return start(t, to, cfg), tapes
}

func dial(t testing.TB, addr net.Addr) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", addr.String())
	if err != nil {
		t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(patience))
	t.Cleanup(func() { c.Close() })
	return c.(*net.TCPConn)
}

// rawTarget is a server that hands out its connections.
type rawTarget struct {
	net.Listener
	conns chan *net.TCPConn
}

func newRawTarget(t testing.TB) *rawTarget {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &rawTarget{ln, make(chan *net.TCPConn, 2048)}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			c.SetDeadline(time.Now().Add(patience))
			s.conns <- c.(*net.TCPConn)
		}
	}()
	return s
}

func (s *rawTarget) url() string { return "http://" + s.Addr().String() }

func (s *rawTarget) next(t testing.TB) *net.TCPConn {
	t.Helper()
	select {
	case c := <-s.conns:
		t.Cleanup(func() { c.Close() })
		return c
	case <-time.After(patience):
		t.Fatal("the target saw no connection")
		return nil
	}
}

// between returns both ends of a relayed connection.
func between(t testing.TB, cfg Config) (client, server *net.TCPConn) {
	t.Helper()
	s := newRawTarget(t)
	r := start(t, s.url(), cfg)
	return dial(t, r.Addr()), s.next(t)
}

func write(t testing.TB, w io.Writer, text string) {
	t.Helper()
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
}

// expect reads exactly want.
func expect(t testing.TB, r io.Reader, want string) {
	t.Helper()
	got := make([]byte, len(want))
	n, err := io.ReadFull(r, got)
	if string(got[:n]) != want {
		t.Fatalf("read %q (%v), want %q", got[:n], err, want)
	}
}

func wait(t testing.TB, c <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		t.Fatal("waited in vain for ", what)
	}
}

// exchange sends raw bytes and returns all that comes back until the end.
func exchange(t testing.TB, addr net.Addr, request string) string {
	t.Helper()
	c := dial(t, addr)
	defer c.Close()
	write(t, c, request)
	all, err := io.ReadAll(c)
	if err != nil {
		t.Fatalf("%v, after %q", err, all)
	}
	return string(all)
}

func reader(c net.Conn) *bufio.Reader { return bufio.NewReader(c) }

// closing ends s with the test, streams and all.
func closing(t testing.TB, s *httptest.Server) *httptest.Server {
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}
