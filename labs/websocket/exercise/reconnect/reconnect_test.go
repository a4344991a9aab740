package reconnect

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/websocket/exercise"
)

func TestExercise(t *testing.T) { booktest.Test(t, exercise.Reconnect, Started, Follow) }
