package presence

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wireside/labs/lab/labtest"
)

func TestGone(t *testing.T) {
	for _, test := range []struct {
		name  string
		leave func(peer *net.TCPConn) error
	}{
		{"close", (*net.TCPConn).Close},
		{"half-close", (*net.TCPConn).CloseWrite},
		{"reset", func(peer *net.TCPConn) error { peer.SetLinger(0); return peer.Close() }},
		{"close after data that nobody reads", func(peer *net.TCPConn) error { peer.Write([]byte("x")); return peer.Close() }},
	} {
		t.Run(test.name, func(t *testing.T) {
			conn, peer := pair(t)
			gone := make(chan time.Time, 2)
			stop := watcher(t).Watch(labtest.Wrap(conn), func() { gone <- time.Now() })
			if _, err := peer.Write([]byte("still here")); err != nil {
				t.Fatal(err)
			}
			left := time.Now()
			if err := test.leave(peer); err != nil {
				t.Fatal(err)
			}
			if took := labtest.Receive(t, gone, "notice").Sub(left); took < 0 {
				t.Errorf("noticed after %v", took)
			}
			stop()
			if len(gone) > 0 {
				t.Error("noticed twice")
			}
		})
	}
}

func TestGoneBeforeWatch(t *testing.T) {
	conn, peer := pair(t)
	peer.Close()
	gone := make(chan bool, 1)
	defer watcher(t).Watch(conn, func() { gone <- true })()
	labtest.Receive(t, gone, "notice of a peer that had left already")
}

// TestStop uses a second connection, watched by the same goroutine, to know that the first one's event was seen.
func TestStop(t *testing.T) {
	w := watcher(t)
	conn, peer := pair(t)
	other, otherPeer := pair(t)
	stop := w.Watch(conn, func() { t.Error("gone after stop") })
	stop()
	stop()
	gone := make(chan bool, 1)
	defer w.Watch(other, func() { gone <- true })()
	peer.Close()
	otherPeer.Close()
	labtest.Receive(t, gone, "notice of the other")
}

func TestWatchAgain(t *testing.T) {
	w := watcher(t)
	conn, peer := pair(t)
	w.Watch(conn, func() { t.Error("the first watch was stopped") })()
	gone := make(chan bool, 1)
	stop := w.Watch(conn, func() { gone <- true })
	w.Watch(conn, func() { t.Error("watched twice at once") })()
	peer.Close()
	labtest.Receive(t, gone, "notice")
	stop()
}

// TestReusedDescriptor stops a watch after its connection was closed, when its descriptor is somebody else's already.
func TestReusedDescriptor(t *testing.T) {
	w := watcher(t)
	for range 50 {
		conn, peer := pair(t)
		stop := w.Watch(conn, func() {})
		conn.Close()
		peer.Close()
		next, nextPeer := pair(t)
		gone := make(chan bool, 1)
		nextStop := w.Watch(next, func() { gone <- true })
		stop()
		nextPeer.Close()
		labtest.Receive(t, gone, "notice of the connection that got the descriptor")
		nextStop()
	}
}

// TestStopAgainstGone lets both happen at once: once stop has returned, gone does not run.
func TestStopAgainstGone(t *testing.T) {
	w := watcher(t)
	var wg sync.WaitGroup
	for range 100 {
		conn, peer := pair(t)
		var stopped atomic.Bool
		stop := w.Watch(conn, func() {
			if stopped.Load() {
				t.Error("gone after stop")
			}
		})
		wg.Go(func() { peer.Close() })
		wg.Go(func() { stop(); stopped.Store(true); conn.Close() })
	}
	wg.Wait()
}

func BenchmarkWatchAndStop(b *testing.B) {
	w := watcher(b)
	conn, _ := pair(b)
	b.ReportAllocs()
	for b.Loop() {
		w.Watch(conn, func() {})()
	}
}
