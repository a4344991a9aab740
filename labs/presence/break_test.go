package presence

import (
	"net"
	"sync"
	"testing"

	"wireside/labs/lab/labtest"
)

// breakable is a connection that its test ends from this side.
type breakable struct {
	net.Conn
	mu sync.Mutex
	f  func()
}

func (b *breakable) OnBreak(f func()) func() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.f = f
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.f = nil
	}
}

// snap calls back as it would on a break; one that was taken back is called all the same.
func (b *breakable) snap(t *testing.T) (again func()) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.f == nil {
		t.Fatal("nobody asked to be told")
	}
	b.f()
	return b.f
}

func TestBreak(t *testing.T) {
	a, _ := net.Pipe()
	conn := &breakable{Conn: a}
	gone := 0
	stop := watcher(t).Watch(conn, func() { gone++ })
	again := conn.snap(t)
	again()
	stop()
	stop()
	if gone != 1 {
		t.Errorf("called %d times", gone)
	}
	if conn.f != nil {
		t.Error("stop has not taken back what the connection calls")
	}
}

func TestBreakAfterStop(t *testing.T) {
	a, _ := net.Pipe()
	conn := &breakable{Conn: a}
	stop := watcher(t).Watch(conn, func() { t.Error("gone after stop") })
	f := conn.f
	stop()
	f() // was running already, say
}

func TestBreakAfterClose(t *testing.T) {
	a, _ := net.Pipe()
	conn := &breakable{Conn: a}
	w := watcher(t)
	defer w.Watch(conn, func() { t.Error("gone after Close") })()
	w.Close()
	conn.snap(t)
}

// TestBreakAndPeer lets both sides end the connection.
func TestBreakAndPeer(t *testing.T) {
	server, peer := pair(t)
	conn := &breakable{Conn: labtest.Wrap(server)}
	gone := make(chan bool, 2)
	stop := watcher(t).Watch(conn, func() { gone <- true })
	conn.snap(t)
	labtest.Receive(t, gone, "notice of the break")
	other, otherPeer := pair(t)
	seen := make(chan bool, 1)
	defer watcher(t).Watch(other, func() { seen <- true })()
	peer.Close()
	otherPeer.Close()
	labtest.Receive(t, seen, "notice of another peer")
	stop()
	if len(gone) > 0 {
		t.Error("noticed twice")
	}
}
