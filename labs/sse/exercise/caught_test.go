package exercise

import (
	"context"
	"strconv"
	"testing"
	"time"

	"wireside/labs/book"
	"wireside/labs/book/booktest"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

// TestCaught holds that small faults are caught where the hint speaks of them.
func TestCaught(t *testing.T) {
	booktest.Caught(t, Encode, book.Wrong[Encoder]{
		Name:   "a retry of 0 for what is less than a millisecond",
		Caught: "retry is in milliseconds",
		Answer: func(e scratch.Event) ([]byte, error) {
			if e.Retry > 0 && e.Retry < time.Millisecond {
				e.Retry = 0
				block, err := scratch.Encode(e)
				return append([]byte("retry: 0\n"), block...), err
			}
			return scratch.Encode(e)
		},
	})
	booktest.Caught(t, Parse,
		book.Wrong[NewParser]{
			Name:   "no data field known from an empty one",
			Caught: "no data, no message",
			Answer: func() (scratch.Parser, error) { return &sparing{}, nil },
		},
		book.Wrong[NewParser]{
			Name:   "an ID may hold anything",
			Caught: "the ID stays",
			Answer: careless{anyID: true}.parser,
		},
	)
	booktest.Caught(t, Resume,
		book.Wrong[Resumer]{
			Name:   "an ID may be of any size",
			Caught: "no ID at all, but rubbish",
			Answer: func(kept []feed.Event, id string) (scratch.Resumption, error) {
				if seen, err := strconv.ParseUint(id, 10, 64); err == nil && seen > lab.MaxCursor {
					return scratch.Resumption{Events: kept, Reset: true}, nil
				}
				return scratch.Resume(kept, id)
			},
		},
		book.Wrong[Resumer]{
			Name:   "with nothing kept there is nothing to say",
			Caught: "nothing was published yet",
			Answer: func(kept []feed.Event, id string) (scratch.Resumption, error) {
				if r, err := scratch.Resume(kept, id); len(kept) > 0 || err != nil {
					return r, err
				}
				return scratch.Resumption{}, nil
			},
		},
	)
	booktest.Caught(t, Heartbeat, book.Wrong[Beating]{
		Name:   "only an event’s Write has a deadline",
		Caught: "Pump: each Write has a time of its own",
		Answer: Beating{unhurried, scratch.Listen},
	})
}

// TestOneFault holds that a heartbeat at every tick is told of where it is meant, and nowhere else.
func TestOneFault(t *testing.T) {
	const name = "Pump: an event puts the heartbeat off"
	rest := Heartbeat
	rest.Checks = nil
	for _, check := range Heartbeat.Checks {
		if check.Name != name {
			rest.Checks = append(rest.Checks, check)
		}
	}
	if len(rest.Checks) != len(Heartbeat.Checks)-1 {
		t.Fatalf("there is no check %q", name)
	}
	booktest.Test(t, rest, true, Beating{carelessPump{ticks: true}.run, scratch.Listen})
}

// sparing is a parser that takes a block for one without data if its data is empty.
type sparing struct{ automaton }

func (s *sparing) Write(p []byte) (kept []scratch.Message, err error) {
	all, err := s.automaton.Write(p)
	for _, m := range all {
		if m.Data != "" {
			kept = append(kept, m)
		}
	}
	return kept, err
}

// unhurried is a Pump that sets no deadline for a heartbeat.
func unhurried(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error {
	beats := time.NewTimer(every)
	defer beats.Stop()
	for {
		block := []byte(scratch.Heartbeat)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-beats.C:
		case event, ok := <-events:
			if block = event; !ok {
				return nil
			}
			w.SetWriteDeadline(time.Now().Add(timeout))
		}
		if _, err := w.Write(block); err != nil {
			return err
		}
		beats.Reset(every)
	}
}
