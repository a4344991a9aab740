package app

import (
	"wireside/labs/yours"
	"wireside/lessons"
	"wireside/site"

	"github.com/gofiber/fiber/v2"
)

// exercisesView is the page of the exercise book.
func exercisesView(all []*lessons.Lesson) site.Exercises {
	var view site.Exercises
	for _, e := range yours.All() {
		view.Exercises = append(view.Exercises, site.Exercise{
			Name: e.Name, Title: e.Title, Task: e.Task, Minutes: e.Minutes, Package: e.Package, File: e.File, Writes: e.Writes,
			Technique: e.Technique(), Command: e.Command(), Lessons: lessonsOf(e.Name, all), Started: e.Started, Lane: e.Lane(),
		})
	}
	return view
}

// lessonsOf returns the lessons that lead to an exercise.
func lessonsOf(exercise string, all []*lessons.Lesson) (links []site.LessonLink) {
	for _, l := range all {
		for _, name := range l.Exercises {
			if name == exercise {
				links = append(links, lessonLink(l))
			}
		}
	}
	return links
}

// exerciseLinks returns what a lesson leads to; a name without an exercise is left out.
func exerciseLinks(l *lessons.Lesson) (links []site.ExerciseLink) {
	for _, name := range l.Exercises {
		for _, e := range yours.All() {
			if e.Name == name {
				links = append(links, exerciseLink(e))
			}
		}
	}
	return links
}

func exerciseLink(e yours.Entry) site.ExerciseLink {
	return site.ExerciseLink{Name: e.Name, Title: e.Title, Technique: e.Technique(), Minutes: e.Minutes}
}

// routeInspect mounts the page that inspects loose bytes.
func (a *App) routeInspect(r fiber.Router) {
	r.Get("/inspect", func(c *fiber.Ctx) error {
		html(c)
		return site.RenderInspect(c, site.Inspect{MaxBytes: maxLoose, Proxied: a.front != nil})
	})
}
