package fanout

import (
	"errors"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"
)

// turn lets s advance, and ends it if it can't. A panic ends it alone.
func (f *Fanout) turn(s *Stream, now time.Duration) {
	defer f.guard(s)
	if err := f.advance(s, now); err != nil {
		if errors.Is(err, errSlow) {
			f.slow.Add(1)
			if c, ok := s.Conn.(interface{ SetLinger(sec int) error }); ok {
				c.SetLinger(0) // free what the system holds for it now, not when the peer gives up
			}
		}
		f.finish(s)
	}
}

// dismiss ends s with the last word, after the rest of the entry that it is in.
func (f *Fanout) dismiss(s *Stream) {
	defer f.guard(s)
	due := s.pending
	if !s.final {
		due = slices.Concat(due, s.coded(f.cfg.Closed, true))
	}
	n := 0
	if len(due) > 0 {
		n, _ = tryWrite(s, due)
	}
	s.said = n == len(due)
	f.finish(s)
}

// guard, deferred, turns a panic into the end of s.
func (f *Fanout) guard(s *Stream) {
	if v := recover(); v != nil {
		f.report(v)
		f.finish(s)
	}
}

// finish ends s: it leaves the list, its owner and those who wait for it are told, and its connection is closed.
func (f *Fanout) finish(s *Stream) {
	if s.ended {
		return
	}
	s.ended = true
	if s.listed {
		last := len(f.list) - 1
		f.list[s.index] = f.list[last]
		f.list[s.index].index = s.index
		f.list[last] = nil
		f.list = f.list[:last]
	}
	f.streams.Add(-1)
	f.safely(s.End)
	if !s.KeepConn || !s.said {
		f.safely(func() { s.Conn.Close() })
	}
	s.tell(ErrEnded)
}

// safely calls do, if there is one, and survives its panic.
func (f *Fanout) safely(do func()) {
	defer func() {
		if v := recover(); v != nil {
			f.report(v)
		}
	}()
	if do != nil {
		do()
	}
}

// rescue, deferred, survives a panic that no stream accounts for, such as Encode's: all streams end.
func (f *Fanout) rescue() {
	v := recover()
	if v == nil {
		return
	}
	f.report(v)
	f.late = nil
	for {
		f.mu.Lock()
		streams, words := slices.Concat(f.list, f.added), f.words
		f.added, f.removed, f.words = nil, nil, nil
		if len(streams) == 0 {
			f.stopped = nil
		}
		f.mu.Unlock()
		for _, s := range streams {
			f.finish(s)
		}
		for _, w := range words {
			w.taken <- ErrEnded
		}
		if len(streams) == 0 {
			return
		}
	}
}

func (f *Fanout) report(v any) {
	f.panics.Add(1)
	slog.Error("a stream panicked", "panic", v, "stack", string(debug.Stack()))
}
