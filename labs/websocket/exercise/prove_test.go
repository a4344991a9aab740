package exercise

import (
	"testing"

	"wireside/labs/book"
	"wireside/labs/book/booktest"
)

func TestProve(t *testing.T) {
	booktest.Prove(t, Accept)
	booktest.Prove(t, Header)
	booktest.Prove(t, Mask)
	booktest.Prove(t, Fragments)
	booktest.Prove(t, Close)
	booktest.Prove(t, Reconnect)

	booktest.Caught(t, Close, book.Wrong[Closer]{
		Name: "an answer is no close frame of ours", Answer: parts(habits{forgets: true}), Caught: "both have sent a close frame",
	})
}
