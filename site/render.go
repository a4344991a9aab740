package site

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"math"
)

// LessonLink is a lesson in a list, or beside another.
type LessonLink struct {
	Slug, Title, Summary string
	Order, Minutes       int
	Predictions          int // that it asks for; 0 leaves that out
}

// Home is the first page.
type Home struct {
	Lessons []LessonLink // in the order to read them; the page's one button leads to the first
	Edition int          // of a working copy; 0: the lessons don't change
}

// Lesson is a lesson beside the bench.
type Lesson struct {
	Slug, Title, Kicker string         // Kicker: a few words above the title; may be empty
	Order, Minutes      int            // Minutes: 0 leaves the duration out
	HTML                template.HTML  // trusted: it goes into the page as it is
	Prev, Next          *LessonLink    // nil where there is none
	Course              []LessonLink   // all lessons, in the order to read them; nil leaves out which of them this is
	Options             Options        // what the bench beside it offers
	Run                 []byte         // of its first lab, the body of POST /api/runs, for which the bench keeps room; nil: unknown
	Exercises           []ExerciseLink // to be done after it; those of one technique stand together
	Edition             int            // as in Home
	Claims              []ClaimLink    // what it settles of the article; empty leaves the list out
}

// ClaimLink is a claim in a list, which leads to its row on the claims page.
type ClaimLink struct {
	Number int
	Title  string // the claim in one line
}

// Inspector is the wire by itself, for one run.
type Inspector struct {
	Run     string // its id
	Title   string // what the page is headed; empty: the run's id
	Proxied string // the URL of the application that is inspected; empty for a run of the labs
	Unit    uint64 // the Seq of the unit to open at; 0 for none
}

// Problem is an error to show to a person.
type Problem struct {
	Status         int // the HTTP status
	Title, Message string
	Exercises      []ExerciseLink // that would mend it; may be empty
	Faults         []Fault        // in the source of the lessons; may be empty
	Edition        int            // as in Home
}

// Fault is what is wrong in a lesson's source.
type Fault struct {
	Place   string // FILE:LINE; may be empty
	Message string
}

// lane is a technique as the bench names it. The modules know the lanes by the same names.
type lane struct{ Name, Title, Mode string }

var (
	sse       = lane{"sse", "SSE", "EventSource"}
	websocket = lane{"websocket", "WebSocket", "full duplex"}
	lanes     = []lane{{"polling", "Polling", "every 1000 ms"}, {"longpolling", "Long polling", "held ≤ 25 s"}, sse, websocket}
	// proxied are the lanes of an application that is none of ours: HTTP is all that is neither of the other two.
	proxied = []lane{{Name: "http", Title: "HTTP"}, sse, websocket}
)

// head is what the pages' common parts need.
type head struct {
	Title, Description string
	Here               string       // which entry of the navigation is this page's; "proxy" if there is none to navigate to
	Keys               bool         // whether the page has keys to list
	Styles             []string     // style sheets of the page's own, beside the common one
	Script             string       // the page's own module; empty if it needs none
	Preload            []string     // the modules that Script imports
	Slug               string       // of the lesson that this page is
	Course             []LessonLink // all of them, where this one is; see Lesson
	Prev, Next         *LessonLink  // its neighbours; nil where there is none
	Edition            int          // of a working copy of the lessons: the page is loaded again when there is a newer one. 0: none
}

var templates = template.Must(template.ParseFS(sub("templates"), "*.html"))

// What the pages' own modules import, named in their heads so that all comes at once, not import by import.
var (
	homeModules      = modules("home.js")
	lessonModules    = modules("lesson.js")
	benchModules     = modules("presets.js")
	inspectorModules = modules("inspector.js")
)

var homeStyles = []string{"/static/home.css"}

// RenderHome writes the first page.
func RenderHome(w io.Writer, h Home) error {
	data := struct {
		Head head
		Home
		First *LessonLink
		Takes string // all lessons together; empty if that is not known
	}{Home: h, Head: head{
		Title:       "wireside: real-time techniques on one wire",
		Description: "Polling, long polling, Server-Sent Events and WebSocket side by side, with the bytes of each.",
		Here:        "home", Styles: homeStyles, Script: "/static/js/home.js", Preload: homeModules, Edition: h.Edition,
	}}
	if len(h.Lessons) > 0 {
		data.First = &h.Lessons[0]
	}
	minutes := 0
	for _, l := range h.Lessons {
		minutes += l.Minutes
	}
	data.Takes = inHours(minutes)
	return render(w, "home", data)
}

// inHours writes a duration as a person estimates it: minutes, or half hours where there are more than 90.
func inHours(minutes int) string {
	halves := int(math.Round(float64(minutes) / 30))
	switch {
	case minutes <= 0:
		return ""
	case minutes <= 90:
		return fmt.Sprintf("%d minutes", minutes)
	case halves%2 == 1:
		return fmt.Sprintf("%d½ hours", halves/2)
	}
	return fmt.Sprintf("%d hours", halves/2)
}

// RenderLesson writes a lesson beside the bench.
func RenderLesson(w io.Writer, l Lesson) error {
	return render(w, "lesson", struct {
		Head head
		Lesson
		bench
		Groups []matterGroup[ExerciseLink]
	}{Lesson: l, Groups: grouped(l.Exercises, func(e ExerciseLink) string { return e.Technique }), bench: bench{Lanes: lanes, room: roomFor(l.Run)}, Head: head{
		Title:       l.Title + " · wireside",
		Description: "Lesson: " + l.Title + ". With a live bench and the bytes on the wire.",
		Here:        "lesson", Slug: l.Slug, Course: l.Course, Prev: l.Prev, Next: l.Next, Keys: true, Edition: l.Edition, Styles: []string{"/static/lesson.css"},
		Script: "/static/js/lesson.js", Preload: lessonModules,
	}})
}

// RenderInspector writes the wire by itself: a run's bytes, without the bench that made them.
func RenderInspector(w io.Writer, i Inspector) error {
	data := struct {
		Head head
		Inspector
		Lanes []lane
	}{Inspector: i, Lanes: lanes, Head: head{
		Description: "The bytes on the wire, each with what it means.",
		Here:        "run", Keys: true, Script: "/static/js/inspector.js", Preload: inspectorModules,
	}}
	if data.Title == "" {
		data.Title = "Run " + i.Run
	}
	if i.Proxied != "" {
		data.Lanes, data.Head.Here = proxied, "proxy"
	}
	data.Head.Title = data.Title + " · wireside"
	return render(w, "inspector", data)
}

// RenderError writes an error page.
func RenderError(w io.Writer, p Problem) error {
	return render(w, "error", struct {
		Head head
		Problem
	}{Problem: p, Head: head{Title: p.Title + " · wireside", Description: p.Message, Edition: p.Edition}})
}

// render executes a template whole before it writes, so that a failure leaves w untouched.
func render(w io.Writer, name string, data any) error {
	var page bytes.Buffer
	if err := templates.ExecuteTemplate(&page, name, data); err != nil {
		return err
	}
	_, err := page.WriteTo(w)
	return err
}
