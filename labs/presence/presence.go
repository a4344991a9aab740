// Package presence notices at once that the other side of a connection has left, without reading from it: a server that
// only writes, or waits for something to write, learns it otherwise only from a failed write.
//
// It does so on Linux. Elsewhere a [Watcher] accepts connections and never reports one; there the error of the next write,
// a heartbeat at the latest, or the deadline of the answer tells.
package presence

import "net"

// Watcher watches any number of connections with one goroutine. Make one with New. All methods may be called from any
// goroutine. The nil Watcher watches nothing.
type Watcher struct{ impl }

// New returns a watcher, whose goroutine runs until Close. It fails only when the system is out of file descriptors.
func New() (*Watcher, error) {
	w := new(Watcher)
	if err := w.open(); err != nil {
		return nil, err
	}
	return w, nil
}

// Watch calls gone, once at most, when the peer of conn has closed its side or reset the connection. A peer that only
// closes its writing half counts as gone too: no browser does that and stays. If it has left already, gone is called soon.
//
// gone runs on the watcher's goroutine, with the watcher locked: it must neither block nor call the watcher or stop. When
// stop has returned, gone neither runs nor will; call it before conn is closed. A second call of stop does nothing.
//
// A connection can be watched once at a time. It must give access to its file descriptor: as a syscall.Conn, or by a method
// Control like syscall.RawConn's. One that does not, is closed, or is being watched is not watched; neither is any after
// Close.
func (w *Watcher) Watch(conn net.Conn, gone func()) (stop func()) {
	if w == nil {
		return func() {}
	}
	return w.watch(conn, gone)
}

// Close ends the goroutine and waits for it. A second call does nothing.
func (w *Watcher) Close() {
	if w != nil {
		w.close()
	}
}
