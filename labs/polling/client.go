package polling

import (
	"context"
	"net/http"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Run asks now and then whether there is news, and calls each for every event, in order. The cursor in the address says
// which event it saw last, so that none is lost or given twice, however late it asks.
//
// It ends with ctx, whose error it returns, or when the server refuses for good. While the server can't be reached or is
// overloaded, it goes on asking, less often.
func (c *Client) Run(ctx context.Context, each func(feed.Event)) error {
	observer := lab.Observed(c.Observer)
	q := question{address: c.URL}
	for failures := 0; ; {
		began := time.Now()
		observer.Request()
		batch, next, err := c.ask(ctx, q)
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
			failures++
		default:
			observer.Status(lab.Open, "")
			if batch.Gap != nil {
				observer.Gap(*batch.Gap)
			}
			for _, event := range batch.Events {
				each(event)
			}
			q, failures = next, 0
		}
		// From the start of one request to the start of the next.
		if err := lab.Sleep(ctx, time.Until(began.Add(c.pause(failures)))); err != nil {
			return err
		}
	}
}

// ask sends a question and returns the answer, and what to ask next.
func (c *Client) ask(ctx context.Context, q question) (lab.Batch, question, error) {
	resp, err := c.get(ctx, q)
	if err != nil {
		return lab.Batch{}, q, err
	}
	switch resp.StatusCode {
	case http.StatusNotModified: // nothing new since the answer whose ETag went along in If-None-Match: there is no body
		return lab.Batch{}, q, nil
	case http.StatusOK:
		batch, err := c.read(resp)
		next, _ := lab.At(c.URL, batch.Next)
		if next == q.address { // an ETag belongs to one address, and the cursor is part of it
			return batch, question{next, resp.Header.Get("ETag")}, err
		}
		return batch, question{next, ""}, err
	}
	return lab.Batch{}, q, lab.ReadError(resp)
}
