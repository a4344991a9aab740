package websocket

import (
	"context"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Run makes one HTTP request, which becomes a connection of messages in both directions, and calls each for every event
// that comes over it.
//
// It is naive on purpose: a browser's WebSocket does not come back by itself, and neither does this client. What is
// published after the connection ended is lost to it.
//
// It returns nil when the server has said all that it had to say, ctx's error when ctx has ended, and else what went wrong.
func (c *Client) Run(ctx context.Context, each func(feed.Event)) error {
	observer := lab.Observed(c.Observer)
	observer.Request()
	conn, err := c.dial(ctx, c.URL)
	if err == nil {
		observer.Status(lab.Open, "")
	}
	for err == nil {
		err = conn.receive(each)
	}
	observer.Status(lab.Closed, err.Error()+"; it stays closed")
	return ending(ctx, err)
}
