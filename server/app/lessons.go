package app

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"sync"

	"wireside/labs/experiments"
	"wireside/labs/yours"
	"wireside/lessons"
	"wireside/site"
)

// Lessons reads the lessons of a folder by the rules of a server with the default limits: every run that they offer would start,
// and all that they name exists.
func Lessons(files fs.FS) ([]*lessons.Lesson, error) { return lessons.Load(files, world()) }

// builtIn are the lessons that this binary has.
var builtIn = sync.OnceValues(func() ([]*lessons.Lesson, error) { return Lessons(lessons.FS()) })

// world is what lessons may speak of.
func world() lessons.World {
	return lessons.World{
		Run:      lessonRun,
		Claim:    lessonClaim,
		Exercise: lessonExercise,
		Units:    lessonUnits,
		Taken:    lessonTaken,
		Source:   source(),
	}
}

// elements are the ids of what is on a lesson’s page beside the lesson, of all that it may have.
var elements = sync.OnceValue(func() map[string]bool {
	var page bytes.Buffer
	full := site.Lesson{Options: benchOptions(), Claims: []site.ClaimLink{{}}, Exercises: []site.ExerciseLink{{}}}
	if err := site.RenderLesson(&page, full); err != nil {
		panic(err) // the page is a template, built in, of this binary’s own data
	}
	ids := map[string]bool{}
	for _, id := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllSubmatch(page.Bytes(), -1) {
		ids[string(id[1])] = true
	}
	return ids
})

func lessonTaken(id string) bool { return elements()[id] }

func lessonExercise(name string) bool {
	return slices.ContainsFunc(yours.All(), func(e yours.Entry) bool { return e.Name == name })
}

func lessonRun(body []byte) ([]lessons.Lane, error) {
	spec, err := readSpec(body, Limits{}.withDefaults())
	if err != nil {
		return nil, err
	}
	lanes := make([]lessons.Lane, len(spec.Lanes))
	for i, l := range spec.Lanes {
		lanes[i] = lessons.Lane{Name: l.Name, Technique: string(l.Technique), Title: l.Title}
	}
	return lanes, nil
}

func lessonClaim(number int) (lessons.Claim, bool) {
	c, ok := experiments.Find(number)
	if !ok {
		return lessons.Claim{}, false
	}
	claim := lessons.Claim{
		Number: c.Number, Title: c.Title, Quote: c.Quote, Author: experiments.Article.Author, So: c.So, Measurable: len(c.Cases) > 0,
	}
	for _, s := range c.Sources {
		claim.Sources = append(claim.Sources, lessons.Source{Title: s.Title, URL: s.URL})
	}
	return claim, true
}

// lessonUnits reads bytes of a lesson as if they had been pasted.
func lessonUnits(as, from string, bytes []byte) ([]json.RawMessage, error) {
	var units []json.RawMessage
	reader, err := loose(looseConfig{as: as, from: from}, func(unit []byte) {
		units = append(units, append(json.RawMessage(nil), unit...))
	})
	if err != nil {
		return nil, err
	}
	reader.Write(0, bytes)
	reader.Close(0)
	return units, nil
}
