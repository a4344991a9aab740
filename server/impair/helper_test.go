package impair_test

import (
	"bytes"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"wireside/server/impair"
	"wireside/wireview/tap"
	"wireside/wireview/wire"
)

// pass lets time pass: synctest's, of which there is any amount.
func pass(d time.Duration) { <-time.After(d) }

// tape records what crosses a socket.
type tape struct {
	mu     sync.Mutex
	bytes  [2][]byte
	writes []int // how long each was
	closed chan struct{}
}

func newTape() *tape { return &tape{closed: make(chan struct{})} }

func (t *tape) Bytes(dir wire.Dir, _ int64, p []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes[dir] = append(t.bytes[dir], p...)
	if dir == wire.S2C {
		t.writes = append(t.writes, len(p))
	}
}

func (t *tape) Closed(int64) { close(t.closed) }

func (t *tape) count(dir wire.Dir) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return int64(len(t.bytes[dir]))
}

// sockets returns the two ends of a TCP connection, and what its tap records.
func sockets(t testing.TB) (client *net.TCPConn, server *impair.Conn, record *tape) {
	t.Helper()
	record = newTape()
	client, server = socketsUnder(t, record)
	return client, server, record
}

func socketsUnder(t testing.TB, record tap.Recorder) (client *net.TCPConn, server *impair.Conn) {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer inner.Close()
	l := impair.Listen(tap.Listen(inner, func(*tap.Conn) tap.Recorder { return record }))
	dialed, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	client, server = dialed.(*net.TCPConn), accepted.(*impair.Conn)
	t.Cleanup(func() { client.Close(); server.Conn.Close() })
	return client, server
}

// pipes listens for the ends of pipes: connections without a socket, for use within a synctest bubble.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) { return <-p, nil }
func (p pipes) Close() error              { return nil }
func (p pipes) Addr() net.Addr            { return &net.TCPAddr{} }

// pipe returns the two ends of a connection without a socket. A write to it waits for its reader.
func pipe(t testing.TB) (client net.Conn, server *impair.Conn, record *tape) {
	t.Helper()
	a, b := net.Pipe()
	listener := make(pipes, 1)
	listener <- b
	record = newTape()
	accepted, err := impair.Listen(tap.Listen(listener, func(*tap.Conn) tap.Recorder { return record })).Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close(); b.Close() })
	return a, accepted.(*impair.Conn), record
}

// arrival is bytes that a reader got, and when, from the start of the clock that arrivals was given.
type arrival struct {
	At   time.Duration
	Text string
}

// arrivals reads conn to its end, noting when what came.
func arrivals(conn net.Conn, start time.Time) <-chan []arrival {
	done := make(chan []arrival, 1)
	go func() {
		var got []arrival
		buf := make([]byte, 1<<20)
		for {
			n, err := conn.Read(buf)
			if n > 0 {
				got = append(got, arrival{time.Since(start), string(buf[:n])})
			}
			if err != nil {
				done <- got
				return
			}
		}
	}()
	return done
}

// enter puts an exchange on the link, as a handler does.
func enter(t testing.TB, c *impair.Conn, l *impair.Link, mode impair.Mode) {
	t.Helper()
	if err := c.Enter(impair.Exchange{Link: l, Mode: mode}); err != nil {
		t.Fatal("Enter: ", err)
	}
}

func write(t testing.TB, w io.Writer, text string) {
	t.Helper()
	if n, err := io.WriteString(w, text); err != nil || n != len(text) {
		t.Fatalf("Write = %d, %v", n, err)
	}
}

// read reads exactly n bytes.
func read(t testing.TB, r io.Reader, n int) string {
	t.Helper()
	buf := make([]byte, n)
	if m, err := io.ReadFull(r, buf); err != nil {
		t.Fatalf("read %d bytes of %d: %v", m, n, err)
	}
	return string(buf)
}

// until waits for what is bound to become so.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain: ", what)
		}
		<-tick.C
	}
}

// goroutines returns how many run code of this package, tests not counted.
func goroutines() int {
	buf := make([]byte, 1<<20)
	n := 0
	for _, g := range bytes.Split(buf[:runtime.Stack(buf, true)], []byte("\n\n")) {
		if strings.Contains(string(g), "impair.(*Conn).run") || strings.Contains(string(g), "impair.(*Conn).bury") {
			n++
		}
	}
	return n
}
