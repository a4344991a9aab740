package site

import (
	"io"
	"path"
)

// Exercises is the page of the exercise book. Its script asks GET /api/exercises for what the checks have come to.
type Exercises struct {
	Exercises []Exercise // in the order to do them; those of one technique stand together
}

// Exercise is one of them, as far as it is known without running its checks.
type Exercise struct {
	Name, Title string       // Name: "sse-encode", which is its place on the page, too
	Task        string       // what is to be written, in plain text
	Minutes     int          // how long it takes; 0 leaves that out
	Package     string       // the folder, from the root of the source: "labs/sse/exercise/encode"
	File        string       // the one to edit, within it: "encode.go"
	Writes      string       // what the learner writes there: "Encode"
	Technique   string       // "polling", "longpolling", "sse", "websocket", "scale" or "choose"
	Command     string       // what runs its checks: "go test ./labs/sse/exercise/encode"
	Lessons     []LessonLink // those that it belongs to; Slug and Title are enough
	Started     bool         // the stub says so, as the server was built
	Lane        bool         // it is a part of a lane that can be run on the bench
}

// ExerciseLink is an exercise at the end of a lesson.
type ExerciseLink struct {
	Name, Title string
	Technique   string // as in Exercise
	Minutes     int    // 0 leaves that out
}

// numbered is an exercise with its place in the list, from 1.
type numbered struct {
	No int
	Exercise
}

// Path is the file to edit, from the root of the source.
func (e Exercise) Path() string { return path.Join(e.Package, e.File) }

// State is the exercise's, as the server was built: the script's words for it (exercises/words.js).
func (e Exercise) State() string {
	if e.Started {
		return "started"
	}
	return "idle"
}

// Glyph is the state's mark.
func (e Exercise) Glyph() string {
	if e.Started {
		return "◐"
	}
	return "○"
}

var (
	exerciseModules = modules("exercises.js")
	exerciseStyles  = []string{"/static/exercises.css"}
)

// RenderExercises writes the page: without a script, the list as the server was built.
func RenderExercises(w io.Writer, e Exercises) error {
	all := make([]numbered, len(e.Exercises))
	for i, exercise := range e.Exercises {
		all[i] = numbered{i + 1, exercise}
	}
	return render(w, "exercises", struct {
		Head   head
		Total  int
		Groups []matterGroup[numbered]
	}{Total: len(all), Groups: grouped(all, func(e numbered) string { return e.Technique }), Head: head{
		Title:       "Exercises · wireside",
		Description: "Write each technique yourself, a function at a time: checks that say what is wrong, and your code on the wire.",
		Here:        "exercises", Styles: exerciseStyles, Script: "/static/js/exercises.js", Preload: exerciseModules,
	}})
}
