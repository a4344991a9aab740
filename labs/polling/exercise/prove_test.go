package exercise

import (
	"testing"

	"wireside/labs/book/booktest"
)

func TestReference(t *testing.T) {
	booktest.Prove(t, Cursor)
	booktest.Prove(t, ETag)
	booktest.Prove(t, Jitter)
}
