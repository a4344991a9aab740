// Package scratch is long polling put together from the part that its exercise asks for: Hold, which waits for news.
//
// Short and readable comes before fast here: where the lane of package longpolling shares one encoding among all who wait,
// this one encodes for each.
package scratch

import (
	"context"
	"time"

	"wireside/labs/feed"
	"wireside/labs/longpolling"
)

// Log is a feed as Hold sees it. Its methods may be called from any goroutine.
type Log interface {
	// After returns the events that follow seq, in order; none if there are none yet. It never waits. The slice is the
	// caller's own.
	After(seq uint64) []feed.Event
	// Changed returns a channel that is closed by the next event, the first one that is published after this call; After may
	// show that event a moment before. It may be closed for another reason as well: look again with After.
	Changed() <-chan struct{}
}

// Parts are what a Lane is put together from. Hold is called by many goroutines at once. An error ends that answer alone;
// to catch a panic is up to who gives the parts.
type Parts struct {
	// Hold returns the events that follow the cursor as soon as there are some, none and no error when the wait is over,
	// or the error of ctx when that ends: the client has left, or the lane closes. A wait of 0 is none.
	Hold func(ctx context.Context, log Log, after uint64, wait time.Duration) ([]feed.Event, error)
}

// Reference returns the parts as this package has them.
func Reference() Parts { return Parts{Hold: Hold} }

// Config says how a lane answers, as the other lane's does.
type Config = longpolling.Config
