package app

import (
	"testing"

	"wireside/lessons"
)

// Every start waits for the lessons.
func BenchmarkLessons(b *testing.B) {
	for b.Loop() {
		if _, err := Lessons(lessons.FS()); err != nil {
			b.Fatal(err)
		}
	}
}
