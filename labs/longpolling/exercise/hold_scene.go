package exercise

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/lab"
)

// scene is a call of Hold, and what happens meanwhile.
type scene struct {
	what  string // that happens, in words, after the call: "event 4 comes after 3.25s"
	kept  uint64 // how many events there are
	after uint64
	wait  time.Duration

	publish []time.Duration // when an event comes
	store   time.Duration   // when After has one whose channel is closed only by the next of publish; 0: never
	look    bool            // one comes right after the first look that finds none
	changed bool            // one comes right after the first call of Changed
	leaves  time.Duration   // when the client does; 0: never
	silent  bool            // no channel is closed at the end: who still waits for one then waits for ever

	want outcome
}

// outcome is what came of a call.
type outcome struct {
	Events []uint64
	Error  string // "none", or what it is
	At     string // when it returned, after the call: "30s"
}

// The errors of an outcome.
const (
	noError   = "none"
	itsError  = "ctx.Err()"
	longAfter = 10 * time.Minute // a call that has not returned by then is ended
)

func (s scene) String() string {
	return fmt.Sprintf("Hold(ctx, log of events 1 to %d, %d, %v): %s", s.kept, s.after, s.wait, s.what)
}

// play holds an answer to some scenes, in order.
func play(scenes ...scene) func(book.Run, HoldFunc) error {
	return func(run book.Run, hold HoldFunc) error {
		for _, s := range scenes {
			var err error
			run.Bubble(func() { err = s.play(hold) })
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// play is called within a bubble.
func (s scene) play(hold HoldFunc) error {
	began := time.Now()
	log := newLog(s.kept)
	log.betweenLook, log.betweenWait = s.look, s.changed
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	if !s.silent {
		defer log.end()
	}
	for _, at := range s.publish {
		defer time.AfterFunc(at, log.publish).Stop()
	}
	if s.store > 0 {
		defer time.AfterFunc(s.store, log.store).Stop()
	}
	if s.leaves > 0 {
		defer time.AfterFunc(s.leaves, leave).Stop()
	}
	defer time.AfterFunc(longAfter, func() { leave(); log.end() }).Stop()

	var events []feed.Event
	err := fmt.Errorf("%v has not returned after %v, and goes on looking", s, longAfter)
	var panicked error
	done := make(chan struct{})
	go func() { // the log may have to stop it
		defer close(done)
		defer func() {
			if v := recover(); v != nil {
				panicked = fmt.Errorf("%v panicked: %v\n%s", s, v, debug.Stack())
			}
		}()
		events, err = hold(ctx, log, s.after, s.wait)
	}()
	<-done
	switch {
	case panicked != nil:
		return panicked
	case log.stopped:
		return err
	case errors.Is(err, lab.ErrTODO):
		return fmt.Errorf("%v returned an error: %w", s, err)
	}
	got := outcome{Error: noError, At: time.Since(began).String()}
	for _, event := range events {
		got.Events = append(got.Events, event.Seq)
	}
	switch {
	case err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()):
		got.Error = itsError
	case err != nil:
		got.Error = err.Error()
	}
	return book.Same(s.want, got, "%v", s)
}
