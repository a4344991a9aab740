package hub

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/fanout/exercise"
)

func TestExercise(t *testing.T) { booktest.Test(t, exercise.Hubs, Started, New) }
