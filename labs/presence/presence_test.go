package presence

import (
	"net"
	"testing"

	"wireside/labs/lab/labtest"
)

// pair is a TCP connection, both ends closed when the test ends.
func pair(t testing.TB) (server, peer *net.TCPConn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	dialed, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dialed.Close(); accepted.Close() })
	return accepted.(*net.TCPConn), dialed.(*net.TCPConn)
}

func watcher(t testing.TB) *Watcher {
	t.Helper()
	w, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func TestNilWatcher(t *testing.T) {
	var w *Watcher
	conn, _ := pair(t)
	stop := w.Watch(conn, func() { t.Error("gone") })
	stop()
	stop()
	w.Close()
}

func TestConnWithoutSocket(t *testing.T) {
	a, b := net.Pipe()
	stop := watcher(t).Watch(a, func() { t.Error("gone") })
	b.Close()
	stop()
}

func TestCloseEndsTheGoroutine(t *testing.T) {
	before := labtest.Goroutines("labs/presence.")
	w := watcher(t)
	conn, peer := pair(t)
	stop := w.Watch(conn, func() { t.Error("gone after Close") })
	w.Close()
	w.Close()
	peer.Close()
	stop()
	w.Watch(conn, func() { t.Error("watched after Close") })()
	labtest.Until(t, "the watcher's goroutine ends", func() bool { return labtest.Goroutines("labs/presence.") <= before })
}
