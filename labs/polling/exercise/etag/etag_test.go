package etag

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/polling/exercise"
)

func TestExercise(t *testing.T) { booktest.Test(t, exercise.ETag, Started, Answer) }
