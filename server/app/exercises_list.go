package app

import (
	"slices"

	"wireside/labs/lab"
	"wireside/labs/yours"
	"wireside/server/exercises"
)

// Exercises lists the exercises in the order to do them, with the lessons that they belong to, and nothing known of their checks.
func Exercises() ([]exercises.Entry, error) {
	entries := []exercises.Entry{}
	for _, e := range yours.All() {
		d := exercises.Describe(e)
		d.Lane = slices.Contains(lab.Techniques[:], lab.Technique(d.Technique)) && !slices.Contains(clientSide, d.Name)
		entries = append(entries, d)
	}
	return entries, nil
}

// clientSide are the exercises that no lane is put together from.
var clientSide = []string{"polling-jitter", "sse-parse", "websocket-reconnect"}
