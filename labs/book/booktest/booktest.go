// Package booktest runs the checks of exercises under go test: on a learner's answer with Test, on the reference and the wrong
// answers with Prove.
package booktest

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"runtime/debug"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/book"
)

// patience is how long an answer may take for a check, on the slowest machine.
const patience = 20 * time.Second

// Test holds a learner's answer to the checks of an exercise. Not started, it proves that every check fails on the stub, and
// skips; started, each check is a sub-test.
func Test[T any](t *testing.T, e book.Exercise[T], started bool, yours T) {
	t.Helper()
	t.Run(e.Name, func(t *testing.T) {
		if !started {
			for _, check := range e.Checks {
				if err := run(t, check, yours); err == nil {
					t.Errorf("%s: passes on the stub, and so proves nothing", check.Name)
				}
			}
			if !t.Failed() {
				t.Skipf("not started: set Started = true in %s/%s", e.Package, e.File)
			}
			return
		}
		for _, check := range e.Checks {
			t.Run(check.Name, func(t *testing.T) {
				if err := run(t, check, yours); err != nil {
					report(t, e.Info, check.Name, check.Spec, check.Hint, check.More, err)
				}
			})
		}
	})
}

// Prove holds the reference to the checks, and sees each wrong answer caught by the check that it names, first.
func Prove[T any](t *testing.T, e book.Exercise[T]) {
	t.Helper()
	t.Run(e.Name, func(t *testing.T) {
		for _, check := range e.Checks {
			if err := run(t, check, e.Reference); err != nil {
				t.Errorf("the reference fails %q: %v", check.Name, err)
			}
		}
		for _, wrong := range e.Wrong {
			caught := ""
			for _, check := range e.Checks {
				if run(t, check, wrong.Answer) != nil {
					caught = check.Name
					break
				}
			}
			if caught != wrong.Caught {
				t.Errorf("%q is caught by %q; it must be by %q", wrong.Name, caught, wrong.Caught)
			}
		}
	})
}

// run runs a check. A panic, an answer that does not return and one that waits for ever are errors.
func run[T any](t *testing.T, check book.Check[T], answer T) error {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- &panicked{v, string(debug.Stack())}
			}
		}()
		done <- check.Run(&around{t, ctx}, answer)
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		return fmt.Errorf("it has not returned for %v", patience)
	}
}

// panicked is an answer that panicked.
type panicked struct {
	value any
	stack string
}

func (p *panicked) Error() string { return fmt.Sprintf("it panicked: %v\n%s", p.value, p.stack) }

// around is a book.Run.
type around struct {
	t   *testing.T
	ctx context.Context
}

func (a *around) Context() context.Context { return a.ctx }
func (a *around) Settle()                  { synctest.Wait() }
func (a *around) Bubble(do func())         { synctest.Test(a.t, func(*testing.T) { do() }) }

// report fails a test with what was wrong, the section, and the hints.
func report(t *testing.T, info book.Info, check string, spec book.Spec, hint, more string, err error) {
	t.Helper()
	solution := info.Solution.File + ", " + info.Solution.Name
	failed := book.Failed{Exercise: info.Name, Check: check, Spec: spec, Hint: hint, More: more, Solution: solution}
	failed.What, failed.Text, _ = strings.Cut(err.Error(), "\n")
	var mismatch *book.Mismatch
	if errors.As(err, &mismatch) {
		failed.Expected, failed.Seen, failed.Compared = mismatch.Expected, mismatch.Seen, mismatch.Diff == ""
	}
	if flag.Lookup("test.v").Value.String() == "test2json" {
		line, _ := json.Marshal(failed)
		t.Attr(book.Attribute, string(line))
	}
	text := fmt.Sprintf("%v\n%s  %s\nHint: %s", err, spec.Name, spec.URL, hint)
	if testing.Verbose() {
		text += fmt.Sprintf("\nMore: %s\nThe solution is %s.", more, solution)
	} else {
		text += "\ngo test -v tells more."
	}
	t.Error(text)
}
