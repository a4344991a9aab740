package heartbeat

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/sse/exercise"
)

func TestExercise(t *testing.T) {
	booktest.Test(t, exercise.Heartbeat, Started, exercise.Beating{Pump: Pump, Listen: Listen})
}
