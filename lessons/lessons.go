// Package lessons holds the course: one markdown file a lesson, embedded, and the renderer that turns each into HTML.
//
// A lesson is CommonMark (goldmark), with YAML front matter and blocks: fences whose info string is a kind and a name,
// and whose body is YAML. On any other renderer a block degrades to its readable source. Each number in the text says
// where it comes from. What is wrong in a lesson (an unknown key, a lane that does not exist, a missing field, a number that
// was set otherwise, raw HTML) is an error of Load, with file and line; it never becomes a blank on the page. AUTHORS.md
// describes it all for those who write.
package lessons

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"sync"
)

//go:embed [0-9]*.md figures/*.svg
var files embed.FS

// FS returns the embedded lessons, each a markdown file at the root, such as 01-four-lanes.md, and their figures.
func FS() fs.FS { return files }

// Lesson is one lesson, ready for its page.
type Lesson struct {
	Slug      string   // the file's name without number and extension: "four-lanes"
	Title     string   // the page's h1, as text; the HTML begins below it, at h2
	Kicker    string   // a few words above the title, as text
	Summary   string   // one or two sentences for lists of lessons, as text
	Order     int      // its place in the course; from 1, unique, gaps allowed
	Minutes   int      // how long it takes a reader who tries things; at least 1
	Claims    []int    // the rows of the claims page that it touches; nil: none
	Exercises []string // the names of the exercises to do after it, in order; nil: none

	HTML     template.HTML // the body; every text from the source is escaped, raw HTML is refused
	Words    int           // of the prose: without blocks, code and addresses
	Sections []Section     // all its text, in order; at least one

	// What its blocks speak of, each in the order of the page; nil: nothing.
	Labs        []Lab
	Predictions []Prediction
	Tries       []Try
	Recordings  []Recording
	Quotes      []Quote
	Marks       []Mark
}

// fileName is what a lesson's file is called: a number that sorts the folder, and the slug.
var fileName = regexp.MustCompile(`^[0-9]+-([a-z0-9]+(?:-[a-z0-9]+)*)\.md$`)

// Load reads every markdown file at the root of fsys, but for AUTHORS.md and README.md, and returns the lessons sorted by
// Order. It reads all of them before it gives up: the error joins an *Error for each fault found.
func Load(fsys fs.FS, world World) ([]*Lesson, error) {
	files, err := Files(fsys)
	if err != nil {
		return nil, fmt.Errorf("no lessons: the folder can't be read: %w", cause(err))
	}
	names := slices.DeleteFunc(files, func(name string) bool { return path.Ext(name) != ".md" })
	if len(names) == 0 {
		return nil, errors.New("no lessons: there is no .md file such as 01-four-lanes.md at the root")
	}

	sources := make([]*source, len(names))
	for i, name := range names {
		text, err := ReadFile(fsys, name)
		sources[i] = newSource(name, text)
		sources[i].world, sources[i].fsys = &world, fsys
		if err != nil {
			sources[i].fault(1, "%s", unread(err))
		}
	}
	read := make([]*Lesson, len(names)) // nil: one without front matter
	fronts := make([]*frontMatter, len(names))
	var reading sync.WaitGroup // a start waits for all of them
	for i, src := range sources {
		reading.Go(func() { read[i], fronts[i] = src.lesson() })
	}
	reading.Wait()

	var lessons []*Lesson
	slugs, orders := map[string]string{}, map[int]string{}
	bySlug := map[string]*source{}
	for i, src := range sources {
		if lesson := read[i]; lesson != nil {
			take(src, slugs, lesson.Slug, 1, "slug %q")
			take(src, orders, lesson.Order, fronts[i].at(fronts[i].Order.Line), "order %d")
			lessons = append(lessons, lesson)
			bySlug[lesson.Slug] = src
		}
	}
	if len(lessons) == len(sources) { // else a link may lead to one that could not be read
		for _, src := range sources {
			src.checkCourse(bySlug)
		}
	}
	if err := allTold(sources); err != nil {
		return nil, err
	}
	slices.SortFunc(lessons, func(a, b *Lesson) int { return cmp.Compare(a.Order, b.Order) })
	return lessons, nil
}

// take takes key for the file under examination, or reports the file that has it already.
func take[K comparable](src *source, taken map[K]string, key K, line int, what string) {
	if other, ok := taken[key]; ok {
		src.fault(line, what+" is taken by %s", key, other)
		return
	}
	taken[key] = src.file
}

// lesson reads the whole file. It returns nil if the file's name, its bytes or its front matter are at fault; faults in the
// body are reported beside a lesson.
func (s *source) lesson() (*Lesson, *frontMatter) {
	if len(s.faults) > 0 {
		return nil, nil // there is no text
	}
	name := fileName.FindStringSubmatch(path.Base(s.file))
	if name == nil {
		s.fault(1, "a lesson's file is named NUMBER-SLUG.md, such as 01-four-lanes.md")
		return nil, nil
	}
	if len(name[1]) > longestName {
		s.fault(1, "this lesson's name has %d characters; it may have %d", len(name[1]), longestName)
		return nil, nil
	}
	if s.checkText(); len(s.faults) > 0 {
		return nil, nil
	}
	front := s.frontMatter()
	if front == nil {
		return nil, nil
	}
	lesson := front.lesson()
	lesson.Slug = name[1]
	s.claims = lesson.Claims
	s.render(lesson)
	return lesson, front
}

// Error is a fault in a lesson's source, and the place to mend it.
type Error struct {
	File    string
	Line    int // from 1, in the file
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Message) }
