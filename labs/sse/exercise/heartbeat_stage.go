package exercise

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

// What all trials of Pump and Listen have in common.
const (
	ms       = time.Millisecond
	every    = 10 * time.Second
	patience = time.Hour     // a timeout that is none
	atLast   = 2 * time.Hour // then everything ends, for an answer that would go on for ever

	block1, block2 = "data: 1\n\n", "data: 2\n\n"
	mostSeen       = 12   // writes that a failure shows
	mostWrites     = 1000 // then an answer is stopped
)

// step is something that happens at a time after the beginning.
type step struct {
	after time.Duration
	does  string // cancels, closes, or the block to send
}

// What a step may do besides.
const (
	cancels = "the context is cancelled"
	closes  = "events is closed; on the client's side: the stream ends"
)

var errBroken = errors.New("the connection is broken")

// at is how a failure shows what crossed the wire at a time after the beginning.
func at(after time.Duration, block string) string { return fmt.Sprintf("at %v: %q", after, block) }

// stage is where an answer is tried, on the clock of a bubble. Set the exported fields.
type stage struct {
	Send   func(block string)
	Close  func()
	Cancel func()
	Last   func() // called when the answer has not returned for long

	began    time.Time
	returned chan struct{} // closed when the answer has
	late     chan struct{} // closed at last

	mu   sync.Mutex
	seen []crossing
}

// crossing is what crossed the wire at one time.
type crossing struct {
	after time.Duration
	bytes string
}

func newStage() *stage {
	s := &stage{began: time.Now(), returned: make(chan struct{}), late: make(chan struct{})}
	time.AfterFunc(atLast, func() { close(s.late) })
	return s
}

// run plays the steps beside an answer, and returns how that ended. The error is its panic, or that it is a stub.
func (s *stage) run(name string, steps []step, answer func() error) (end ending, failed error) {
	go s.play(steps)
	end = ending{Returned: fmt.Sprintf("never: stopped after %d Writes", mostWrites)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			if v := recover(); v != nil {
				failed = fmt.Errorf("%s panicked: %v\n%s", name, v, debug.Stack())
			}
		}()
		err := answer()
		if errors.Is(err, lab.ErrTODO) {
			failed = fmt.Errorf("%s still returns lab.ErrTODO: it is yours to write", name)
		}
		end = s.how(err)
	}()
	<-ended
	close(s.returned)
	return end, failed
}

// play does the steps, until the answer has returned.
func (s *stage) play(steps []step) {
	for _, step := range steps {
		select {
		case <-time.After(time.Until(s.began.Add(step.after))):
		case <-s.returned:
			return
		}
		switch step.does {
		case cancels:
			s.Cancel()
		case closes:
			s.Close()
		default:
			s.Send(step.does)
		}
	}
	select {
	case <-s.late:
		s.Last()
	case <-s.returned:
	}
}

// note keeps what crossed the wire. join has it be one with what crossed at the same time.
func (s *stage) note(p []byte, join bool) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := crossing{time.Since(s.began), string(p)}
	if last := len(s.seen) - 1; join && last >= 0 && s.seen[last].after == c.after {
		s.seen[last].bytes += c.bytes
	} else {
		s.seen = append(s.seen, c)
	}
	return len(s.seen)
}

// crossed shows what crossed the wire, and when.
func (s *stage) crossed() (shown []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, c := range s.seen {
		if i == mostSeen {
			return append(shown, fmt.Sprintf("and %d more", len(s.seen)-mostSeen))
		}
		shown = append(shown, at(c.after, c.bytes))
	}
	return shown
}

// last is when something has crossed the wire for the last time, 0 if nothing has.
func (s *stage) last() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.seen) - 1; last >= 0 {
		return s.seen[last].after
	}
	return 0
}

// told says in words what the steps are: "an event at 6s, ctx ends at 30s".
func told(steps []step, closing string) string {
	if len(steps) == 0 {
		return "nothing comes"
	}
	var what []string
	for _, step := range steps {
		does := "an event"
		switch step.does {
		case cancels:
			does = "ctx ends"
		case closes:
			does = closing
		case scratch.Heartbeat:
			does = "a heartbeat"
		}
		what = append(what, fmt.Sprintf("%s at %v", does, step.after))
	}
	return strings.Join(what, ", ")
}
