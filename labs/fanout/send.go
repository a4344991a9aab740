package fanout

import (
	"errors"
	"slices"
	"time"
)

// ErrEnded is Send's error for a stream that has ended, or whose last word is due already.
var ErrEnded = errors.New("fanout: the stream has ended")

// word is something that one stream is to be sent and that is no event.
type word struct {
	stream *Stream
	bytes  []byte
	last   bool
	taken  chan<- error // is told when the connection has all of it; has room for that
}

// Send writes p to s, behind the entry that s is in the middle of and before the next one, and waits until the connection
// has taken it: a peer that sends and does not read is so held up itself. last says that it is the last word: nothing comes
// after it, and s ends. The stream must have been added; any goroutine may send but those that call Config's functions.
//
// The error is ErrEnded, and then some of p may have been written.
func (f *Fanout) Send(s *Stream, p []byte, last bool) error {
	taken := make(chan error, 1)
	f.mu.Lock()
	if f.stopped == nil { // no stream is left
		f.mu.Unlock()
		return ErrEnded
	}
	f.words = append(f.words, word{s, p, last, taken})
	f.mu.Unlock()
	f.wake()
	return <-taken
}

// say makes what Send left due.
func (f *Fanout) say(w word, now time.Duration) {
	s := w.stream
	if s.ended || s.final {
		w.taken <- ErrEnded
		return
	}
	defer f.guard(s)
	s.waiting = append(s.waiting, w.taken)
	s.pending = slices.Concat(s.pending, s.coded(w.bytes, w.last))
	s.final = w.last
	if !s.late {
		f.later(s, now)
	}
}

// tell tells those who wait in Send for s.
func (s *Stream) tell(err error) {
	for _, taken := range s.waiting {
		taken <- err
	}
	s.waiting = nil
}
