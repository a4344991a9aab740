package exercise

import (
	"testing"

	"wireside/labs/book/booktest"
)

func TestProve(t *testing.T) { booktest.Prove(t, Length) }
