// Package fanout writes one feed to many connections: each event is encoded once, and one goroutine writes it to all.
//
// Events are encoded into a log that covers the feed's window. A stream is a connection and a place in that log, so that
// a reader who has fallen behind goes on where it stopped, many entries to a write, and costs no queue of its own. Writes
// never wait: a connection that takes no more is tried again a little later, and dropped when it has taken nothing for a
// while. What is written, and what closing looks like, is the caller's to say: nothing here knows a protocol.
package fanout

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	"wireside/labs/feed"
)

// The defaults of a [Config].
const (
	DefaultHeartbeatEvery = 15 * time.Second
	DefaultWriteTimeout   = 10 * time.Second
)

// Config says how a fan-out speaks to its connections. The functions are called by one goroutine at a time.
type Config struct {
	// Encode appends what is written for an event, or nothing for one that streams pass over. Required.
	Encode func(dst []byte, e feed.Event) []byte
	// Gap appends what is written for events that a stream asked for, or was too slow for, and that have left the
	// window. nil: nothing.
	Gap func(dst []byte, g feed.Gap) []byte
	// Heartbeat is written to a stream on which nothing was written for HeartbeatEvery. nil: nothing.
	Heartbeat []byte
	// Ping appends what each stream is written every HeartbeatEvery, whatever else it is: what its peer has to answer. It
	// takes the place of Heartbeat. A stream whose connection takes nothing gets none. nil: Heartbeat.
	Ping func(dst []byte) []byte
	// HeartbeatEvery is how long a stream may be silent, or the time between two pings; up to a sixteenth longer with many
	// streams. 0 or less: DefaultHeartbeatEvery.
	HeartbeatEvery time.Duration
	// Ended is written last when the feed has ended and the stream has all of it. nil: nothing.
	Ended []byte
	// Closed is written last when Close ends a stream. nil: nothing.
	Closed []byte
	// WriteTimeout is how long a connection may take nothing of what is due before it is dropped. 0 or less:
	// DefaultWriteTimeout.
	WriteTimeout time.Duration
}

// Stream is one connection and what it has still to get. Set the exported fields, then Add it; from then on it is the
// fan-out's.
type Stream struct {
	// Conn is written to and, in the end, closed. As a TryWriter it delays no other stream; any other connection may
	// do so by 2 ms a write.
	Conn net.Conn
	// Next is the seq of the first event to write. 0: the oldest that is kept.
	Next uint64
	// Head is written before the first event, as it is. nil: nothing. It may be shared between streams.
	Head []byte
	// Code appends what is written for a block, which is an event, a gap, a heartbeat or, if last, the last word: for a
	// stream whose bytes depend on all that went before, such as a compressed one. That may be nothing yet. It is called
	// by one goroutine at a time, and not after End. nil: blocks are written as they are, which costs far less.
	Code func(dst, block []byte, last bool) []byte
	// End is called once, when the stream has ended for whatever reason, before Conn is closed. nil: nothing. It must not
	// call Close or Send.
	End func()
	// KeepConn leaves Conn open, for somebody else to close, if the stream has ended with all of its last word written:
	// its peer may have an answer to that.
	KeepConn bool

	place
}

// Fanout writes a feed to its streams. Make one with New. All methods may be called from any goroutine. It has a
// goroutine while it has streams, and none otherwise.
type Fanout struct {
	feed *feed.Feed
	cfg  Config
	born time.Time
	poke chan struct{} // wakes the goroutine

	mu      sync.Mutex
	added   []*Stream // not seen by the goroutine yet
	removed []*Stream
	words   []word // likewise
	closed  bool
	stopped chan struct{} // closed when the goroutine has ended; nil while there is none

	streams, slow, missed, panics atomic.Int64

	loop // belongs to the goroutine
}

// Stats are counts since New, but for Streams, which is what is open now.
type Stats struct {
	Streams int   // open now
	Slow    int64 // streams dropped since they took nothing for WriteTimeout
	Missed  int64 // events not written to a stream since they had left the window, summed over all streams
	Panics  int64 // streams ended by a panic
}

// New returns a fan-out of f without streams.
func New(f *feed.Feed, cfg Config) *Fanout {
	if cfg.HeartbeatEvery <= 0 {
		cfg.HeartbeatEvery = DefaultHeartbeatEvery
	}
	if cfg.WriteTimeout <= 0 {
		cfg.WriteTimeout = DefaultWriteTimeout
	}
	fo := &Fanout{feed: f, cfg: cfg, born: time.Now(), poke: make(chan struct{}, 1)}
	fo.log.reset(1)
	return fo
}

// Add takes s over: it writes Head, the events that are kept from Next on, and then each new one. It returns at once. On
// a closed fan-out, or if s was removed already, it ends s.
func (f *Fanout) Add(s *Stream) {
	f.streams.Add(1)
	f.mu.Lock()
	if f.closed || s.removed {
		f.mu.Unlock()
		f.finish(s)
		return
	}
	s.added = true
	f.added = append(f.added, s)
	if f.stopped == nil {
		f.stopped = make(chan struct{})
		go f.run(f.stopped)
	}
	f.mu.Unlock()
	f.wake()
}

// Remove ends s at once, without a last word: its peer has left. It does not wait, and may come before Add. Once s has
// ended it does nothing.
func (f *Fanout) Remove(s *Stream) {
	f.mu.Lock()
	s.removed = true
	if s.added && f.stopped != nil {
		f.removed = append(f.removed, s)
	}
	f.mu.Unlock()
	f.wake()
}

// Close ends all streams with Config.Closed as their last word and waits until that is done, which takes no longer than
// one write each. A second call does nothing.
func (f *Fanout) Close() {
	f.mu.Lock()
	f.closed = true
	stopped := f.stopped
	f.mu.Unlock()
	f.wake()
	if stopped != nil {
		<-stopped
	}
}

// Stats returns the counts now.
func (f *Fanout) Stats() Stats {
	return Stats{
		Streams: int(f.streams.Load()),
		Slow:    f.slow.Load(),
		Missed:  f.missed.Load(),
		Panics:  f.panics.Load(),
	}
}

func (f *Fanout) wake() {
	select {
	case f.poke <- struct{}{}:
	default:
	}
}

// now is the time on the clock that places count on.
func (f *Fanout) now() time.Duration { return time.Since(f.born) }
