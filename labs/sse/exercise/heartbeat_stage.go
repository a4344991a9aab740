package exercise

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"time"

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
	closes  = "no more events come; on the client's side: the stream ends"
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

// run plays the steps beside an answer, and returns how that ended. The error is its panic.
func (s *stage) run(steps []step, answer func() error) (end string, panicked error) {
	go s.play(steps)
	end = fmt.Sprintf("never: it was stopped after %d Writes", mostWrites)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			if v := recover(); v != nil {
				panicked = fmt.Errorf("it panicked: %v\n%s", v, debug.Stack())
			}
		}()
		end = s.how(answer())
	}()
	<-ended
	close(s.returned)
	return end, panicked
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

// silence is how long nothing has crossed the wire.
func (s *stage) silence() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	since := time.Since(s.began)
	if last := len(s.seen) - 1; last >= 0 {
		since -= s.seen[last].after
	}
	return since
}

// silentEnd is the end of a Listen that gave up in time.
const silentEnd = "2.5 × every after the last byte, with ErrSilent"

// how says when and with what error an answer has returned.
func (s *stage) how(err error) string {
	var with string
	switch {
	case err == nil:
		with = "without an error"
	case errors.Is(err, scratch.ErrSilent):
		if silence := s.silence(); silence >= 5*every/2 && silence < 3*every { // who looks now and then is a little late
			return silentEnd
		}
		with = "with ErrSilent"
	case errors.Is(err, context.Canceled):
		with = "with the context’s error"
	case errors.Is(err, errBroken):
		with = "with the connection’s error"
	case errors.Is(err, os.ErrDeadlineExceeded):
		with = "with the deadline’s error"
	case errors.Is(err, io.ErrClosedPipe):
		with = "only when the connection was closed under it"
	default:
		with = fmt.Sprintf("with the error %q", err)
	}
	return fmt.Sprintf("at %v, %s", time.Since(s.began), with)
}
