package app

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"wireside/labs/experiments"
	"wireside/labs/lab"
	"wireside/lessons"
	"wireside/server/course"
	"wireside/site"

	gws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"
)

// openCourse reads the lessons: those of a folder, or, if it is empty, those built in.
func openCourse(dir string) (*course.Course, error) {
	if dir != "" {
		return course.Watch(dir, world())
	}
	all, err := builtIn()
	if err != nil {
		return nil, err
	}
	return course.Fixed(all), nil
}

// routeLessons mounts the home page, the lessons, and the page of the exercises that belong to them.
func (a *App) routeLessons(r fiber.Router) {
	pages := pagesOf(a.course.Edition())
	var mu sync.Mutex
	// of answers with a page of the newest edition, or with what is wrong with that.
	of := func(render func(c *fiber.Ctx, p *coursePages) error) fiber.Handler {
		return func(c *fiber.Ctx) error {
			edition := a.course.Edition()
			if edition.Err != nil {
				return &brokenLessons{edition}
			}
			mu.Lock()
			if pages.edition != edition {
				pages = pagesOf(edition)
			}
			p := pages
			mu.Unlock()
			html(c)
			return render(c, p)
		}
	}
	r.Get("/", of(func(c *fiber.Ctx, p *coursePages) error { return site.RenderHome(c, p.home) }))
	r.Get("/lessons", func(c *fiber.Ctx) error { return c.Redirect("/") })
	r.Get("/lessons/:slug", of(func(c *fiber.Ctx, p *coursePages) error {
		lesson, ok := p.lessons[c.Params("slug")]
		if !ok {
			return &lab.Error{Status: 404, Code: "no_such_lesson", Message: fmt.Sprintf("There is no lesson %.40q; the home page lists them all.", c.Params("slug"))}
		}
		return site.RenderLesson(c, lesson)
	}))
	r.Get("/exercises", of(func(c *fiber.Ctx, p *coursePages) error { return site.RenderExercises(c, p.exercises) }))
}

// coursePages are an edition's.
type coursePages struct {
	edition   *course.Edition
	home      site.Home
	lessons   map[string]site.Lesson // by slug
	exercises site.Exercises
}

func pagesOf(e *course.Edition) *coursePages {
	p := &coursePages{edition: e, lessons: make(map[string]site.Lesson), exercises: exercisesView(e.Lessons)}
	p.home.Edition = e.Number
	for _, l := range e.Lessons {
		p.home.Lessons = append(p.home.Lessons, lessonLink(l))
	}
	options := benchOptions()
	for i, l := range e.Lessons {
		view := site.Lesson{
			Slug: l.Slug, Title: l.Title, Kicker: l.Kicker, Order: l.Order, Minutes: l.Minutes, HTML: l.HTML, Options: options,
			Exercises: exerciseLinks(l), Edition: e.Number, Course: p.home.Lessons,
		}
		for _, number := range l.Claims {
			if claim, ok := experiments.Find(number); ok {
				view.Claims = append(view.Claims, site.ClaimLink{Number: number, Title: claim.Title})
			}
		}
		if len(l.Labs) > 0 {
			view.Run = l.Labs[0].Run
		}
		if i > 0 {
			view.Prev = &p.home.Lessons[i-1]
		}
		if i+1 < len(e.Lessons) {
			view.Next = &p.home.Lessons[i+1]
		}
		p.lessons[l.Slug] = view
	}
	return p
}

func lessonLink(l *lessons.Lesson) site.LessonLink {
	return site.LessonLink{Slug: l.Slug, Title: l.Title, Summary: l.Summary, Order: l.Order, Minutes: l.Minutes, Predictions: len(l.Predictions)}
}

// brokenLessons is a working copy that can't be loaded just now.
type brokenLessons struct{ edition *course.Edition }

func (e *brokenLessons) Error() string { return e.edition.Err.Error() }

// faults are where to mend it.
func (e *brokenLessons) faults() (faults []site.Fault) {
	each := []error{e.edition.Err}
	if joined, ok := e.edition.Err.(interface{ Unwrap() []error }); ok {
		each = joined.Unwrap()
	}
	for _, err := range each {
		fault := site.Fault{Message: err.Error()}
		if at := (*lessons.Error)(nil); errors.As(err, &at) {
			fault = site.Fault{Place: fmt.Sprintf("%s:%d", at.File, at.Line), Message: at.Message}
		}
		faults = append(faults, fault)
	}
	return faults
}

// liveLessons upgrades to the news of a working copy: {"edition":N}, first and at each change.
func (a *App) liveLessons(c *fiber.Ctx) error {
	if a.course.Edition().Number == 0 {
		return &lab.Error{Status: 404, Code: "not_watching", Message: "These lessons don’t change; serve --lessons DIR serves a working copy."}
	}
	return a.view(c, "lessons", nil, func(ws *gws.Conn, gone <-chan struct{}) (code int, reason string) {
		pings := time.NewTicker(a.limits.Heartbeat)
		defer pings.Stop()
		edition, told := a.course.Edition(), 0
		for err := error(nil); err == nil; {
			if told != edition.Number {
				told = edition.Number
				ws.SetWriteDeadline(time.Now().Add(a.limits.WriteTimeout))
				err = ws.WriteJSON(fiber.Map{"edition": told})
				continue
			}
			select {
			case <-gone:
				return 0, ""
			case <-a.ctx.Done():
				return gws.CloseGoingAway, "the server is shutting down"
			case <-pings.C:
				err = ws.WriteControl(gws.PingMessage, nil, time.Now().Add(time.Second))
			case <-edition.Outdated():
				edition = a.course.Edition()
			}
		}
		return 0, ""
	})
}

// showLessons lists the lessons with what there is to find in them.
func (a *App) showLessons(c *fiber.Ctx) error {
	edition := a.course.Edition()
	if edition.Err != nil {
		return &brokenLessons{edition}
	}
	type section struct {
		ID    string `json:"id"` // of the heading; empty: the lesson's beginning
		Title string `json:"title"`
		Text  string `json:"text"`
	}
	type entry struct {
		Slug      string    `json:"slug"`
		Title     string    `json:"title"`
		Kicker    string    `json:"kicker"`
		Summary   string    `json:"summary"`
		Order     int       `json:"order"`
		Minutes   int       `json:"minutes"`
		Claims    []int     `json:"claims"`
		Exercises []string  `json:"exercises"`
		Sections  []section `json:"sections"`
	}
	list := make([]entry, len(edition.Lessons))
	for i, l := range edition.Lessons {
		list[i] = entry{l.Slug, l.Title, l.Kicker, l.Summary, l.Order, l.Minutes, append([]int{}, l.Claims...), append([]string{}, l.Exercises...), []section{}}
		for _, part := range l.Sections {
			list[i].Sections = append(list[i].Sections, section{part.ID, part.Title, part.Text})
		}
	}
	return c.JSON(fiber.Map{"lessons": list})
}
