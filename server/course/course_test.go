package course

import (
	"bytes"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wireside/lessons"
)

const lesson = "---\ntitle: %\nkicker: k\nsummary: s\norder: 1\nminutes: 1\n---\n\n## A heading\n\nText.\n"

// world is one of which the lesson above says nothing.
var world = lessons.World{Taken: func(string) bool { return false }}

func write(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "01-one.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// after waits for the edition that follows e.
func after(t *testing.T, c *Course, e *Edition) *Edition {
	t.Helper()
	select {
	case <-e.Outdated():
	case <-time.After(time.Minute):
		t.Fatal("no new edition")
	}
	return c.Edition()
}

func TestAWorkingCopyIsReadAgainWhenItChanges(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, strings.Replace(lesson, "%", "First", 1))
	c, err := Watch(dir, world)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	first := c.Edition()
	if first.Number != 1 || first.Lessons[0].Title != "First" {
		t.Errorf("the first edition is %d, %q", first.Number, first.Lessons[0].Title)
	}

	write(t, dir, strings.Replace(lesson, "%", "Second", 1))
	second := after(t, c, first)
	if second.Number != 2 || second.Lessons[0].Title != "Second" {
		t.Errorf("the second edition is %d, %q", second.Number, second.Lessons[0].Title)
	}

	var told bytes.Buffer
	log.SetOutput(&told)
	defer log.SetOutput(os.Stderr)
	write(t, dir, strings.Replace(strings.Replace(lesson, "%", "Third", 1), "## A", "#### A", 1))
	broken := after(t, c, second)
	if !strings.Contains(told.String(), "\n01-one.md:9: ") {
		t.Errorf("the log says of a broken edition %q", told.String())
	}
	if broken.Err == nil || !strings.HasPrefix(broken.Err.Error(), "01-one.md:9: ") || broken.Lessons != nil {
		t.Errorf("a broken edition has %d lessons and says %v, want none, and the place of the fault", len(broken.Lessons), broken.Err)
	}

	write(t, dir, strings.Replace(lesson, "%", "Mended", 1))
	if mended := after(t, c, broken); mended.Err != nil || mended.Lessons[0].Title != "Mended" {
		t.Errorf("a mended edition: %v", mended.Err)
	}
}

func TestFaultsStopTheStart(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "no front matter")
	if c, err := Watch(dir, world); err == nil || !strings.Contains(err.Error(), "01-one.md:1: ") {
		t.Errorf("got %v, %v, want an error with the place of the fault", c, err)
	}
	if _, err := Watch(filepath.Join(dir, "none"), world); err == nil || !strings.HasPrefix(err.Error(), filepath.Join(dir, "none")+": ") {
		t.Errorf("of a folder that is not there: %v, want its name and what is wrong", err)
	}
}

// A folder of the same files is no new edition, however often it is looked at.
func TestNothingChanges(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, strings.Replace(lesson, "%", "First", 1))
	c, err := Watch(dir, world)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, strings.Replace(lesson, "%", "First", 1))
	c.look()
	c.Close()
	if e := c.Edition(); e.Number != 1 {
		t.Errorf("there are %d editions", e.Number)
	}
}

func TestFixed(t *testing.T) {
	c := Fixed([]*lessons.Lesson{{Slug: "one"}})
	defer c.Close()
	if e := c.Edition(); e.Number != 0 || e.Lessons[0].Slug != "one" {
		t.Errorf("got edition %d", e.Number)
	}
}
