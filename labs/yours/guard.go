package yours

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"wireside/labs/lab"
)

// The limits of a learner's code.
const (
	patience = time.Second // how long a function may take that is not meant to wait
	maxStuck = 4           // functions that have not returned, of one Guard; then none is called any more
)

// Incident is something that went wrong in a learner's code.
type Incident struct {
	Exercise string `json:"exercise"`
	Message  string `json:"message"` // one line
	Stack    string `json:"stack"`   // of the panic; empty if it was none
}

// Guard calls a learner's code, so that a panic in it, or a loop without an end, is an error of that call alone. What it can't
// catch is a panic in a goroutine that the code has started itself.
type Guard struct {
	Report func(Incident) // is told of each; from any goroutine

	stuck atomic.Int32
}

// Try calls a function that is not meant to wait. The error is what do returns, or a *lab.Error: exercise_panicked,
// exercise_stuck (after a second), exercise_todo.
func Try[A any](g *Guard, exercise string, do func() (A, error)) (answer A, err error) {
	if g.stuck.Load() >= maxStuck {
		return answer, stuckError(exercise)
	}
	type result struct {
		answer A
		err    error
	}
	done := make(chan result, 1)
	go func() {
		answer, err := Wait(g, exercise, do)
		done <- result{answer, err}
	}()
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case r := <-done:
		return r.answer, r.err
	case <-late.C:
	}
	g.stuck.Add(1)
	go func() {
		<-done
		g.stuck.Add(-1)
	}()
	err = stuckError(exercise)
	g.Report(Incident{Exercise: exercise, Message: err.Error()})
	return answer, err
}

// Wait calls a function that may wait for as long as it likes, and ends with its context. The error is what do returns, or a
// *lab.Error: exercise_panicked, exercise_todo.
func Wait[A any](g *Guard, exercise string, do func() (A, error)) (answer A, err error) {
	defer func() {
		if v := recover(); v != nil {
			message := fmt.Sprintf("the code of exercise %s panicked: %.500v", exercise, v)
			err = &lab.Error{Status: 500, Code: "exercise_panicked", Message: message}
			g.Report(Incident{Exercise: exercise, Message: message, Stack: string(debug.Stack())})
		}
	}()
	answer, err = do()
	if errors.Is(err, lab.ErrTODO) {
		err = &lab.Error{Status: 501, Code: "exercise_todo", Message: fmt.Sprintf("exercise %s is started, and returns lab.ErrTODO here", exercise)}
	}
	return answer, err
}

func stuckError(exercise string) error {
	return &lab.Error{Status: 500, Code: "exercise_stuck", Message: fmt.Sprintf(
		"the code of exercise %s has not returned for %v: is there a loop without an end? Restart the server once it is mended", exercise, patience)}
}
