package length

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/book/booktest/testdata/example/exercise"
)

func TestExercise(t *testing.T) { booktest.Test(t, exercise.Length, Started, Length) }
