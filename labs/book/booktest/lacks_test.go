package booktest

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/book"
	"wireside/labs/lab"
)

// sound is an exercise that lacks nothing: its answers are sums of digits.
func sound() book.Exercise[int] {
	e := book.Exercise[int]{
		Info: book.Info{
			Name: "test-sound", Title: "Sound", Task: "Do it.", Minutes: 5,
			Package: "labs/book/booktest/testdata/example/exercise/length", File: "length.go", Writes: "Length",
			Solution: book.Solution{File: "labs/book/booktest/testdata/example/exercise/length_reference.go", Name: "length"},
			Bytes:    book.Bytes{As: "sse", From: "server"},
		},
		Reference: 1111,
		Wrong:     []book.Wrong[int]{{Name: "x", Answer: 1011, Caught: "b"}, {Name: "y", Answer: 1101, Caught: "c"}, {Name: "z", Answer: 1110, Caught: "d"}},
	}
	for i, name := range []string{"a", "b", "c", "d"} {
		digit := []int{1000, 100, 10, 1}[i]
		e.Checks = append(e.Checks, book.Check[int]{
			Name: name, Spec: book.Spec{Name: "RFC 1", URL: "https://example.org"}, Hint: "Look.", More: "Look there.",
			Run: func(_ book.Run, answer int) error {
				if answer < 0 {
					return lab.ErrTODO
				}
				if answer/digit%10 != 1 {
					return errors.New("no digit " + name)
				}
				return nil
			},
		})
	}
	return e
}

