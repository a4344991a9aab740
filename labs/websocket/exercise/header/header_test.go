package header

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/websocket/exercise"
)

func TestExercise(t *testing.T) {
	booktest.Test(t, exercise.Header, Started, exercise.HeaderCodec{Append: AppendHeader, Parse: ParseHeader})
}
