package exercise

import (
	"testing"
	"time"

	"wireside/labs/book"
	"wireside/labs/book/booktest"
)

func TestProof(t *testing.T) { booktest.Prove(t, Hubs) }

// TestBubbleAlone holds what no bubble says by itself: that a goroutine is left, and that one waits for a lock for ever.
func TestBubbleAlone(t *testing.T) {
	before := patience
	patience = time.Second
	defer func() { patience = before }()
	booktest.Caught(t, Hubs, []book.Wrong[NewHub]{
		{
			Name: "a goroutine that nobody ends",
			Answer: func() (Hub, error) {
				go func() { select {} }()
				return newHub()
			},
			Caught: "close",
		},
		{
			Name:   "a lock that is taken twice",
			Answer: wrongly(changes{give: func(r *reader, message string) { r.Missed(); r.give(message) }}),
			Caught: "each message to each reader, in order",
		},
	}...)
}
