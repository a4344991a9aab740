package exercise

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"wireside/labs/book"
	"wireside/labs/lab"
)

const ms = time.Millisecond

var jitterChecks = []book.Check[Poll]{
	{
		Name: "every event, once and in order",
		Spec: contract,
		Hint: "What does the second question say of the first answer, and when does it go out?",
		More: "Begin with cursor 0. After an answer the cursor is its Next, and the next question carries it; else the same events come again.",
		Run: func(run book.Run, poll Poll) error {
			s := sim{replies: []reply{{batch: batch(1, 3)}, {batch: batch(4, 4)}}}
			return held(s.watch(run, poll, 2500*ms, 0), seen{
				Asked: []string{"after 0, at 0s", "after 3, at 1s", "after 4, at 2s"}, Events: []uint64{1, 2, 3, 4}},
				"Poll, with answers of events 1 to 3, of event 4, and then of nothing, for 2.5 s")
		},
	},
	{
		Name: "an answer that has no events",
		Spec: contract,
		Hint: "The server may pass over events that are not for this client. Which cursor does it say to go on with?",
		More: "Next is what counts, not the last event: an answer without events still has one, and it may be further on than what was seen.",
		Run: func(run book.Run, poll Poll) error {
			s := sim{replies: []reply{{batch: batch(1, 2)}, {batch: lab.Batch{Next: 7}}, {batch: batch(8, 8)}}}
			return held(s.watch(run, poll, 3500*ms, 0), seen{
				Asked: []string{"after 0, at 0s", "after 2, at 1s", "after 7, at 2s", "after 8, at 3s"}, Events: []uint64{1, 2, 8}},
				"Poll, whose second answer is without events and says Next: 7, for 3.5 s")
		},
	},
	{
		Name: "a random share off each wait",
		Spec: contract,
		Hint: "Which part of the interval is left to chance, and does it make the wait longer or shorter? A time.Duration is a whole number.",
		More: "A wait is interval − jitter × random() × interval, with a new random() for each. With jitter 0.5 it lies between half the " +
			"interval and all of it. A float64 times a time.Duration needs a conversion: time.Duration(0.5 * float64(interval)).",
		Run: func(run book.Run, poll Poll) error {
			var s sim
			err := held(s.watch(run, poll, 3500*ms, 0.5, 0, 0.5, 0.25, 0.75), seen{
				Asked: []string{"after 0, at 0s", "after 0, at 1s", "after 0, at 1.75s", "after 0, at 2.625s", "after 0, at 3.25s"}},
				"Poll with interval 1s, jitter 0.5, and a random() that gives 0, 0.5, 0.25, 0.75, for 3.5 s")
			if err != nil {
				return err
			}
			s = sim{}
			return held(s.watch(run, poll, 1400*ms, 1, 0.5), seen{
				Asked: []string{"after 0, at 0s", "after 0, at 500ms", "after 0, at 1s"}},
				"Poll with interval 1s, jitter 1, and a random() that gives 0.5, for 1.4 s")
		},
	},
	{
		Name: "polls that fail",
		Spec: contract,
		Hint: "One answer is missing. What does the client still know, and what should it do next, and when?",
		More: "An error ends nothing but this poll: wait as always, and ask with the cursor that you had. What came along with the error " +
			"means nothing, its Next neither.",
		Run: func(run book.Run, poll Poll) error {
			s := sim{replies: []reply{{batch: batch(1, 2)}, {err: errSim}, {batch: lab.Batch{Next: 9}, err: errSim}, {batch: batch(3, 3)}}}
			return held(s.watch(run, poll, 4500*ms, 0), seen{
				Asked:  []string{"after 0, at 0s", "after 2, at 1s", "after 2, at 2s", "after 2, at 3s", "after 3, at 4s"},
				Events: []uint64{1, 2, 3}},
				"Poll, whose second and third question fail, for 4.5 s")
		},
	},
	{
		Name: "an answer that takes long",
		Spec: contract,
		Hint: "The answer takes longer than the interval. Does the client ask once more meanwhile?",
		More: "A ticker with a goroutine for each tick asks again while the first question is still open: both carry one cursor, and events " +
			"come twice. Ask in the loop itself, one after the other.",
		Run: func(run book.Run, poll Poll) error {
			s := sim{replies: []reply{{batch: batch(1, 1), takes: 3500 * ms}, {batch: batch(2, 2)}}}
			got := s.watch(run, poll, 6200*ms, 0)
			got.Asked = got.Asked[:min(len(got.Asked), 1)] // when the next ones come depends on what the wait counts from
			return held(got, seen{Asked: []string{"after 0, at 0s"}, Events: []uint64{1, 2}},
				"Poll, whose first answer takes 3.5 s, for 6.2 s")
		},
	},
	{
		Name: "the end while it waits",
		Spec: contract,
		Hint: "The context ends in the middle of a wait. When does Poll return, and what?",
		More: "time.Sleep can’t be woken. Wait for two things with select: for a timer’s channel, and for ctx.Done().",
		Run: func(run book.Run, poll Poll) error {
			var s sim
			return ended(s.watch(run, poll, 1400*ms, 0), seen{Asked: []string{"after 0, at 0s", "after 0, at 1s"}},
				"Poll, whose context ends after 1.4 s, between two questions")
		},
	},
	{
		Name: "the end while it asks",
		Spec: contract,
		Hint: "The context ends while a question is open. Does fetch hear of it? Then it returns an error: was that a poll that failed?",
		More: "Call fetch with the ctx that you were given, and look at ctx.Err() when it has returned: if the context has ended, return its error, without another wait.",
		Run: func(run book.Run, poll Poll) error {
			s := sim{replies: []reply{{batch: batch(1, 1)}, {err: errSim, takes: time.Hour}}}
			return ended(s.watch(run, poll, 1400*ms, 0), seen{Asked: []string{"after 0, at 0s", "after 1, at 1s"}, Events: []uint64{1}},
				"Poll, whose context ends after 1.4 s, with the second question open since 1 s")
		},
	},
}

// batch is an answer with the events from first to last.
func batch(first, last uint64) lab.Batch { return lab.Batch{Events: events(first, last), Next: last} }

// held compares what was seen of a client with what should have been. That it asks one question at a time, and doesn't return
// before its context ends, goes for all.
func held(got watched, want seen, what string) error {
	switch {
	case got.panicked != nil:
		return got.panicked
	case errors.Is(got.err, lab.ErrTODO):
		return fmt.Errorf("%s returned an error: %w", what, got.err)
	case got.ended && got.at < got.span:
		return fmt.Errorf("%s: it returned after %v already, and with the error: %v", what, got.at, got.err)
	case len(got.Asked) >= simTooMany:
		const few = 5
		return fmt.Errorf("%s: it asks on and on, %d questions within %v. The first of them:\n  %s",
			what, simTooMany, got.span, strings.Join(got.Asked[:few], "\n  "))
	}
	want.OpenAtOnce = 1
	return book.Same(want, got.seen, "%s", what)
}

// ended is held, and that the client returned when its context ended.
func ended(got watched, want seen, what string) error {
	if err := held(got, want, what); err != nil {
		return err
	}
	switch {
	case !got.ended:
		return fmt.Errorf("%s: it asks on and on after the end", what)
	case got.at > got.span:
		return fmt.Errorf("%s: expected that it returns after %v, seen that it did after %v", what, got.span, got.at)
	case !errors.Is(got.err, context.DeadlineExceeded):
		return fmt.Errorf("%s: expected ctx.Err(), %q, seen %v", what, context.DeadlineExceeded, got.err)
	}
	return nil
}
