// Package scratch is an event stream put together from parts that each fit an exercise: what a block looks like, what a client
// that comes back is sent, and what keeps a silent stream alive. The files encode.go, resume.go and heartbeat.go are answers to
// read; lane.go, stream.go and conn.go put them on a connection, readable before fast: three goroutines a stream, of which two
// run parts that may never return.
//
// What the lab serves by default is in labs/sse: it writes the same bytes with one goroutine for all streams.
package scratch

import (
	"context"
	"errors"
	"time"

	"wireside/labs/feed"
)

// Event is a block of an event stream, to be written. The zero value is an event without a type or an ID, and with empty data.
type Event struct {
	Retry   time.Duration // how long a client is to wait before it connects again. Below a millisecond: no retry field
	Comment string        // for people who read the stream; clients skip it. "": no comment
	Type    string        // "": no event field, and a client takes the type for "message"
	ID      string        // "": no id field
	Data    string        // any text, line ends too. "" is empty data, which is data
	NoData  bool          // no data field at all, whatever Data is: a client dispatches nothing
}

// Message is what a client makes of a block.
type Message struct {
	Type  string        // "message" if the block names none
	ID    string        // the last event ID: this block's, or that of a block before
	Data  string        // its lines, with an LF between two
	Retry time.Duration // what the stream has last said of it, in this block or before; 0: nothing yet
}

// Parser reads one event stream.
type Parser interface {
	// Write takes the next bytes, however they are cut, and returns the messages that they complete, in order. The caller uses
	// p again for other bytes afterwards.
	Write(p []byte) ([]Message, error)
}

// Resumption is what a client is sent first that has come, or come back.
type Resumption struct {
	Events []feed.Event // of those kept, the ones that it lacks, in order
	Gap    *feed.Gap    // what it lacks besides, and nobody keeps any more: first and last. nil: nothing
	Reset  bool         // its ID is not of this feed: all that is kept is in Events
}

// Writer is a connection to one client.
type Writer interface {
	// Write writes p, and returns once the system has all of it, or the deadline has passed.
	Write(p []byte) (int, error)
	// SetWriteDeadline says until when a Write may take, those under way too. Then it fails with os.ErrDeadlineExceeded. The
	// zero Time: for as long as it likes.
	SetWriteDeadline(t time.Time) error
}

// Reader is a connection to the server.
type Reader interface {
	// Read waits for bytes, of which it returns at least one, or an error: io.EOF at the end of the stream.
	Read(p []byte) (int, error)
	// SetReadDeadline says until when a Read may take. Then it fails with os.ErrDeadlineExceeded.
	SetReadDeadline(t time.Time) error
}

// Heartbeat is the block that a silent stream sends: a comment, of which no script hears.
const Heartbeat = ": heartbeat\n\n"

// ErrSilent is a stream on which nothing has come for too long.
var ErrSilent = errors.New("the stream is silent")

// Parts are what a lane is put together from.
type Parts struct {
	// Encode returns the bytes of a block. The error: it can't be said.
	Encode func(e Event) ([]byte, error)
	// Resume says what a client is sent first. kept are the events that can still be had, in order and without gaps; they are
	// Resume's own. The error: lastEventID is none.
	Resume func(kept []feed.Event, lastEventID string) (Resumption, error)
	// Pump writes the blocks that come, each with one Write, which may take as long as timeout; and Heartbeat whenever the
	// duration every has passed without a Write. It returns nil when events is closed, ctx's error soon after ctx has ended, and the error of
	// a Write that has failed.
	Pump func(ctx context.Context, w Writer, events <-chan []byte, every, timeout time.Duration) error
}

// Reference returns the parts that are right.
func Reference() Parts { return Parts{Encode: Encode, Resume: Resume, Pump: Pump} }
