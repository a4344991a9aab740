package lessons

import (
	"bytes"
	"regexp"
	"slices"
)

// frontMatter is the YAML between two lines of dashes at the head of a file.
type frontMatter struct {
	mapping   `yaml:"-"`
	Title     value[string]          `yaml:"title"`
	Kicker    value[string]          `yaml:"kicker"`
	Summary   value[string]          `yaml:"summary"`
	Order     value[int]             `yaml:"order"`
	Minutes   value[int]             `yaml:"minutes"`
	Claims    value[[]value[int]]    `yaml:"claims"`    // optional
	Exercises value[[]value[string]] `yaml:"exercises"` // optional
}

const dashes = "---\n"

// frontMatter reads the head of the file and leaves the markdown after it in body. It returns nil if there is none that
// can be read.
func (s *source) frontMatter() *frontMatter {
	rest, ok := bytes.CutPrefix(s.body, []byte(dashes))
	if !ok {
		s.fault(1, "no front matter: the first line must be ---")
		return nil
	}
	end := bytes.Index(append([]byte("\n"), rest...), []byte("\n"+dashes)) // where in rest the closing line begins
	if end < 0 {
		s.fault(1, "the front matter has no closing line ---")
		return nil
	}
	front := &frontMatter{mapping: mapping{src: s, text: rest[:end], opener: 1}}
	s.first = s.line(len(dashes) + end + len(dashes))
	s.body = rest[end+len(dashes):]
	if !front.decode(front) {
		return nil
	}
	return front
}

// lesson checks the fields and returns a lesson with what they say.
func (f *frontMatter) lesson() *Lesson {
	lesson := &Lesson{
		Title:   f.string("title", f.Title),
		Kicker:  f.string("kicker", f.Kicker),
		Summary: f.string("summary", f.Summary),
		Order:   positive(f.mapping, "order", f.Order),
		Minutes: positive(f.mapping, "minutes", f.Minutes),
	}
	for _, number := range f.Claims.V {
		lesson.Claims = append(lesson.Claims, positive(f.mapping, "claim", number))
	}
	for _, name := range f.Exercises.V {
		lesson.Exercises = append(lesson.Exercises, f.exercise(name, lesson.Exercises))
	}
	return lesson
}

// exerciseName is a technique or a matter, and a word for what is written.
var exerciseName = regexp.MustCompile(`^[a-z]+-[a-z]+$`)

// exercise reads an exercise's name, which must be none of those before it. Whether there is such an exercise is not known
// here.
func (f *frontMatter) exercise(v value[string], before []string) string {
	name := f.string("exercise", v)
	switch {
	case name == "": // told
	case !exerciseName.MatchString(name):
		f.src.fault(f.at(v.Line), "exercise %q: a name is like sse-encode", name)
	case slices.Contains(before, name):
		f.src.fault(f.at(v.Line), "exercise %q stands here twice", name)
	}
	return name
}
