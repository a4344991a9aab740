// Package presence notices at once that the other side of a connection has left, without reading from it: a server that
// only writes, or waits for something to write, learns it otherwise only from a failed write.
//
// It does so on Linux. Elsewhere a [Watcher] accepts connections and never reports that a peer has left; there the error of
// the next write, a heartbeat at the latest, or the deadline of the answer tells. A connection that was ended from this side
// it reports everywhere.
package presence

import (
	"net"
	"sync"
	"sync/atomic"
)

// Watcher watches any number of connections with one goroutine. Make one with New. All methods may be called from any
// goroutine. The nil Watcher watches nothing.
type Watcher struct {
	impl
	shut atomic.Bool // Close was called
}

// New returns a watcher, whose goroutine runs until Close. It fails only when the system is out of file descriptors.
func New() (*Watcher, error) {
	w := new(Watcher)
	if err := w.open(); err != nil {
		return nil, err
	}
	return w, nil
}

// breaker is a connection that may be ended from this side without its user's doing. It calls f then, once, on a goroutine
// that f may not block; cancel takes that back.
type breaker interface {
	OnBreak(f func()) (cancel func())
}

// Watch calls gone, once at most, when the peer of conn has closed its side or reset the connection. A peer that only
// closes its writing half counts as gone too: no browser does that and stays. If it has left already, gone is called soon.
// So it is when conn has a method OnBreak(f func()) (cancel func()), and calls f: then it was ended from this side.
//
// gone runs on a goroutine of the watcher's, with the watcher locked, or of conn's: it must neither block nor call the
// watcher or stop. When stop has returned, gone neither runs nor will; call it before conn is closed. A second call of stop
// does nothing.
//
// A connection can be watched once at a time. It must give access to its file descriptor: as a syscall.Conn, or by a method
// Control like syscall.RawConn's. Of one that does not, is closed, or is being watched, only a break is noticed; after Close
// nothing is.
func (w *Watcher) Watch(conn net.Conn, gone func()) (stop func()) {
	if w == nil {
		return func() {}
	}
	b, ok := conn.(breaker)
	if !ok {
		return w.watch(conn, gone)
	}
	var mu sync.Mutex // orders the two that may tell, and stop
	over := false
	once := func() {
		mu.Lock()
		defer mu.Unlock()
		if !over && !w.shut.Load() {
			over = true
			gone()
		}
	}
	cancel, forget := b.OnBreak(once), w.watch(conn, once)
	return func() {
		cancel()
		forget()
		mu.Lock()
		defer mu.Unlock()
		over = true
	}
}

// Close ends the goroutine and waits for it. A second call does nothing.
func (w *Watcher) Close() {
	if w != nil {
		w.shut.Store(true)
		w.close()
	}
}
