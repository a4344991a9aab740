// Package booktest runs the checks of exercises under go test: on a learner's answer with Test, on the reference and the wrong
// answers with Prove.
package booktest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"wireside/labs/book"
)

// todo is what lab.ErrTODO says. Checks wrap it, quote it or compare it: by its text it is found in all of them.
const todo = "not written yet"

// Test holds a learner's answer to the checks of an exercise, in the sub-test that is named after it. Not started, it sees
// every check fail on the stub, and skips. Started, each check is a sub-test; the first that fails is told in full, of the
// others one line, or all of them with go test -v. After a check that did not return the others are left out: what it has
// started still runs.
func Test[T any](t *testing.T, e book.Exercise[T], started bool, yours T) {
	t.Helper()
	t.Run(e.Name, func(t *testing.T) {
		if !started {
			for _, fault := range idle(t, e, yours) {
				t.Error(fault)
			}
			if !t.Failed() {
				skip(t, e.Info)
			}
			return
		}
		r := reporter{info: e.Info}
		defer r.end(t)
		for i, check := range e.Checks {
			stuck := false
			t.Run(check.Name, func(t *testing.T) {
				if err := run(t, e.Package, check, yours); err != nil {
					stuck = errors.As(err, new(*lost))
					r.tell(t, book.Failed{Check: check.Name, Spec: check.Spec, Hint: check.Hint, More: check.More}, err)
				}
			})
			if left := len(e.Checks) - i - 1; stuck && left > 0 {
				if !quiet() {
					fmt.Fprintf(t.Output(), "Not run, since it goes on running: the %d checks behind %q.\n", left, check.Name)
				}
				for _, behind := range e.Checks[i+1:] {
					t.Run(behind.Name, func(t *testing.T) { t.SkipNow() })
				}
				return
			}
		}
	})
}

// idle returns what is wrong in what the checks say of a stub.
func idle[T any](t *testing.T, e book.Exercise[T], stub T) (faults []string) {
	for _, check := range e.Checks {
		if run(t, e.Package, check, stub) == nil {
			faults = append(faults, fmt.Sprintf("the check %q passes on the stub, and so proves nothing", check.Name))
		}
	}
	return faults
}

// skip says how to begin. Without -v go test hides what a skipped test says, but it prints what is printed, if it runs in the
// package's own folder.
func skip(t *testing.T, info book.Info) {
	t.Helper()
	line := fmt.Sprintf("%s is not started: set Started = true in %s/%s, then go test ./%s", info.Name, info.Package, info.File, info.Package)
	if testing.Verbose() {
		fmt.Fprintln(t.Output(), line)
	} else {
		fmt.Println(line)
	}
	t.SkipNow()
}

// Prove holds an exercise to what it must have: the reference passes each check, each wrong answer is caught first by the check
// that it names, and no other by the same one; and nothing that a learner needs is lacking.
func Prove[T any](t *testing.T, e book.Exercise[T]) {
	t.Helper()
	name := e.Name
	if name == "" {
		name = "an exercise without a name"
	}
	t.Run(name, func(t *testing.T) {
		t.Helper()
		root, err := root()
		if err != nil {
			t.Fatal(err)
		}
		faults := append(lacks(e, root), disproofs(t, e)...)
		for _, fault := range faults {
			t.Errorf("%s: %s", name, fault)
		}
		if len(faults) == 0 {
			fmt.Fprintf(t.Output(), "%s is proved: %d checks, %d wrong answers\n", name, len(e.Checks), len(e.Wrong))
		}
	})
}

// Caught sees each of some more wrong answers caught first by the check that it names: such as are no misconception to show, but
// must not pass.
func Caught[T any](t *testing.T, e book.Exercise[T], wrong ...book.Wrong[T]) {
	t.Helper()
	for _, fault := range missed(t, e, wrong) {
		t.Errorf("%s: %s", e.Name, fault)
	}
}

// missed returns which wrong answers another check catches than the one that they name.
func missed[T any](t *testing.T, e book.Exercise[T], wrong []book.Wrong[T]) (faults []string) {
	for _, w := range wrong {
		if caught, said := catch(t, e, w.Answer); caught != fmt.Sprintf("%q", w.Caught) {
			faults = append(faults, fmt.Sprintf("the wrong answer %q is caught by %s, it must be by %q: %v", w.Name, caught, w.Caught, said))
		}
	}
	return faults
}

// catch returns the name of the check that fails first, quoted, and what it says.
func catch[T any](t *testing.T, e book.Exercise[T], answer T) (caught string, said error) {
	for _, check := range e.Checks {
		if err := run(t, e.Package, check, answer); err != nil {
			return fmt.Sprintf("%q", check.Name), err
		}
	}
	return "no check", nil
}

// disproofs returns what is wrong in what the checks say of the reference and of the wrong answers.
func disproofs[T any](t *testing.T, e book.Exercise[T]) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for _, check := range e.Checks {
		if check.Run == nil {
			return nil // lacks has told
		}
		if err := run(t, e.Package, check, e.Reference); err != nil {
			fault("the reference fails %q: %v", check.Name, err)
		}
	}
	by := make(map[string]string)
	for _, wrong := range e.Wrong {
		caught, said := catch(t, e, wrong.Answer)
		switch other := by[caught]; {
		case caught != fmt.Sprintf("%q", wrong.Caught):
			fault("the wrong answer %q is caught by %s, it must be by %q: %v", wrong.Name, caught, wrong.Caught, said)
		case other != "":
			fault("the wrong answers %q and %q are both caught by %s", other, wrong.Name, caught)
		case strings.Contains(said.Error(), todo):
			fault("the wrong answer %q is not written: it is lab.ErrTODO that %s catches", wrong.Name, caught)
		}
		by[caught] = wrong.Name
	}
	return faults
}
