package fanout

import (
	"errors"
	"os"
	"slices"
	"time"

	"wireside/labs/feed"
)

// TryWriter is a connection that can be written to without waiting. n < len(p) with a nil error means that more would
// block. It is lab.TryWriter, said again so that nothing here depends on HTTP.
type TryWriter interface {
	TryWrite(p []byte) (n int, err error)
}

const (
	retryAfter  = 5 * time.Millisecond   // a connection that took nothing is tried again after this, then twice as long,
	retryAtMost = 320 * time.Millisecond // up to this: thousands that never read must not cost a core
	writeWait   = 2 * time.Millisecond   // how long a write may take on a connection that is no TryWriter

	codeAtOnce = 16 << 10 // bytes that a Code has made, after which they are written before it makes more
)

// place is where a stream stands. It belongs to the fan-out's goroutine, but for added and removed, which the lock guards.
type place struct {
	added, removed bool

	listed  bool           // among loop.list
	ended   bool           //
	late    bool           // among loop.late: more is due than the connection took
	final   bool           // pending is the last word
	said    bool           // all of the last word is written
	index   int            // in loop.list
	pending []byte         // is due before the entry Next
	waiting []chan<- error // are told when pending is written
	moved   time.Duration  // when the connection last took something or, if late, when it began to take nothing
	pinged  time.Duration  // when it was last pinged, or was added
	backoff time.Duration  // the pause before the next try, if late
	retry   time.Duration  // when that is
}

// What ends a stream in the ordinary course.
var (
	errEnded = errors.New("fanout: the feed has ended")
	errSlow  = errors.New("fanout: the connection took nothing for too long")
)

// advance writes to s what the connection takes: what is pending, then the rest of a segment of the log at most, so that
// one stream that is far behind does not hold up the others.
func (f *Fanout) advance(s *Stream, now time.Duration) error {
	for {
		if len(s.pending) > 0 {
			n, err := tryWrite(s, s.pending)
			s.pending = s.pending[n:]
			if err != nil {
				return err
			}
			if len(s.pending) > 0 {
				return f.blocked(s, n, now)
			}
			s.pending, s.moved, s.backoff = nil, now, 0
		}
		s.tell(nil)
		if s.final {
			s.said = true
			return errEnded
		}
		if s.Next == 0 {
			s.Next = f.log.first
		}
		if s.Next < f.log.first {
			gap := feed.Gap{From: s.Next, To: f.log.first - 1}
			f.missed.Add(int64(gap.To - gap.From + 1))
			if f.cfg.Gap != nil {
				s.pending = s.coded(f.cfg.Gap(nil, gap), false)
			}
			s.Next = f.log.first
			continue
		}
		if s.Next < f.log.next {
			segment, i := f.log.find(s.Next)
			if segment.start(i) < len(segment.buf) {
				return f.write(s, segment, i, now)
			}
			s.Next += uint64(len(segment.ends) - i) // what is left of it is empty
			continue
		}
		if !f.over {
			s.late = false
			return nil
		}
		s.final = true
		s.pending = s.coded(f.cfg.Ended, true)
	}
}

// write writes to s what the connection takes of a segment, from entry i on; or codes it, if that is what s does.
func (f *Fanout) write(s *Stream, segment *segment, i int, now time.Duration) error {
	if s.Code != nil {
		for ; i < len(segment.ends) && len(s.pending) < codeAtOnce; i++ {
			if entry := segment.buf[segment.start(i):segment.ends[i]]; len(entry) > 0 {
				s.pending = s.Code(s.pending, entry, false)
			}
			s.Next++
		}
		s.moved = now
		f.later(s, now) // to be written at once
		return nil
	}
	start := segment.start(i)
	n, err := tryWrite(s, segment.buf[start:])
	if err != nil {
		return err
	}
	for ; i < len(segment.ends) && segment.ends[i] <= start+n; i++ {
		s.Next++
	}
	if start+n > segment.start(i) { // within an entry: the rest is owed, even if the entry leaves the window
		s.pending = slices.Clone(segment.buf[start+n : segment.ends[i]])
		s.Next++
	}
	if start+n < len(segment.buf) {
		return f.blocked(s, n, now)
	}
	s.moved = now
	if s.Next < f.log.next || f.over {
		f.later(s, now) // it may take more at once
	} else {
		s.late = false
	}
	return nil
}

// coded returns what is written for a block.
func (s *Stream) coded(block []byte, last bool) []byte {
	if s.Code == nil {
		return block
	}
	return s.Code(nil, block, last)
}

// blocked notes that the connection took n bytes and then no more.
func (f *Fanout) blocked(s *Stream, n int, now time.Duration) error {
	if n > 0 || !s.late {
		s.moved, s.backoff = now, 0
	}
	if now-s.moved >= f.cfg.WriteTimeout {
		return errSlow
	}
	s.backoff = min(max(2*s.backoff, retryAfter), retryAtMost)
	f.later(s, now+s.backoff)
	return nil
}

// tryWrite writes what the connection takes now. n < len(p) without an error means that it takes no more.
func tryWrite(s *Stream, p []byte) (n int, err error) {
	if w, ok := s.Conn.(TryWriter); ok {
		return w.TryWrite(p)
	}
	if err := s.Conn.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return 0, err
	}
	n, err = s.Conn.Write(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = nil
	}
	return n, err
}
