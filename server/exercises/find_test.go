package exercises

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	root := t.TempDir()
	inner := filepath.Join(root, "labs/sse")
	if err := os.MkdirAll(inner, 0o777); err != nil {
		t.Fatal(err)
	}
	find := func(from, want, missing string) {
		t.Helper()
		got, command, why := Find(from)
		if got != want || (command == "") != (missing != "") || missing == "" && why != "" || !strings.Contains(why, missing) {
			t.Errorf("from %s: %q, %q, %q", from, got, command, why)
		}
	}
	find(inner, "", "source is not here")
	writeFile(t, filepath.Join(root, "go.mod"), "// a comment\nmodule wireside // another\n")
	find(inner, "", "source is not here") // no go command writes it so
	writeFile(t, filepath.Join(root, "go.mod"), "// a comment\n\nmodule wireside\n\ngo 1.26\n")
	find(inner, root, "")
	find(root, root, "")
	writeFile(t, filepath.Join(inner, "go.mod"), "module other\n")
	find(inner, root, "")
	writeFile(t, filepath.Join(root, "go.mod"), "module wireside/tests\n")
	find(inner, "", "source is not here")
	writeFile(t, filepath.Join(root, "go.mod"), "module wireside\n")
	t.Setenv("PATH", root)
	find(root, "", "command go is not found")
}

// What tells of a change is Go files alone, and what is no file is not waited for.
func TestInputs(t *testing.T) {
	root := t.TempDir()
	folder := filepath.Join(root, "labs/x/exercise/a")
	if inputs(root, "labs/x/exercise/a") != inputs(root, "labs/x/exercise/b") {
		t.Error("two that are not there differ")
	}
	writeFile(t, filepath.Join(folder, "a.go"), "package a")
	seen := map[sum]string{inputs(root, "labs/x/exercise/a"): "first"}
	changes := func(what string, want bool) {
		t.Helper()
		s := inputs(root, "labs/x/exercise/a")
		if was, ok := seen[s]; ok == want {
			t.Errorf("%s: as it was at %q: %v", what, was, ok)
		}
		seen[s] = what
	}
	writeFile(t, filepath.Join(folder, "a.txt"), "x")
	changes("a text", false)
	if err := os.Mkdir(filepath.Join(folder, "b.go"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/zero", filepath.Join(folder, "zero.go")); err == nil {
		changes("a folder, a device", false)
	}
	writeFile(t, filepath.Join(folder, "c.go"), "package a")
	changes("a file more", true)
	writeFile(t, filepath.Join(folder, "c.go"), "package b")
	changes("other text", true)
	writeFile(t, filepath.Join(folder, "c.go"), strings.Repeat(" ", maxFile+1))
	changes("a large file", true)
	writeFile(t, filepath.Join(folder, "c.go"), strings.Repeat(" ", maxFile+2))
	changes("a larger file", true)
	writeFile(t, filepath.Join(folder, "a_test.go"), "package a")
	changes("a test", true)
	writeFile(t, filepath.Join(root, "labs/x/exercise/a.go"), "package exercise")
	changes("its checks", true)
	if answer(root, "labs/x/exercise/a") == answer(root, "labs/x/exercise/b") {
		t.Error("there is an answer, and it is as if there was none")
	}
}
