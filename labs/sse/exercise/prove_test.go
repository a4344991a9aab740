package exercise

import (
	"testing"

	"wireside/labs/book/booktest"
)

func TestProve(t *testing.T) {
	booktest.Prove(t, Encode)
	booktest.Prove(t, Parse)
	booktest.Prove(t, Resume)
	booktest.Prove(t, Heartbeat)
}
