package sse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Client follows a feed by Server-Sent Events.
type Client struct {
	URL   string         // of the lane, with its run
	After uint64         // the last event seen, which Run keeps up; 0: all events are wanted
	HTTP  *http.Client   // nil: http.DefaultClient. It must have no Timeout
	Gap   func(feed.Gap) // told of events that are lost; nil: nobody is

	retry time.Duration
}

// errNoContent is how a server tells a client not to connect again.
var errNoContent = errors.New("the stream has ended for good")

// Run calls each for every event, in order, and connects again, with the ID of the last event, when the stream ends. It
// returns ctx's error when ctx ends, nil when the server says that nothing more will come, and what it refused the
// request with if that is for good.
func (c *Client) Run(ctx context.Context, each func(feed.Event)) error {
	c.retry = DefaultRetry
	for {
		err := c.stream(ctx, each)
		var refused *lab.Error
		if errors.As(err, &refused) && !refused.Temporary() {
			return err
		}
		if errors.Is(err, errNoContent) {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(c.retry):
		}
	}
}

// stream connects once and reads to the end.
func (c *Client) stream(ctx context.Context, each func(feed.Event)) error {
	if _, err := lab.At(c.URL, c.After); err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", ContentType)
	req.Header.Set("Last-Event-ID", strconv.FormatUint(c.After, 10))
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNoContent {
		return errNoContent
	}
	if resp.StatusCode != http.StatusOK {
		return lab.ReadError(resp)
	}
	if t := resp.Header.Get("Content-Type"); !strings.HasPrefix(t, ContentType) { // WHATWG 9.2.2: then it fails for good
		return &lab.Error{Code: "not_an_event_stream", Message: fmt.Sprintf("the answer is %q, not %s", t, ContentType)}
	}
	var broken error
	decoder := Decoder{Retry: func(d time.Duration) { c.retry = d }, Event: func(e Event) {
		if err := c.take(e, each); broken == nil {
			broken = err
		}
	}}
	_, err = io.Copy(&decoder, resp.Body)
	return errors.Join(broken, err)
}

// take hands on what an event brings.
func (c *Client) take(e Event, each func(feed.Event)) error {
	switch e.Type {
	case DefaultType:
		var event feed.Event
		if err := json.Unmarshal([]byte(e.Data), &event); err != nil {
			return err
		}
		c.After = event.Seq
		each(event)
	case "gap":
		var gap feed.Gap
		if err := json.Unmarshal([]byte(e.Data), &gap); err != nil {
			return err
		}
		if c.Gap != nil {
			c.Gap(gap)
		}
	}
	return nil
}
