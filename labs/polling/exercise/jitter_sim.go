package exercise

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/lab"
)

// A simulated server, and what a client does with it.
const (
	simInterval = time.Second
	simTooMany  = 100 // questions; then the client is stopped, whatever it does
)

var errSim = errors.New("503 Service Unavailable")

// reply is what the simulated server answers to one question.
type reply struct {
	batch lab.Batch
	err   error
	takes time.Duration // until it is there, unless the context ends before
}

// sim is a server in simulated time. It answers with replies in order, and then that there is nothing new.
type sim struct {
	replies []reply

	mu      sync.Mutex
	ctx     context.Context // the client's
	began   time.Time
	asked   int // questions
	pending int // those that are open
	watched
}

// seen is what was seen of a client.
type seen struct {
	Asked      []string // the questions in order, until the context ended, and when: "after 3, at 1s"
	Events     []uint64 // the numbers handed on, in order
	OpenAtOnce int      // questions open at a time, at most
}

// watched is all that was seen of a client, and how it ended.
type watched struct {
	seen
	span  time.Duration // after which the context ended
	ended bool          // Poll returned
	at    time.Duration // when it did
	err   error         // and what

	panicked error
}

// watch runs a client for some simulated time, and returns what was seen of it.
func (s *sim) watch(run book.Run, poll Poll, span time.Duration, jitter float64, random ...float64) watched {
	run.Bubble(func() {
		s.began = time.Now()
		ctx, end := context.WithTimeout(context.Background(), span)
		defer end()
		s.ctx = ctx
		done := make(chan struct{})
		go func() { // fetch may have to stop it
			defer close(done)
			defer func() {
				if v := recover(); v != nil {
					s.panicked = fmt.Errorf("Poll panicked: %v\n%s", v, debug.Stack())
				}
			}()
			err := poll(ctx, s.fetch, simInterval, jitter, s.chance(random), s.each)
			s.mu.Lock()
			defer s.mu.Unlock()
			s.ended, s.at, s.err = true, s.since(), err
		}()
		<-done
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.span = span
	return s.watched
}

// chance returns the numbers in turn, again and again.
func (s *sim) chance(numbers []float64) func() float64 {
	calls := 0
	return func() float64 {
		s.mu.Lock()
		defer s.mu.Unlock()
		calls++
		if len(numbers) == 0 {
			return 0
		}
		return numbers[(calls-1)%len(numbers)]
	}
}

func (s *sim) since() time.Duration { return time.Since(s.began).Round(time.Millisecond) }

func (s *sim) fetch(ctx context.Context, after uint64) (lab.Batch, error) {
	s.mu.Lock()
	n := s.asked
	s.asked++
	if n == simTooMany {
		s.mu.Unlock()
		runtime.Goexit() // it asks without end: nothing else stops it
	}
	if s.ctx.Err() == nil {
		s.Asked = append(s.Asked, fmt.Sprintf("after %d, at %v", after, s.since()))
	}
	s.pending++
	s.OpenAtOnce = max(s.OpenAtOnce, s.pending)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.pending--
		s.mu.Unlock()
	}()

	answer := reply{batch: lab.Batch{Next: after}}
	if n < len(s.replies) {
		answer = s.replies[n]
	}
	there := time.NewTimer(answer.takes)
	defer there.Stop()
	select {
	case <-there.C:
	case <-ctx.Done():
		return lab.Batch{}, ctx.Err()
	}
	return answer.batch, answer.err
}

func (s *sim) each(event feed.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Events = append(s.Events, event.Seq)
}
