package jitter

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/polling/exercise"
)

func TestExercise(t *testing.T) { booktest.Test(t, exercise.Jitter, Started, Poll) }
