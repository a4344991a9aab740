package lessons

import "bytes"

// frontMatter is the YAML between two lines of dashes at the head of a file.
type frontMatter struct {
	mapping  `yaml:"-"`
	Title    value[string]       `yaml:"title"`
	Kicker   value[string]       `yaml:"kicker"`
	Summary  value[string]       `yaml:"summary"`
	Order    value[int]          `yaml:"order"`
	Minutes  value[int]          `yaml:"minutes"`
	Claims   value[[]value[int]] `yaml:"claims"`   // optional
	Exercise value[string]       `yaml:"exercise"` // optional
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
		Title:    f.string("title", f.Title),
		Kicker:   f.string("kicker", f.Kicker),
		Summary:  f.string("summary", f.Summary),
		Order:    positive(f.mapping, "order", f.Order),
		Minutes:  positive(f.mapping, "minutes", f.Minutes),
		Exercise: f.Exercise.V,
	}
	for _, number := range f.Claims.V {
		lesson.Claims = append(lesson.Claims, positive(f.mapping, "claim", number))
	}
	return lesson
}
