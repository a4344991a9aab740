package app

import (
	"sync"

	"wireside/labs/yours"
	"wireside/server/exercises"
)

// Exercises lists the exercises in the order to do them, with the lessons that lead to them, and nothing known of their checks.
func Exercises() ([]exercises.Entry, error) { return exerciseEntries() }

// exerciseEntries are the same in any server of this binary.
var exerciseEntries = sync.OnceValues(func() ([]exercises.Entry, error) {
	all, err := builtIn()
	if err != nil {
		return nil, err
	}
	entries := []exercises.Entry{}
	for _, e := range yours.All() {
		d := exercises.Describe(e)
		for _, l := range lessonsOf(e.Name, all) {
			d.Lessons = append(d.Lessons, exercises.Lesson{Slug: l.Slug, Title: l.Title})
		}
		entries = append(entries, d)
	}
	return entries, nil
})
