package resume

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/sse/exercise"
)

func TestExercise(t *testing.T) { booktest.Test(t, exercise.Resume, Started, Resume) }
