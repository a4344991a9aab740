package scratch

import (
	"context"
	"time"

	"wireside/labs/feed"
)

// Dial connects to a server that sends the events that follow the one numbered after. When ctx ends it comes back with an
// error at once.
type Dial func(ctx context.Context, after uint64) (Conn, error)

// Conn is a connection that events come on.
type Conn interface {
	// Receive waits for the next event. The error ends the connection: a *CloseError if the server sent a close frame,
	// another one if the connection just broke, or if ctx has ended, which it notices at once.
	Receive(ctx context.Context) (feed.Event, error)
}

// Backoff says how long a client waits before it connects again.
type Backoff struct {
	First  time.Duration  // after the first failure; each further one in a row doubles it. Above 0
	Most   time.Duration  // but not above this; First or more
	Jitter float64        // the share of each wait that is random, 0 to 1
	Random func() float64 // a number from 0 to 1, 1 excluded
}
