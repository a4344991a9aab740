package accept

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/websocket/exercise"
)

func TestExercise(t *testing.T) { booktest.Test(t, exercise.Accept, Started, Accept) }
