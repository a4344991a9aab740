package closing

import (
	"testing"

	"wireside/labs/book/booktest"
	"wireside/labs/websocket/exercise"
)

func TestExercise(t *testing.T) {
	booktest.Test(t, exercise.Close, Started, exercise.Closer{AppendClose: AppendClose, ParseClose: ParseClose, NewClosing: NewClosing})
}
