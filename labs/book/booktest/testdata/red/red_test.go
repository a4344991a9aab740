package red

import (
	"testing"

	"wireside/labs/book/booktest"
)

func TestExercise(t *testing.T) { booktest.Test(t, Red, Started, Do) }
