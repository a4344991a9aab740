// Package tap copies the bytes that cross a server's connections.
//
// [Listen] wraps a listener; each connection that it accepts hands what was read and written to a [Recorder], in order,
// with the time. The tap knows no protocol, changes no byte and queues nothing: a recorder is called between the socket and
// the server, so it must be quick and must not wait.
package tap

import "wireside/wireview/wire"

// Recorder receives what crosses one connection. Calls for one connection never overlap.
type Recorder interface {
	// Bytes receives bytes that crossed the socket. at is Unix time in microseconds: for a read when it returned, for a
	// write when it began, so that no reply comes before its cause. p is valid only during the call.
	Bytes(dir wire.Dir, at int64, p []byte)
	// Closed is called once, when the server has closed the connection. No Bytes follow.
	Closed(at int64)
}

// Looker is a Recorder that wants to look at the socket once more, with [Conn.Control], before it is closed.
type Looker interface {
	Recorder
	// Closing is called once, before the server closes the connection. Bytes may follow.
	Closing()
}

// Discard is a Recorder that forgets everything.
var Discard Recorder = discard{}

type discard struct{}

func (discard) Bytes(wire.Dir, int64, []byte) {}
func (discard) Closed(int64)                  {}
