package polling

import (
	"context"
	"errors"
	"net/http"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// DefaultInterval is the pause between a client's polls.
const DefaultInterval = time.Second

// Client follows a feed by polling.
type Client struct {
	URL      string         // of the lane, with its run
	Interval time.Duration  // from one poll to the next; 0 or less: DefaultInterval
	After    uint64         // the last event seen; 0: all events are wanted
	HTTP     *http.Client   // nil: http.DefaultClient
	Gap      func(feed.Gap) // told of events that are lost; nil: nobody is
}

// Run calls each for every event, in order, until ctx ends, whose error it returns, or the server refuses the request for
// good. While the server can't be reached or is overloaded it goes on asking.
func (c *Client) Run(ctx context.Context, each func(feed.Event)) error {
	interval := c.Interval
	if interval <= 0 {
		interval = DefaultInterval
	}
	tick := time.NewTicker(interval)
	defer tick.Stop()
	after, tag := c.After, ""
	for {
		batch, newTag, err := c.poll(ctx, after, tag)
		var refused *lab.Error
		if errors.As(err, &refused) && !refused.Temporary() {
			return err
		}
		if err == nil {
			if batch.Gap != nil && c.Gap != nil {
				c.Gap(*batch.Gap)
			}
			for _, e := range batch.Events {
				each(e)
			}
			tag = newTag
			if batch.Next != after {
				after, tag = batch.Next, "" // a tag belongs to the cursor that it was given for
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// poll asks once. If the answer that tag names still holds, the batch is empty.
func (c *Client) poll(ctx context.Context, after uint64, tag string) (lab.Batch, string, error) {
	address, err := lab.At(c.URL, after)
	if err != nil {
		return lab.Batch{}, "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return lab.Batch{}, "", err
	}
	if tag != "" {
		req.Header.Set("If-None-Match", tag)
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return lab.Batch{}, "", err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
		batch, err := lab.ReadBatch(resp)
		return batch, resp.Header.Get("ETag"), err
	case http.StatusNotModified:
		return lab.Batch{Next: after}, tag, nil
	}
	return lab.Batch{}, "", lab.ReadError(resp)
}
