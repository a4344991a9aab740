package yours

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/lab"
)

// code returns the code of a *lab.Error.
func code(err error) string {
	var e *lab.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// What a learner's code does wrong is an error of the call, and an incident.
func TestGuard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []Incident
		g := &Guard{Report: func(i Incident) { seen = append(seen, i) }}
		try := func(do func() (int, error)) (int, error) { return Try(g, "sse-encode", do) }

		if n, err := try(func() (int, error) { return 7, nil }); n != 7 || err != nil {
			t.Errorf("what is right: %d, %v", n, err)
		}
		own := errors.New("its own")
		if _, err := try(func() (int, error) { return 0, own }); !errors.Is(err, own) {
			t.Errorf("its own error: %v", err)
		}
		if _, err := try(func() (int, error) { return 0, lab.ErrTODO }); code(err) != "exercise_todo" {
			t.Errorf("not written: %v", err)
		}
		todo := Incident{Exercise: "sse-encode", Message: "exercise sse-encode is started, and returns lab.ErrTODO here"}
		if diff := cmp.Diff([]Incident{todo}, seen); diff != "" {
			t.Errorf("incidents of what is right, and of what is not written (-want +got)\n%s", diff)
		}
		seen = nil

		if _, err := try(func() (int, error) { return len(seen[len(seen)].Stack), nil }); code(err) != "exercise_panicked" {
			t.Errorf("a panic: %v", err)
		}
		if len(seen) != 1 || seen[0].Exercise != "sse-encode" || !strings.Contains(seen[0].Message, "index out of range") ||
			!strings.Contains(seen[0].Stack, "guard_test.go") {
			t.Errorf("incidents of a panic: %+v", seen)
		}

		hang := make(chan struct{})
		for range maxStuck {
			if _, err := try(func() (int, error) { <-hang; return 0, nil }); code(err) != "exercise_stuck" {
				t.Errorf("a loop without an end: %v", err)
			}
		}
		if len(seen) != 1+maxStuck {
			t.Errorf("%d incidents after %d loops without an end", len(seen), maxStuck)
		}
		called := false
		if _, err := try(func() (int, error) { called = true; return 0, nil }); code(err) != "exercise_stuck" || called {
			t.Errorf("one call too many: %v, called %v", err, called)
		}
		close(hang)
		synctest.Wait()
		if n, err := try(func() (int, error) { return 8, nil }); n != 8 || err != nil {
			t.Errorf("once they have returned: %d, %v", n, err)
		}
	})
}
