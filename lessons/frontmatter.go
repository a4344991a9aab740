package lessons

import (
	"bytes"
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
	for _, number := range each(f.Claims) {
		lesson.Claims = append(lesson.Claims, f.claim(number, lesson.Claims))
	}
	for _, name := range each(f.Exercises) {
		lesson.Exercises = append(lesson.Exercises, f.exercise(name, lesson.Exercises))
	}
	return lesson
}

// claim reads a claim's number, which must be on the claims page and none of those before it.
func (f *frontMatter) claim(v value[int], before []int) int {
	number := positive(f.mapping, "claim", v)
	switch _, ok := f.src.world.Claim(number); {
	case number <= 0: // told
	case !ok:
		f.src.fault(f.at(v.Line), "there is no claim %d on the claims page", number)
	case slices.Contains(before, number):
		f.src.fault(f.at(v.Line), "claim %d stands here twice", number)
	}
	return number
}

// exercise reads an exercise's name, which must be in the book and none of those before it.
func (f *frontMatter) exercise(v value[string], before []string) string {
	name := f.string("exercise", v)
	switch {
	case name == "": // told
	case !f.src.world.Exercise(name):
		f.src.fault(f.at(v.Line), "there is no exercise %q in the book", name)
	case slices.Contains(before, name):
		f.src.fault(f.at(v.Line), "exercise %q stands here twice", name)
	}
	return name
}
