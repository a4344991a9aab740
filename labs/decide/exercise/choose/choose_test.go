package choose

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/decide/exercise"
)

func TestExercise(t *testing.T) { booktest.Test(t, exercise.Choices, Started, Choose) }
