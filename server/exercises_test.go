package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"wireside/labs/book"
	"wireside/labs/lab/labtest"
	"wireside/labs/yours"
	"wireside/server/exercises"
)

// exerciseTree makes the source of an exercise in each state, and returns what lists them, and what writes one's file.
func exerciseTree(t *testing.T) (l *exerciseList, write func(name, body string)) {
	t.Helper()
	command, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	l = &exerciseList{root: t.TempDir(), command: command, paint: colours(nil)}
	put := func(name, text string) {
		name = filepath.Join(l.root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write = func(name, body string) {
		put("labs/x/exercise/"+name+"/"+name+"_test.go", "package "+name+"\nimport \"testing\"\nfunc TestExercise(t *testing.T) { t.Run(\"x-"+name+"\", func(t *testing.T) {\n"+body+"\n}) }\n")
	}
	put("go.mod", "module wireside\n\ngo 1.25\n")
	said, _ := json.Marshal(book.Failed{
		Exercise: "x-red", Check: "adds one", What: "Answer(1)", Text: "  expected  02\n  seen      \x1b[2J", Hint: "add", More: "add one",
		Spec: book.Spec{Name: "RFC 1", URL: "https://x.example"}, Solution: "a.go, B",
	})
	for _, e := range []struct{ name, body string }{
		{"idle", `t.Skip("not started")`},
		{"green", `t.Run("a check", func(t *testing.T) {})`},
		{"red", `t.Run("before", func(t *testing.T) {}); t.Run("adds one", func(t *testing.T) { t.Attr("wireside", ` + fmt.Sprintf("%q", said) + `); t.Error("x") })`},
		{"typo", `undefined()`},
	} {
		write(e.name, e.body)
		entry := yours.Entry{Info: book.Info{
			Name: "x-" + e.name, Title: "Write " + e.name, Task: "Do it.", Minutes: 5, Package: "labs/x/exercise/" + e.name, File: e.name + ".go", Writes: "Answer",
		}}
		l.all = append(l.all, entry)
		l.entries = append(l.entries, exercises.Describe(entry))
	}
	return l, write
}

func contains(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in:\n%s", w, text)
		}
	}
}

func TestListOfExercises(t *testing.T) {
	t.Parallel()
	l, _ := exerciseTree(t)
	var out, said bytes.Buffer
	err := l.run(t.Context(), streams{nil, &out, &said})
	if err == nil || err.Error() != "not right yet: x-red, x-typo" {
		t.Error(err)
	}
	contains(t, out.String(),
		"  1  x-idle   Write idle    5 min  · not started\n",
		"  2  x-green  Write green   5 min  ✓ green\n",
		"  3  x-red    Write red     5 min  ✗ red\n       adds one\n       Hint: add\n       go test ./labs/x/exercise/red\n",
		"  4  x-typo   Write typo    5 min  ! broken\n       labs/x/exercise/typo/typo_test.go:4:1: undefined: undefined\n",
		"\n4 exercises: 1 green, 1 red, 1 broken, 1 not started.\n",
		"exercises --run x-red\n",
	)
	if strings.Contains(out.String(), "\x1b") {
		t.Error("there are colours, and this is no terminal")
	}

	for name, want := range map[string][]string{
		"x-red": {"3  x-red: Write red  ✗ red\n", "\n✓ before\n", "\n✗ adds one\n    Answer(1)\n", "      expected  02\n", "seen      \uFFFD[2J\n", "    RFC 1  https://x.example\n",
			"    Hint: add\n", "go test -v ./labs/x/exercise/red\n"},
		"x-idle":  {"Do it.\nWrite Answer in labs/x/exercise/idle/idle.go, and set Started = true there.\n"},
		"x-typo":  {"! broken\n", "undefined: undefined\n"},
		"x-green": {"✓ a check\n", "All checks pass."},
	} {
		one := *l
		one.one = true
		if err := one.choose(name); err != nil {
			t.Fatal(err)
		}
		out.Reset()
		if err := one.run(t.Context(), streams{nil, &out, &said}); (err != nil) != (name == "x-red" || name == "x-typo") {
			t.Error(name, err)
		}
		contains(t, out.String(), want...)
		if strings.Contains(out.String(), "add one") || strings.Contains(out.String(), "a.go, B") {
			t.Errorf("%s: it tells all at once:\n%s", name, &out)
		}
	}

	out.Reset()
	l.asJSON = true
	l.run(t.Context(), streams{nil, &out, &said})
	var list struct{ Exercises []exercises.Entry }
	if err := json.Unmarshal(out.Bytes(), &list); err != nil || len(list.Exercises) != 4 || list.Exercises[2].Result.Failed[0].Hint != "add" {
		t.Errorf("%v %s", err, &out)
	}
}

// What is saved while it watches is printed, and Ctrl-C ends it.
func TestExercisesAreWatched(t *testing.T) {
	t.Parallel()
	l, write := exerciseTree(t)
	l.watching = true
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	var mu sync.Mutex
	var out bytes.Buffer
	printed := func(text string) {
		t.Helper()
		labtest.Until(t, text, func() bool {
			mu.Lock()
			defer mu.Unlock()
			return strings.Contains(out.String(), text)
		})
	}
	ended := make(chan error, 1)
	go func() {
		ended <- l.run(ctx, streams{nil, onWrite(func(text string) {
			mu.Lock()
			defer mu.Unlock()
			out.WriteString(text)
		}), new(bytes.Buffer)})
	}()
	printed("4 exercises: 1 green, 1 red, 1 broken, 1 not started.")
	write("typo", `t.Run("a check", func(t *testing.T) {})`)
	printed("x-typo   Write typo    5 min  ✓ green\n")
	interrupt()
	if err := labtest.Receive(t, ended, "end"); err != nil {
		t.Error(err)
	}
}

func TestExercisesInterrupted(t *testing.T) {
	t.Parallel()
	l, _ := exerciseTree(t)
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	if err := l.run(ctx, streams{nil, new(bytes.Buffer), new(bytes.Buffer)}); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Error(err)
	}
}

func TestExercisesBadUsage(t *testing.T) {
	var out bytes.Buffer
	for _, args := range [][]string{{"sse-encode"}, {"--run", "sse-decode"}, {"--all"}} {
		var bad usageError
		if err := listExercises(t.Context(), args, streams{nil, &out, &out}); !errors.As(err, &bad) {
			t.Errorf("%q: %v", args, err)
		}
	}
	t.Chdir(t.TempDir())
	if err := listExercises(t.Context(), nil, streams{nil, &out, &out}); err == nil || !strings.Contains(err.Error(), "source is not here") {
		t.Error(err)
	}
}
