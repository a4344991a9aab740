package exercise

import (
	"testing"

	"wireside/labs/book/booktest"
)

func TestProve(t *testing.T) {
	booktest.Prove(t, Accept)
	booktest.Prove(t, Header)
	booktest.Prove(t, Mask)
	booktest.Prove(t, Fragments)
	booktest.Prove(t, Close)
	booktest.Prove(t, Reconnect)
}
