package fragments

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/websocket/exercise"
)

func TestExercise(t *testing.T) {
	booktest.Test(t, exercise.Fragments, Started, NewAssembler)
}
