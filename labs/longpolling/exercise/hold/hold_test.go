package hold

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/longpolling/exercise"
)

func TestExercise(t *testing.T) { booktest.Test(t, exercise.Hold, Started, Hold) }