func TestFaults(t *testing.T) {
	root, err := root()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		spoil func(e *book.Exercise[int])
		want  []string // what the faults contain; none: there are none
	}{
		{"sound", func(*book.Exercise[int]) {}, nil},
		{"no bytes", func(e *book.Exercise[int]) { e.Bytes = book.Bytes{} }, nil},
		{"a contract", func(e *book.Exercise[int]) { e.Checks[0].Spec = book.Spec{Name: "the contract"} }, nil},
		{"name", func(e *book.Exercise[int]) { e.Name = "sound" }, []string{`its name "sound" is not two words`}},
		{"title", func(e *book.Exercise[int]) { e.Title = "" }, []string{"it has no title"}},
		{"task", func(e *book.Exercise[int]) { e.Task = " " }, []string{"it has no task"}},
		{"quick", func(e *book.Exercise[int]) { e.Minutes = 4 }, []string{"it takes 4 minutes"}},
		{"slow", func(e *book.Exercise[int]) { e.Minutes = 31 }, []string{"it takes 31 minutes"}},
		{"bytes", func(e *book.Exercise[int]) { e.Bytes = book.Bytes{As: "sse", From: "anybody"} }, []string{"its bytes are"}},
		{"package", func(e *book.Exercise[int]) { e.Package = "labs/none" }, []string{"the stub: labs/none/length.go can't be read", "the stub: labs/none"}},
		{"file", func(e *book.Exercise[int]) { e.File = "none.go" }, []string{"the stub: labs/", "the stub: labs/"}},
		{"writes", func(e *book.Exercise[int]) { e.Writes = "Length, None" }, []string{"length.go does not declare None"}},
		{"not started", func(e *book.Exercise[int]) {
			e.Package, e.Writes = "labs/book/booktest/testdata/example/exercise", "Length"
		}, []string{"length.go does not declare Started"}},
		{"solution", func(e *book.Exercise[int]) { e.Solution.Name = "none" }, []string{"the solution: labs/book/booktest/testdata/example/exercise/length_reference.go does not declare none"}},
		{"solution's file", func(e *book.Exercise[int]) { e.Solution.File = "none.go" }, []string{"the solution: none.go can't be read"}},
		{"few checks", func(e *book.Exercise[int]) { e.Checks, e.Wrong[0].Caught, e.Wrong[0].Answer = e.Checks[1:], "b", 11 }, []string{"it has 3 checks"}},
		{"a check's name", func(e *book.Exercise[int]) { e.Checks[0].Name = "" }, []string{"check 1 has no name"}},
		{"the same name", func(e *book.Exercise[int]) { e.Checks[0].Name = "b" }, []string{`the check "b" is there twice`}},
		{"section", func(e *book.Exercise[int]) { e.Checks[0].Spec = book.Spec{} }, []string{`the check "a" names no section`}},
		{"address", func(e *book.Exercise[int]) { e.Checks[0].Spec.URL = "" }, []string{`the check "a" has no URL for RFC 1`}},
		{"kind of address", func(e *book.Exercise[int]) { e.Checks[0].Spec.URL = "rfc" }, []string{`the check "a" has the URL "rfc"`}},
		{"hint", func(e *book.Exercise[int]) { e.Checks[0].Hint = "" }, []string{`the check "a" has no hint`}},
		{"second hint", func(e *book.Exercise[int]) { e.Checks[0].More = "" }, []string{`the check "a" has no second hint`}},
		{"twice a hint", func(e *book.Exercise[int]) { e.Checks[0].More = "Look." }, []string{`the check "a" has twice the same hint`}},
		{"code in a hint", func(e *book.Exercise[int]) {
			e.Checks[0].Hint = "Write   return strconv.ParseUint(value, 10, 64) // takes no sign, and done."
		}, []string{`the check "a" has the solution's code in its hint: return strconv.ParseUint(value`}},
		{"run", func(e *book.Exercise[int]) { e.Checks[0].Run = nil }, []string{`the check "a" checks nothing`}},
		{"few wrong answers", func(e *book.Exercise[int]) { e.Wrong = e.Wrong[1:] }, []string{"it has 2 wrong answers"}},
		{"a wrong answer's name", func(e *book.Exercise[int]) { e.Wrong[0].Name = "" }, []string{"wrong answer 1 has no name"}},
		{"the same wrong name", func(e *book.Exercise[int]) { e.Wrong[0].Name = "y" }, []string{`the wrong answer "y" is there twice`}},
		{"caught by none", func(e *book.Exercise[int]) { e.Wrong[0].Caught = "none" }, []string{`"x" names the check "none", which is none`, `"x" is caught by "b", it must be by "none"`}},
		{"the reference", func(e *book.Exercise[int]) { e.Reference = 1110 }, []string{`the reference fails "d": no digit d`}},
		{"not wrong", func(e *book.Exercise[int]) { e.Wrong[0].Answer = 1111 }, []string{`"x" is caught by no check, it must be by "b"`}},
		{"caught before", func(e *book.Exercise[int]) { e.Wrong[0].Answer = 11 }, []string{`"x" is caught by "a", it must be by "b"`}},
		{"two by one", func(e *book.Exercise[int]) { e.Wrong[1] = book.Wrong[int]{Name: "y", Answer: 1001, Caught: "b"} }, []string{`"x" and "y" are both caught by "b"`}},
		{"not written", func(e *book.Exercise[int]) { e.Wrong[0] = book.Wrong[int]{Name: "x", Answer: -1, Caught: "a"} }, []string{`"x" is not written`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := sound()
			c.spoil(&e)
			faults := append(lacks(e, root), disproofs(t, e)...)
			same := len(faults) == len(c.want)
			for i := range faults {
				same = same && strings.Contains(faults[i], c.want[i])
			}
			if !same {
				t.Errorf("it must be found to lack\n%s", cmp.Diff(c.want, faults))
			}
		})
	}
}

// A check that passes on the stub proves nothing, and is named.
func TestStubs(t *testing.T) {
	e := sound()
	for answer, want := range map[int]string{-1: "", 1000: `"a" passes on the stub`} {
		got := strings.Join(idle(t, e, answer), "\n")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("a stub that answers %d: %q", answer, got)
		}
	}
}

// More wrong answers may share a check, but each must name the one that catches it first.
func TestMissed(t *testing.T) {
	e := sound()
	faults := missed(t, e, []book.Wrong[int]{
		{Name: "p", Answer: 1001, Caught: "b"}, {Name: "q", Answer: 1000, Caught: "b"}, {Name: "r", Answer: 1000, Caught: "c"}, {Name: "s", Answer: 1111, Caught: "a"},
	})
	want := []string{
		`the wrong answer "r" is caught by "b", it must be by "c": no digit b`,
		`the wrong answer "s" is caught by no check, it must be by "a": <nil>`,
	}
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
