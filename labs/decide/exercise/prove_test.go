package exercise

import (
	"testing"

	"wireside/labs/book/booktest"
)

func TestProof(t *testing.T) { booktest.Prove(t, Choices) }
