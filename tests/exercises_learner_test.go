package tests

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wireside/labs/book"
	"wireside/labs/sse/exercise"
	"wireside/labs/yours"
)

// A learner's way through one exercise, in a copy of the tree as a fresh clone has it: untouched, begun, wrong, not Go, right.
func TestLearnersPath(t *testing.T) {
	c := clone(t)
	info := exercise.Encode.Info
	stub := info.Package + "/" + info.File
	first, breaks := check(t, "one line of data"), check(t, "a line end in the data")

	t.Run("untouched", func(t *testing.T) {
		out := c.green(t, "-vet=off", "-v", "-run", "TestExercise", "./labs/...")
		for _, e := range yours.All() {
			says(t, out, e.Name+" is not started: set Started = true in "+e.Package+"/"+e.File+", then go test ./"+e.Package+"\n")
			says(t, out, "--- SKIP: TestExercise/"+e.Name+" ")
		}
	})
	if t.Failed() {
		return
	}
	text := committed(t, stub)
	begun := strings.Replace(text, "const Started = false", "const Started = true", 1)
	t.Run("begun", func(t *testing.T) {
		c.write(t, stub, begun)
		out := c.red(t, "-run", "TestExercise/"+info.Name, "./labs/sse/...")
		says(t, out, "Encode still returns lab.ErrTODO here: it is not written yet.\n")
		says(t, out, stub)
		says(t, out, first.Hint)
		for _, other := range yours.All() {
			if strings.Contains(out, "TestExercise/"+other.Name) && other.Name != info.Name {
				t.Errorf("-run TestExercise/%s ran %s too", info.Name, other.Name)
			}
		}
	})
	t.Run("wrong", func(t *testing.T) {
		c.write(t, stub, answer(begun, encodeNaive))
		out := c.red(t, "./"+info.Package)
		says(t, out, "--- FAIL: TestExercise/sse-encode/a_line_end_in_the_data ")
		says(t, out, `Encode({Data: "YHOO\n+2\n10"})`)
		says(t, out, "They differ first at byte 11, counted from 0: expected 64 (d), seen 2b (+).\n")
		says(t, out, "expected   0  64 61 74 61 3a 20 59 48 4f 4f 0a 64 61 74 61 3a  |data: YHOO␊data:|\n")
		says(t, out, "seen       0  64 61 74 61 3a 20 59 48 4f 4f 0a 2b 32 0a 31 30  |data: YHOO␊+2␊10|\n")
		says(t, out, "Read      "+breaks.Spec.Name+" "+breaks.Spec.URL)
		says(t, out, "Hint      "+breaks.Hint)
		saysNot(t, out, "--- FAIL: TestExercise/sse-encode/one_line_of_data", breaks.More, info.Solution.File)

		out = c.red(t, "-v", "./"+info.Package)
		says(t, out, "--- PASS: TestExercise/sse-encode/one_line_of_data ")
		says(t, out, "More      "+breaks.More)
		says(t, out, "Solution  "+info.Solution.File+":")
	})
	t.Run("panics", func(t *testing.T) {
		c.write(t, stub, answer(begun, encodePanics))
		out := c.red(t, "./"+info.Package)
		says(t, out, `Encode({Data: "hello"})`)
		says(t, out, "runtime error: slice bounds out of range [:100] with length 5\n")
		says(t, out, stub+":")
		saysNot(t, out, "goroutine ", "booktest.go", "runtime/panic.go")
	})
	t.Run("not Go", func(t *testing.T) {
		c.write(t, stub, answer(begun, encodeUnbuilt))
		out := c.red(t, "./"+info.Package)
		says(t, out, "e.Text undefined")
		says(t, out, stub+":")
	})
	t.Run("right", func(t *testing.T) {
		c.write(t, stub, answer(begun, encodeRight))
		c.green(t, "./"+info.Package)
		out := c.green(t, "-v", "-run", "TestExercise/"+info.Name, "./"+info.Package)
		says(t, out, "--- PASS: TestExercise/sse-encode/what_would_break_out_of_its_line ")
	})
}

// check returns a check of sse-encode by its name.
func check(t *testing.T, name string) book.Check[exercise.Encoder] {
	t.Helper()
	i := slices.IndexFunc(exercise.Encode.Checks, func(c book.Check[exercise.Encoder]) bool { return c.Name == name })
	if i < 0 {
		t.Fatalf("sse-encode has no check %q", name)
	}
	return exercise.Encode.Checks[i]
}

var stubFunc = regexp.MustCompile(`(?s)\n// Encode [^\n]*\nfunc Encode\(.*?\n}\n`)

// answer puts a function in the place of the stub's, and imports what it uses.
func answer(stub, function string) string {
	text := stubFunc.ReplaceAllLiteralString(stub, function)
	var imports strings.Builder
	for _, pkg := range []string{"bytes", "errors", "strconv", "strings"} {
		if strings.Contains(function, pkg+".") {
			imports.WriteString("\t\"" + pkg + "\"\n")
		}
	}
	text = strings.Replace(text, "import (\n", "import (\n"+imports.String(), 1)
	return strings.Replace(text, "\t\"wireside/labs/lab\"\n", "", 1)
}

// says and saysNot look for text in output; line ends within a paragraph do not count.
func says(t *testing.T, out, text string) {
	t.Helper()
	if !strings.Contains(out, text) && !strings.Contains(flow(out), flow(text)) {
		t.Errorf("it does not say\n%s\nbut\n%.6000s", text, out)
	}
}

func saysNot(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(flow(out), flow(text)) {
			t.Errorf("it says\n%s\nin\n%.6000s", text, out)
		}
	}
}

func flow(text string) string { return strings.Join(strings.Fields(text), " ") }

// copied is a copy of the labs, with all exercises' stubs as they are committed.
type copied struct{ dir string }

func clone(t *testing.T) copied {
	t.Helper()
	c := copied{t.TempDir()}
	stubs := make(map[string]bool)
	for _, e := range yours.All() {
		stubs[e.Package+"/"+e.File] = true
		c.write(t, e.Package+"/"+e.File, committed(t, e.Package+"/"+e.File))
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		c.copy(t, file)
	}
	err := fs.WalkDir(os.DirFS(".."), "labs", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case d.IsDir() || stubs[file]:
		case strings.HasSuffix(file, "_test.go") && !strings.Contains(file, "/exercise/"): // of no interest here, and long to link
		default:
			c.copy(t, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c copied) copy(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	c.write(t, file, string(text))
}

func (c copied) write(t *testing.T, file, text string) {
	t.Helper()
	name := filepath.Join(c.dir, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// green and red run go test in the copy, and want it to pass or fail.
func (c copied) green(t *testing.T, args ...string) string {
	t.Helper()
	out, err := c.test(args)
	if err != nil {
		t.Fatalf("go test %s: %v\n%.6000s", strings.Join(args, " "), err, out)
	}
	return out
}

func (c copied) red(t *testing.T, args ...string) string {
	t.Helper()
	out, err := c.test(args)
	if err == nil {
		t.Fatalf("go test %s is green:\n%.6000s", strings.Join(args, " "), out)
	}
	return out
}

func (c copied) test(args []string) (string, error) {
	cmd := exec.Command("go", append([]string{"test"}, args...)...)
	cmd.Dir = c.dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}
