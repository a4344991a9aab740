package longpolling

import (
	"context"
	"net/http"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Run asks, lets the server hold the question until there is news or the wait is over, and asks again. It calls each for
// every event, in order.
//
// Between an answer and the next question no request is open. The cursor in the address is what keeps an event published
// just then from being lost: the next question names the last event that we saw. With Forget we only ever ask for what is
// to come, and lose it.
//
// It ends with ctx, whose error it returns, or when the server refuses for good: with the *lab.Error run_ended at the end
// of the feed. While the server can't be reached or is overloaded, it goes on asking.
func (c *Client) Run(ctx context.Context, each func(feed.Event)) error {
	observer := lab.Observed(c.Observer)
	address := c.URL
	for failures := 0; ; {
		observer.Request()
		batch, next, err := c.ask(ctx, address)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		observer.Answer(len(batch.Events), err == nil)
		switch {
		case lab.Refused(err):
			observer.Status(lab.Closed, err.Error())
			return err
		case err != nil:
			observer.Status(lab.Waiting, err.Error()+"; trying again")
			if err := lab.Sleep(ctx, c.pause(failures)); err != nil {
				return err
			}
			failures++
		default:
			observer.Status(lab.Open, "")
			if batch.Gap != nil {
				observer.Gap(*batch.Gap)
			}
			for _, event := range batch.Events {
				each(event)
			}
			failures = 0
			if !c.Forget {
				address = next
			}
		}
	}
}

// ask asks once, and returns the address to ask next as well.
func (c *Client) ask(ctx context.Context, address string) (batch lab.Batch, next string, err error) {
	resp, err := c.get(ctx, address)
	switch {
	case err != nil:
		return batch, address, err
	case resp.StatusCode == http.StatusNoContent && resp.Close: // it holds no requests any more
		return batch, address, errClosing
	case resp.StatusCode == http.StatusNoContent: // the wait was over, with no news
		return batch, address, nil
	case resp.StatusCode != http.StatusOK:
		return batch, address, lab.ReadError(resp)
	}
	batch, err = c.read(resp)
	next, _ = lab.At(c.URL, batch.Next)
	return batch, next, err
}
