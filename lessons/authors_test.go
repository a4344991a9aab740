package lessons_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"wireside/lessons"
	"wireside/server/app"

	"github.com/google/go-cmp/cmp"
)

// authors takes the page for authors apart: the examples, which are one lesson together, the one at fault, and its fault.
func authors(t *testing.T) (page, example, broken, fault string) {
	t.Helper()
	text, err := os.ReadFile("AUTHORS.md")
	if err != nil {
		t.Fatal(err)
	}
	page = string(text)
	var examples []string
	for _, m := range regexp.MustCompile("(?s)\n````markdown\n(.*?)````\n").FindAllStringSubmatch(page, -1) {
		examples = append(examples, m[1])
	}
	faults := regexp.MustCompile("(?s)```text\n(01-example.*?)\n```").FindStringSubmatch(page)
	if len(examples) < 5 || faults == nil {
		t.Fatalf("%d examples, fault %q", len(examples), faults)
	}
	last := len(examples) - 1
	return page, strings.Join(examples[:last], "\n"), examples[0] + "\n## Broken\n\n" + examples[last], faults[1]
}

// loadExample loads a lesson as the server does, with the figures that ship.
func loadExample(t *testing.T, text string) ([]*lessons.Lesson, error) {
	t.Helper()
	files := fstest.MapFS{"01-example.md": {Data: []byte(text)}}
	figures, err := os.ReadDir("figures")
	if err != nil {
		t.Fatal(err)
	}
	for _, figure := range figures {
		svg, err := os.ReadFile("figures/" + figure.Name())
		if err != nil {
			t.Fatal(err)
		}
		files["figures/"+figure.Name()] = &fstest.MapFile{Data: svg}
	}
	return app.Lessons(files)
}

// The examples of the page for authors are a lesson, with blocks of every kind; the page names every figure.
func TestAuthorsPage(t *testing.T) {
	page, example, _, _ := authors(t)
	loaded, err := loadExample(t, example)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, m := range regexp.MustCompile(`data-block="([a-z]+)"`).FindAllStringSubmatch(string(loaded[0].HTML), -1) {
		if !slices.Contains(kinds, m[1]) {
			kinds = append(kinds, m[1])
		}
	}
	slices.Sort(kinds)
	if diff := cmp.Diff(lessons.Kinds(), kinds); diff != "" {
		t.Errorf("kinds of blocks with an example (-known +shown):\n%s", diff)
	}
	for _, kind := range lessons.Kinds() {
		if !strings.Contains(page, "\n### "+kind+"\n") {
			t.Errorf("no section on %s", kind)
		}
	}
	for _, figure := range lessons.Figures {
		if !strings.Contains(page, "`"+figure+"`") {
			t.Errorf("the page does not name the figure %s", figure)
		}
	}
}

// What the page says of a block at fault is what is said.
func TestAuthorsPageTellsAFault(t *testing.T) {
	_, _, broken, fault := authors(t)
	_, err := loadExample(t, broken)
	if err == nil {
		t.Fatal("the broken example loads")
	}
	if diff := cmp.Diff(fault, err.Error()); diff != "" {
		t.Errorf("fault (-page +loaded):\n%s", diff)
	}
}
