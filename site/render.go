package site

import (
	"bytes"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
)

// LessonLink is a lesson in a list, or beside another.
type LessonLink struct {
	Slug, Title, Summary string
	Order, Minutes       int
}

// Home is the first page.
type Home struct {
	Lessons []LessonLink // in the order to read them; the page's one button leads to the first
}

// Lesson is a lesson beside the bench.
type Lesson struct {
	Slug, Title, Kicker string        // Kicker: a few words above the title; may be empty
	Order, Minutes      int           // Minutes: 0 leaves the duration out
	HTML                template.HTML // trusted: it goes into the page as it is
	Prev, Next          *LessonLink   // nil where there is none
}

// Problem is an error to show to a person.
type Problem struct {
	Status         int // the HTTP status
	Title, Message string
}

// lane is a technique as the bench names it. The modules know the lanes by the same names.
type lane struct{ Name, Title, Mode string }

var lanes = []lane{
	{"polling", "Polling", "every 1000 ms"},
	{"longpolling", "Long polling", "held ≤ 25 s"},
	{"sse", "SSE", "EventSource"},
	{"websocket", "WebSocket", "full duplex"},
}

// head is what the pages' common parts need.
type head struct {
	Title, Description string
	Here               string   // which entry of the navigation is this page's
	Script             string   // the page's own module; empty if it needs none
	Preload            []string // the modules that Script imports
}

var templates = template.Must(template.ParseFS(sub("templates"), "*.html"))

// lessonModules are all that the lesson page loads, named in its head so that they come at once, not import by import.
var lessonModules = modules("static/js", "home.js", "lesson.js", "theme.js")

// RenderHome writes the first page.
func RenderHome(w io.Writer, h Home) error {
	data := struct {
		Head head
		Home
		First *LessonLink
	}{Home: h, Head: head{
		Title:       "wireside: real-time techniques on one wire",
		Description: "Polling, long polling, Server-Sent Events and WebSocket side by side, with the bytes of each.",
		Here:        "home", Script: "/static/js/home.js",
	}}
	if len(h.Lessons) > 0 {
		data.First = &h.Lessons[0]
	}
	return render(w, "home", data)
}

// RenderLesson writes a lesson beside the bench.
func RenderLesson(w io.Writer, l Lesson) error {
	return render(w, "lesson", struct {
		Head head
		Lesson
		Lanes []lane
	}{Lesson: l, Lanes: lanes, Head: head{
		Title:       l.Title + " · wireside",
		Description: "Lesson: " + l.Title + ". With a live bench and the bytes on the wire.",
		Here:        "lesson", Script: "/static/js/lesson.js", Preload: lessonModules,
	}})
}

// RenderError writes an error page.
func RenderError(w io.Writer, p Problem) error {
	return render(w, "error", struct {
		Head head
		Problem
	}{Problem: p, Head: head{Title: p.Title + " · wireside", Description: p.Message}})
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

// modules lists the URLs of the modules under dir, but for those named.
func modules(dir string, but ...string) []string {
	var urls []string
	err := fs.WalkDir(embedded, dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != ".js" {
			return err
		}
		for _, name := range but {
			if strings.TrimPrefix(file, dir+"/") == name {
				return nil
			}
		}
		urls = append(urls, "/"+file)
		return nil
	})
	if err != nil {
		panic("site: " + err.Error())
	}
	return urls
}
