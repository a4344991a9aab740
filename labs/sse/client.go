package sse

import (
	"context"
	"errors"
	"io"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Run makes one request, whose answer does not end, and calls each for every event in it. When the stream ends all the
// same, it comes back by itself after the time that the server's retry asks for, with the last ID that it saw in
// Last-Event-ID; without IDs it comes back with the URL alone. All this is what a browser's EventSource does.
//
// It ends with ctx, whose error it returns; with nil when the server says that nothing more will come; and, as WHATWG
// 9.2.2 has it, with a *lab.Error after an answer of another status than 200, or of another type.
func (c *Client) Run(ctx context.Context, each func(feed.Event)) error {
	observer := lab.Observed(c.Observer)
	c.retry = DefaultRetry
	for {
		observer.Request()
		err := c.stream(ctx, each)
		var refused *lab.Error
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == errNoContent: // WHATWG 9.2.1: 204 tells a client to stop connecting again
			observer.Status(lab.Closed, err.Error())
			return nil
		case errors.As(err, &refused):
			observer.Status(lab.Closed, err.Error())
			return err
		case err == errSilent:
			observer.Status(lab.Waiting, err.Error()+"; opening another stream")
			continue
		}
		observer.Status(lab.Waiting, "dropped; coming back")
		if err := lab.Sleep(ctx, c.retry); err != nil {
			return err
		}
	}
}

// stream makes one request and reads its answer to the end.
func (c *Client) stream(ctx context.Context, each func(feed.Event)) error {
	ctx, leave := context.WithCancelCause(ctx)
	defer leave(nil)
	resp, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lab.Observed(c.Observer).Status(lab.Open, "")

	// A connection can die without a word. Who wants to notice counts the silence.
	dog := newWatchdog(c.Watchdog, func() { leave(errSilent) })
	defer dog.rest()
	decoder := Decoder{
		Retry: func(d time.Duration) { c.retry = d },
		Event: func(e Event) { dog.heard(); c.take(e, each) },
	}
	if _, err = io.Copy(&decoder, resp.Body); context.Cause(ctx) == errSilent {
		return errSilent
	}
	return err
}
