package yours

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"wireside/labs/lab"
)

// The limits of a learner's code.
const (
	patience = time.Second // how long a function may take that is not meant to wait
	maxCalls = 4           // of functions that are not meant to wait, at once, of one Guard
	maxStuck = 4           // functions that have not returned, of one Guard; then none is called any more. Those under way go on
	maxLost  = 8           // likewise, of all Guards: each may keep a core busy
)

// Of all Guards: how many functions were given up and have not returned, and the exercise of the last one.
var (
	lost    atomic.Int32
	culprit atomic.Pointer[string]
)

// Guard calls a learner's code, so that a panic in it, or a loop without an end, is an error of that call alone. Its methods
// may be called from any goroutine.
//
// What nobody can catch, and what ends the server with all its runs: a panic in a goroutine that the code has started itself,
// a function that calls itself without an end, a map that two goroutines write at once, more memory than there is, os.Exit.
type Guard struct {
	Report func(Incident) // is told of each; from any goroutine

	once  sync.Once
	calls chan struct{} // holds one for each call of Try that has not returned

	stuck atomic.Int32
}

// Try calls a function that is not meant to wait. The error is what do returns, or a *lab.Error: exercise_panicked,
// exercise_stuck (after a second), exercise_todo.
func Try[A any](g *Guard, exercise string, do func() (A, error)) (answer A, err error) {
	if err := g.refusal(exercise); err != nil {
		return answer, err
	}
	g.once.Do(func() { g.calls = make(chan struct{}, maxCalls) })
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case g.calls <- struct{}{}:
	case <-late.C:
		return answer, g.busy(exercise)
	}
	late.Reset(patience)
	done := start(g, exercise, do, func() { <-g.calls })
	select {
	case r := <-done:
		return r.answer, r.err
	case <-late.C:
		return answer, abandon(g, exercise, done, "is there a loop without an end?")
	}
}

// Wait calls a function that may wait for as long as it likes, and ends with its context. The error is what do returns, or a
// *lab.Error: exercise_panicked, exercise_todo.
func Wait[A any](g *Guard, exercise string, do func() (A, error)) (answer A, err error) {
	defer func() {
		if v := recover(); v != nil {
			message := fmt.Sprintf("the code of exercise %s panicked: %s", exercise, said(v))
			err = &lab.Error{Status: 500, Code: "exercise_panicked", Message: message}
			g.Report(Incident{Exercise: exercise, Message: message, Stack: own(string(debug.Stack()))})
		}
	}()
	answer, err = do()
	if errors.Is(err, lab.ErrTODO) {
		message := fmt.Sprintf("exercise %s is started, and returns lab.ErrTODO here", exercise)
		err = &lab.Error{Status: 501, Code: "exercise_todo", Message: message}
		g.Report(Incident{Exercise: exercise, Message: message})
	}
	return answer, err
}

// result is what a function has returned.
type result[A any] struct {
	answer A
	err    error
}

// start calls a function as Wait does, on a goroutine of its own, and then calls ended.
func start[A any](g *Guard, exercise string, do func() (A, error), ended func()) <-chan result[A] {
	done := make(chan result[A], 1)
	go func() {
		r := result[A]{err: &lab.Error{Status: 500, Code: "exercise_ended", Message: fmt.Sprintf("the code of exercise %s has ended its goroutine", exercise)}}
		defer func() { // also if it did
			ended()
			done <- r
		}()
		r.answer, r.err = Wait(g, exercise, do)
	}()
	return done
}

// abandon reports a function that has not returned for a second, and waits for it no longer. The error is exercise_stuck.
func abandon[A any](g *Guard, exercise string, done <-chan result[A], why string) error {
	culprit.Store(&exercise)
	g.stuck.Add(1)
	lost.Add(1)
	go func() {
		<-done
		g.stuck.Add(-1)
		lost.Add(-1)
	}()
	err := &lab.Error{Status: 500, Code: "exercise_stuck", Message: fmt.Sprintf(
		"the code of exercise %s has not returned for %v: %s Restart the server once it is mended", exercise, patience, why)}
	g.Report(Incident{Exercise: exercise, Message: err.Message})
	return err
}

// refusal returns why a learner's code is called no more: exercise_stuck; nil as a rule.
func (g *Guard) refusal(exercise string) error {
	if g.stuck.Load() < maxStuck && lost.Load() < maxLost {
		return nil
	}
	return g.busy(exercise)
}

func (g *Guard) busy(exercise string) error {
	message := "the code of exercise " + exercise + " is not called: too many calls of yours have not returned."
	if which := culprit.Load(); which != nil {
		message += " The last one was of exercise " + *which + "."
	}
	message += " Restart the server once it is mended"
	g.Report(Incident{Exercise: exercise, Message: message})
	return &lab.Error{Status: 500, Code: "exercise_stuck", Message: message}
}

// failed reports an error that no exercise asks for, and returns it as exercise_failed; what the Guard itself returns, as it is.
func (g *Guard) failed(exercise, function string, err error) error {
	var told *lab.Error
	if err == nil || errors.As(err, &told) {
		return err
	}
	told = &lab.Error{Status: 500, Code: "exercise_failed", Message: fmt.Sprintf("%s of exercise %s has returned an error: %s", function, exercise, said(err))}
	g.Report(Incident{Exercise: exercise, Message: told.Message})
	return told
}
