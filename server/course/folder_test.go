package course

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whatever happens to the folder, its lessons are back when it is: it may be renamed, deleted and made again, and a file may be put in
// the place of another, as editors do.
func TestAFolderComesBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "lessons")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, dir, strings.Replace(lesson, "%", "First", 1))
	c, err := Watch(dir, world)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	at := c.Edition()
	steps := []struct {
		name string
		do   func() error
		want string // the lesson's title; empty: there is none
	}{
		{"renamed", func() error { return os.Rename(dir, dir+"-2") }, ""},
		{"named as it was", func() error { return os.Rename(dir+"-2", dir) }, "First"},
		{"deleted", func() error { return os.RemoveAll(dir) }, ""},
		{"made again", func() error {
			if err := os.Mkdir(dir+"-new", 0o755); err != nil {
				return err
			}
			write(t, dir+"-new", strings.Replace(lesson, "%", "Second", 1))
			return os.Rename(dir+"-new", dir)
		}, "Second"},
		{"a file put in another’s place", func() error {
			text := strings.Replace(lesson, "%", "Third", 1)
			if err := os.WriteFile(filepath.Join(dir, ".01-one.md.swp"), []byte(text), 0o600); err != nil {
				return err
			}
			return os.Rename(filepath.Join(dir, ".01-one.md.swp"), filepath.Join(dir, "01-one.md"))
		}, "Third"},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatal(step.name, err)
		}
		title := func() string {
			if at.Lessons == nil {
				return ""
			}
			return at.Lessons[0].Title
		}
		before := title()
		for at = after(t, c, at); title() == before; { // it may be seen half way
			at = after(t, c, at)
		}
		if diff := cmp.Diff(step.want, title()); diff != "" {
			t.Errorf("%s (-want +got), %v:\n%s", step.name, at.Err, diff)
		}
	}
}
