package lessons_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wireside/lessons"
	"wireside/server/app"

	"github.com/google/go-cmp/cmp"
)

// embedded returns the lessons that ship, as the server loads them.
func embedded(t *testing.T) []*lessons.Lesson {
	t.Helper()
	loaded, err := app.Lessons(lessons.FS())
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// The course begins with all four lanes, and then takes one technique after the other.
func TestOrderOfTheCourse(t *testing.T) {
	var slugs []string
	for i, lesson := range embedded(t) {
		slugs = append(slugs, lesson.Slug)
		if lesson.Order != i+1 {
			t.Errorf("%s: order %d, want %d", lesson.Slug, lesson.Order, i+1)
		}
	}
	want := []string{"four-lanes", "polling", "long-polling", "sse", "websocket", "when-the-wire-breaks", "which-one"}
	if diff := cmp.Diff(want, slugs); diff != "" {
		t.Errorf("lessons (-want +got):\n%s", diff)
	}
}

// What each lesson has, so that a reader may rely on it.
var rules = []struct {
	name string
	hold func(*testing.T, *lessons.Lesson)
}{
	{"600 to 1,200 words", func(t *testing.T, l *lessons.Lesson) {
		if l.Words < 600 || l.Words > 1200 {
			t.Errorf("%d words of prose", l.Words)
		}
	}},
	{"a lab", func(t *testing.T, l *lessons.Lesson) { atLeast(t, len(l.Labs), 1) }},
	{"two predictions", func(t *testing.T, l *lessons.Lesson) { atLeast(t, len(l.Predictions), 2) }},
	{"a command to try", func(t *testing.T, l *lessons.Lesson) { atLeast(t, len(l.Tries), 1) }},
	{"a command that shows something", func(t *testing.T, l *lessons.Lesson) {
		if !slices.ContainsFunc(l.Tries, func(try lessons.Try) bool { return try.Shows != "" }) {
			t.Error("no try says what it shows")
		}
	}},
	{"commands for the server at hand", func(t *testing.T, l *lessons.Lesson) {
		for _, try := range l.Tries {
			if !strings.Contains(try.Script, "localhost:8080") && !strings.HasPrefix(try.Script, "go ") {
				t.Errorf("line %d: neither talks to localhost:8080 nor is of this project", try.Line)
			}
		}
	}},
	{"a recording", func(t *testing.T, l *lessons.Lesson) { atLeast(t, len(l.Recordings), 1) }},
	{"the code of both ends", func(t *testing.T, l *lessons.Lesson) {
		for _, end := range []string{".go", ".js"} {
			if !slices.ContainsFunc(l.Quotes, func(q lessons.Quote) bool { return strings.HasSuffix(q.File, end) }) {
				t.Errorf("no quote from a %s file", end)
			}
		}
	}},
	{"a figure", func(t *testing.T, l *lessons.Lesson) { atLeast(t, blocks(l, "figure"), 1) }},
	{"a claim that it settles", func(t *testing.T, l *lessons.Lesson) { atLeast(t, blocks(l, "claim"), 1) }},
	{"an exercise", func(t *testing.T, l *lessons.Lesson) { atLeast(t, len(l.Exercises), 1) }},
	{"what you should have seen", func(t *testing.T, l *lessons.Lesson) {
		if got := l.Sections[len(l.Sections)-1].Title; got != "What you should have seen" {
			t.Errorf("the last section is %q", got)
		}
	}},
	{"headings that nest", headingsNest},
	{"anchors of their own", func(t *testing.T, l *lessons.Lesson) {
		seen := map[string]bool{}
		for _, id := range anchors(string(l.HTML)) {
			if seen[id] {
				t.Errorf("two elements are #%s", id)
			}
			seen[id] = true
		}
	}},
	{"a standard that is cited", func(t *testing.T, l *lessons.Lesson) {
		if !slices.ContainsFunc(proseLinks(l), standard.MatchString) {
			t.Error("no link to the section of a standard")
		}
	}},
	{"a text without exclamation", func(t *testing.T, l *lessons.Lesson) {
		for _, s := range l.Sections {
			if strings.Contains(s.Title+s.Text, "!") {
				t.Errorf("section %q exclaims", s.Title)
			}
		}
	}},
}

func TestLessonsHold(t *testing.T) {
	for _, lesson := range embedded(t) {
		t.Run(lesson.Slug, func(t *testing.T) {
			for _, rule := range rules {
				t.Run(rule.name, func(t *testing.T) { rule.hold(t, lesson) })
			}
		})
	}
}

func atLeast(t *testing.T, got, want int) {
	t.Helper()
	if got < want {
		t.Errorf("there are %d, want %d at least", got, want)
	}
}

// blocks counts a lesson's blocks of a kind.
func blocks(l *lessons.Lesson, kind string) int {
	return strings.Count(string(l.HTML), ` data-block="`+kind+`"`)
}

var (
	heading = regexp.MustCompile(`<h([1-6])\b`)
	ids     = regexp.MustCompile(`<[a-z][^>]*? id="([^"]*)"`)
)

func headingsNest(t *testing.T, l *lessons.Lesson) {
	above := 1
	for _, m := range heading.FindAllStringSubmatch(string(l.HTML), -1) {
		level, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		if level < 2 || level > above+1 {
			t.Errorf("a heading of level %d below one of level %d", level, above)
		}
		above = level
	}
	if above == 1 {
		t.Error("no heading")
	}
}

// anchors returns the ids in a page.
func anchors(html string) []string {
	var all []string
	for _, m := range ids.FindAllStringSubmatch(html, -1) {
		all = append(all, m[1])
	}
	return all
}

// Between them, the commands reach every lane and the ledger.
func TestTriesReachEveryLane(t *testing.T) {
	var scripts string
	for _, lesson := range embedded(t) {
		for _, try := range lesson.Tries {
			scripts += try.Script
		}
	}
	for _, path := range []string{"/labs/polling?", "/labs/longpolling?", "/labs/sse", "/labs/websocket", "/ledger"} {
		if !strings.Contains(scripts, path) {
			t.Errorf("no command reaches %q", path)
		}
	}
}
