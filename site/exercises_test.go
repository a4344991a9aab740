package site_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"wireside/site"
)

var someExercises = []site.Exercise{
	{Name: "polling-etag", Title: "Tag an answer", Technique: "polling", Package: "labs/polling/exercise/etag", File: "etag.go",
		Command: "go test ./labs/polling/exercise/etag", Lane: true, Lessons: []site.LessonLink{{Slug: "four-lanes", Title: "Four lanes"}}},
	{Name: "polling-jitter", Title: "A client", Technique: "polling", Package: "labs/polling/exercise/jitter", File: "jitter.go", Started: true},
	{Name: "scale-hub", Title: "A hub", Technique: "scale", Package: "labs/fanout/exercise/hub", File: "hub.go", Minutes: 25},
}

// exercise is one as the page has it before any script has run.
type exercise struct {
	Group, Name, No, Title, State, Path string
	Minutes                             string
	Wire, Lesson                        string // addresses
}

func readExercises(doc *html.Node) (all []exercise) {
	group := ""
	for _, e := range elements(doc) {
		if e.Data == "h2" {
			group = text(e)
		}
		if attr(e, "class") != "exercise" {
			continue
		}
		row := exercise{Group: group, Name: attr(e, "id")}
		for _, inner := range elements(e) {
			switch class := attr(inner, "class"); {
			case class == "no":
				row.No = text(inner)
			case class == "title":
				row.Title = text(inner)
			case class == "state":
				row.State = attr(inner, "data-mark") + " " + text(inner)
			case class == "min":
				row.Minutes = text(inner)
			case class == "copyable" && row.Path == "":
				row.Path = text(inner.FirstChild)
			case inner.Data == "a" && strings.HasPrefix(attr(inner, "href"), "/bench"):
				row.Wire = attr(inner, "href")
			case inner.Data == "a":
				row.Lesson = attr(inner, "href")
			}
		}
		all = append(all, row)
	}
	return all
}

func TestExercisesAreListedByTechnique(t *testing.T) {
	var b bytes.Buffer
	if err := site.RenderExercises(&b, site.Exercises{Exercises: someExercises}); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	want := []exercise{
		{Group: "Polling", Name: "polling-etag", No: "1", Title: "Tag an answer", State: "○ not started", Path: "labs/polling/exercise/etag/etag.go",
			Wire: "/bench#yours=polling", Lesson: "/lessons/four-lanes"},
		{Group: "Polling", Name: "polling-jitter", No: "2", Title: "A client", State: "◐ started", Path: "labs/polling/exercise/jitter/jitter.go"},
		{Group: "Scale", Name: "scale-hub", No: "3", Title: "A hub", State: "○ not started", Path: "labs/fanout/exercise/hub/hub.go", Minutes: "25 min"},
	}
	if diff := cmp.Diff(want, readExercises(doc)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	cells := map[string]string{}
	for _, e := range elements(doc) {
		if name := attr(e, "data-cell"); name != "" {
			cells[name] = attr(e, "href") + " " + attr(e, "data-state") + " " + text(e)
		}
	}
	if diff := cmp.Diff(map[string]string{"polling-etag": "#polling-etag idle ○", "polling-jitter": "#polling-jitter started ◐", "scale-hub": "#scale-hub idle ○"}, cells); diff != "" {
		t.Errorf("the cells (-want +got):\n%s", diff)
	}
}

func TestALessonEndsWithItsExercises(t *testing.T) {
	doc := renderLesson(t, site.Lesson{Exercises: []site.ExerciseLink{
		{Name: "sse-encode", Title: "Encode", Technique: "sse", Minutes: 15}, {Name: "sse-parse", Title: "Parse", Technique: "sse"}, {Name: "scale-hub", Title: "A hub", Technique: "scale"},
	}})
	var got []string
	for _, e := range elements(doc) {
		if !insideClass(e, "yourself") {
			continue
		}
		switch e.Data {
		case "h3", "code":
			got = append(got, strings.TrimSpace(text(e)))
		case "a":
			got = append(got, attr(e, "href"))
		}
	}
	want := []string{"/exercises", "Started = true", "SSE", "/exercises#sse-encode", "/exercises#sse-parse", "go test ./labs/sse/exercise/...",
		"Scale", "/exercises#scale-hub", "go test ./labs/fanout/exercise/..."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, e := range elements(renderLesson(t, site.Lesson{})) {
		if attr(e, "class") == "yourself" {
			t.Error("a lesson without exercises has a section for them")
		}
	}
}

func insideClass(n *html.Node, class string) bool {
	for a := range n.Ancestors() {
		if attr(a, "class") == class {
			return true
		}
	}
	return false
}
