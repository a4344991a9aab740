package longpolling

import (
	"context"
	"errors"
	"net/http"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// retryAfter is how long a client waits before it asks a server again that it could not reach.
const retryAfter = time.Second

// errClosing is a server that holds no requests any more: asked again at once it would answer at once.
var errClosing = errors.New("the server is closing the lane")

// Client follows a feed by long polling.
type Client struct {
	URL   string         // of the lane, with its run; a wait in its query is kept
	After uint64         // the last event seen; 0: all events are wanted
	HTTP  *http.Client   // nil: http.DefaultClient. A Timeout must be longer than the wait
	Gap   func(feed.Gap) // told of events that are lost; nil: nobody is
}

// Run calls each for every event, in order, until ctx ends, whose error it returns, or the server refuses the request for
// good: with the *lab.Error run_ended at the end of the feed. While the server can't be reached or is overloaded it goes
// on asking.
func (c *Client) Run(ctx context.Context, each func(feed.Event)) error {
	for after := c.After; ; {
		batch, err := c.poll(ctx, after)
		var refused *lab.Error
		if errors.As(err, &refused) && !refused.Temporary() {
			return err
		}
		if err != nil {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(retryAfter):
			}
			continue
		}
		if batch.Gap != nil && c.Gap != nil {
			c.Gap(*batch.Gap)
		}
		for _, e := range batch.Events {
			each(e)
		}
		after = batch.Next
	}
}

// poll asks once. When the wait ran out the batch is empty.
func (c *Client) poll(ctx context.Context, after uint64) (lab.Batch, error) {
	address, err := lab.At(c.URL, after)
	if err != nil {
		return lab.Batch{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return lab.Batch{}, err
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return lab.Batch{}, err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
		return lab.ReadBatch(resp)
	case http.StatusNoContent:
		if resp.Close {
			return lab.Batch{}, errClosing
		}
		return lab.Batch{Next: after}, nil
	}
	return lab.Batch{}, lab.ReadError(resp)
}
