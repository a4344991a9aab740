package booktest

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/book"
	"wireside/labs/lab"
)

func TestTodoIsErrTODO(t *testing.T) {
	if lab.ErrTODO.Error() != todo {
		t.Errorf("lab.ErrTODO says %q", lab.ErrTODO)
	}
}

var runReds = sync.OnceValues(func() ([]byte, error) { return exec.Command("go", "test", "-json", "./testdata/red").Output() })

// reds runs the fixture whose checks fail in every way, and returns what they say to programs, by the checks' names, and what
// all of it prints.
func reds(t *testing.T) (failed map[string]book.Failed, printed string) {
	out, err := runReds()
	if err == nil {
		t.Fatal("the fixture is green")
	}
	failed = make(map[string]book.Failed)
	var text, all strings.Builder
	take := func(test, value string) {
		var f book.Failed
		if err := json.Unmarshal([]byte(value), &f); err != nil {
			t.Fatalf("%s: %v in %.200q", test, err, value)
		}
		if len(value) > 128<<10 || strings.Contains(value, "\n") {
			t.Errorf("%s: an attribute of %d bytes", test, len(value))
		}
		if want := "TestExercise/test-red/" + strings.ReplaceAll(f.Check, " ", "_"); test != want {
			t.Errorf("the attribute of %s is of the check %q", test, f.Check)
		}
		failed[f.Check] = f
	}
	for line := range bytes.Lines(out) {
		var e struct{ Action, Test, Output, Key, Value string }
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		all.WriteString(e.Output)
		switch {
		case e.Action == "attr" && e.Key == book.Attribute:
			take(e.Test, e.Value)
		case text.Len() > 0 || strings.HasPrefix(e.Output, "\x16=== ATTR"): // a long line comes in pieces
			text.WriteString(e.Output)
			if strings.HasSuffix(e.Output, "\n") {
				_, value, _ := strings.Cut(text.String(), " "+book.Attribute+" ")
				take(e.Test, value[:len(value)-1])
				text.Reset()
			}
		}
	}
	return failed, all.String()
}

func TestRedChecks(t *testing.T) {
	failed, printed := reds(t)
	const in = "labs/book/booktest/testdata/red/red.go:"
	for check, want := range map[string]struct{ what, text string }{
		"bytes":                             {`Do("")`, "They differ first at byte 8"},
		"structures":                        {`Do("s")`, "Lines with - were expected"},
		"an error":                          {"one", "two␀�"},
		"a panic":                           {"Do panicked: runtime error: slice bounds out of range [3:0]", in},
		"a panic in a bubble":               {"Do panicked: runtime error: slice bounds out of range [3:0]", in},
		"a panic that the check has caught": {"Do panicked: runtime error: slice bounds out of range [3:0]", in},
		"a panic that says its call":        {`A panic in Do("panic"): runtime error: slice bounds out of range [3:0]`, in},
		"an exit":                           {"Do: it ended its goroutine, instead of returning", ""},
		"an exit in a bubble":               {"Do: it ended its goroutine, instead of returning", ""},
		"a deadlock":                        {"Do: all wait for each other, and no timer runs that could end it: a deadlock", "chan receive at " + in},
		"a forgotten goroutine":             {"Do: the check was over and its context had ended, but a goroutine that was started still waits: it would wait for ever", "sleep at " + in},
		"one of outside":                    {"Do: all wait for each other, and no timer runs that could end it: a deadlock", "chan receive at " + in},
		"not written":                       {"Do still returns lab.ErrTODO here: it is not written yet.", "The comments in labs/book/booktest/testdata/red/red.go say"},
		"much":                              {`Do("much\nmuch\nmuch`, "Seen goes on with 1 more"},
	} {
		f, ok := failed[check]
		switch {
		case !ok:
			t.Errorf("%q is not red", check)
		case !strings.HasPrefix(f.What, want.what) || !strings.Contains(f.Text, want.text):
			t.Errorf("%q says %.300q\n%.600s", check, f.What, f.Text)
		case strings.Contains(f.What, "\n") || len(f.What) > maxWhat+64 || len(f.Text) > maxText+64 || !utf8.ValidString(f.Text):
			t.Errorf("%q is not bounded: %d bytes, %d bytes", check, len(f.What), len(f.Text))
		case strings.Contains(f.Text, "goroutine ") || strings.Contains(f.Text, "/runtime/") || strings.Contains(f.Text, "booktest.go"):
			t.Errorf("%q shows frames of the harness or the runtime:\n%s", check, f.Text)
		}
		delete(failed, check)
	}
	for check := range failed {
		t.Errorf("%q is red", check)
	}
	if !strings.Contains(printed, "--- PASS: TestExercise/test-red/the_last") {
		t.Error("the last check did not run, or is red")
	}
}

func TestAttribute(t *testing.T) {
	failed, _ := reds(t)
	want := book.Failed{
		Exercise: "test-red", Check: "bytes", What: `Do("")`, Expected: []byte("data: a\ndata: b\n\n"), Seen: []byte("data: a\nb\n\n"), Compared: true,
		Text: book.Aligned([]byte("data: a\ndata: b\n\n"), []byte("data: a\nb\n\n")),
		Spec: book.Spec{Name: "RFC 9110 1", URL: "https://www.rfc-editor.org/rfc/rfc9110#section-1"}, Hint: "Look at bytes.", More: "Do it right.",
		Solution: failed["bytes"].Solution,
	}
	if diff := cmp.Diff(want, failed["bytes"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if line := "labs/book/booktest/testdata/red/red.go:"; !strings.HasPrefix(want.Solution, line) || !strings.HasSuffix(want.Solution, ", strike") {
		t.Errorf("the solution is %q", want.Solution)
	}
	if f := failed["much"]; len(f.Expected) != maxBytes || len(f.Seen) != maxBytes || !f.Compared {
		t.Errorf("of 32 MiB %d and %d bytes are kept", len(f.Expected), len(f.Seen))
	}
	if f := failed["structures"]; f.Compared || f.Expected != nil || f.Seen != nil {
		t.Errorf("of structures %+v", f)
	}
}

// A person reads the call, what was expected and seen, the section, and one hint, in this order; more with -v.
func TestTellsAPerson(t *testing.T) {
	for _, c := range []struct {
		flags []string
		order []string
		never string
	}{
		{nil, []string{`Do("")` + "\n", "They differ first", "expected   0", "seen       0", "^^", "Read      RFC 9110 1 https://", "Hint      Look at bytes.", "Yours     labs/book/booktest/testdata/red/red.go:", `Do("s")`, "14 checks are red."}, "Do it right"},
		{[]string{"-v"}, []string{`Do("")` + "\n", "They differ first", "Read      ", "Hint      ", "More      Do it right.", "Yours     ", "Solution  labs/book/booktest/testdata/red/red.go:", "Look at structures"}, "checks are red"},
	} {
		out, err := exec.Command("go", append([]string{"test", "-run", "TestExercise/test-red"}, append(c.flags, "./testdata/red")...)...).CombinedOutput()
		if err == nil {
			t.Fatal("the fixture is green")
		}
		rest := string(out)
		for _, part := range c.order {
			_, after, ok := strings.Cut(rest, part)
			if !ok {
				t.Errorf("go test %v: no %q, or not in its place, in\n%.3000s", c.flags, part, out)
				break
			}
			rest = after
		}
		if strings.Contains(string(out), c.never) || strings.Contains(string(out), "booktest.go:") {
			t.Errorf("go test %v says too much:\n%.3000s", c.flags, out)
		}
	}
}
