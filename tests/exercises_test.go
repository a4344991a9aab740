package tests

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wireside/labs/yours"
	"wireside/server/app"
)

// Every exercise of the book is proved where it is written, and so lacks neither checks, wrong answers nor hints.
func TestExercisesAreProved(t *testing.T) {
	var packages []string
	for _, e := range yours.All() {
		if pkg := "wireside/" + path.Dir(e.Package); !slices.Contains(packages, pkg) {
			packages = append(packages, pkg)
		}
	}
	cmd := exec.Command("go", append([]string{"test", "-v"}, packages...)...)
	cmd.Dir = ".."
	out, err := cmd.CombinedOutput()
	if err != nil {
		fails := regexp.MustCompile(`(?m)^\s+\S+_test\.go:\d+: .*`).FindAllString(string(out), 20)
		t.Errorf("go test %s: %v\n%s", strings.Join(packages, " "), err, strings.Join(fails, "\n"))
	}
	for _, e := range yours.All() {
		if !bytes.Contains(out, []byte("\n    "+e.Name+" is proved: ")) {
			t.Errorf("%s: no test in %s gives it to booktest.Prove, or it fails there", e.Name, path.Dir(e.Package))
		}
	}
}

// Every exercise is linked from a lesson, and what a lesson links is an exercise.
func TestExercisesAndLessons(t *testing.T) {
	all, err := app.Lessons(os.DirFS("../lessons"))
	if err != nil {
		t.Fatal(err)
	}
	linked := make(map[string][]string)
	for _, lesson := range all {
		for _, name := range lesson.Exercises {
			linked[name] = append(linked[name], lesson.Slug)
		}
	}
	if len(yours.All()) < 16 {
		t.Errorf("the book has %d exercises", len(yours.All()))
	}
	for _, e := range yours.All() {
		if linked[e.Name] == nil {
			t.Errorf("%s: no lesson names it", e.Name)
		}
		delete(linked, e.Name)
	}
	for name, in := range linked {
		t.Errorf("%s: is no exercise, but is named in the lesson %s", name, strings.Join(in, ", "))
	}
}

// Names and folders are there once, and no folder of an exercise is left out of the book.
func TestExercisesAreListed(t *testing.T) {
	names, folders, tested := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, e := range yours.All() {
		if names[e.Name] || folders[e.Package] {
			t.Errorf("%s in %s: the name or the folder is there twice", e.Name, e.Package)
		}
		names[e.Name], folders[e.Package] = true, true
	}
	found, err := filepath.Glob("../labs/*/exercise/*/*_test.go")
	if err != nil || len(found) == 0 {
		t.Fatalf("no exercise is found: %v", err)
	}
	for _, file := range found {
		folder := strings.TrimPrefix(path.Dir(filepath.ToSlash(file)), "../")
		if !folders[folder] {
			t.Errorf("%s: labs/yours does not list it", folder)
		}
		tested[folder] = true
	}
	for folder := range folders {
		if !tested[folder] {
			t.Errorf("%s: has no test", folder)
		}
	}
}

// A fresh clone has no exercise started. What somebody has begun, and not committed, is theirs.
func TestExercisesAreNotStarted(t *testing.T) {
	for _, e := range yours.All() {
		file := e.Package + "/" + e.File
		if text := committed(t, file); !strings.Contains(text, "\nconst Started = false\n") {
			t.Errorf("%s: %s must say const Started = false, on a line of its own", e.Name, file)
		}
	}
}

// committed returns a file's text as a fresh clone has it: as it was committed last, or as it is where there is no repository.
func committed(t *testing.T, file string) string {
	t.Helper()
	cmd := exec.Command("git", "show", "HEAD:"+file)
	cmd.Dir = ".."
	text, err := cmd.Output()
	if err != nil {
		text, err = os.ReadFile(filepath.Join("..", filepath.FromSlash(file)))
	}
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", file, err))
	}
	return string(text)
}
