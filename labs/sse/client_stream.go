package sse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Client follows a feed by Server-Sent Events.
type Client struct {
	URL      string        // of the lane, with its run; after in its query says where to begin: 0, "now", …
	Watchdog time.Duration // how long no event may come, heartbeats included; 0 or less: for ever
	HTTP     *http.Client  // nil: http.DefaultClient. It must have no Timeout
	Observer lab.Observer  // nil: nobody looks

	lastID string        // the last event ID; empty while there was none
	retry  time.Duration // before it comes back
}

var (
	errNoContent = errors.New("the stream has ended for good")
	errSilent    = errors.New("the stream is silent")
)

// open makes the request, and returns an answer that is an event stream.
func (c *Client) open(ctx context.Context) (*http.Response, error) {
	if _, err := lab.At(c.URL, 0); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", ContentType)
	if c.lastID != "" {
		req.Header.Set(lastEventID, c.lastID)
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	if err := judge(resp); err != nil {
		resp.Body.Close()
		return nil, err
	}
	return resp, nil
}

// judge says what an answer means that is no event stream.
func judge(resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNoContent:
		return errNoContent
	default:
		return lab.ReadError(resp)
	}
	contentType := resp.Header.Get("Content-Type")
	if media, _, _ := mime.ParseMediaType(contentType); media != ContentType {
		return &lab.Error{Code: "not_an_event_stream", Message: fmt.Sprintf("the answer is %q, not %s", contentType, ContentType)}
	}
	return nil
}

// take hands on what an event brings.
func (c *Client) take(e Event, each func(feed.Event)) {
	observer := lab.Observed(c.Observer)
	c.lastID = e.ID
	switch e.Type {
	case DefaultType:
		var event feed.Event
		if err := json.Unmarshal([]byte(e.Data), &event); err != nil {
			observer.Unreadable(e.Data)
			return
		}
		each(event)
	case "gap": // this lab's own: the server no longer keeps what we asked for, and says so
		var gap feed.Gap
		if err := json.Unmarshal([]byte(e.Data), &gap); err != nil {
			observer.Unreadable(e.Data)
			return
		}
		observer.Gap(gap)
	}
}

// Send sends a text upstream, in a request of its own, and tells the observer of its echo.
func (c *Client) Send(ctx context.Context, text string) error {
	echo, err := lab.SendUp(ctx, c.HTTP, c.URL, text)
	if err == nil {
		lab.Observed(c.Observer).Echo(echo)
	}
	return err
}

// watchdog calls a function when it has heard nothing for some time.
type watchdog struct {
	silence time.Duration
	timer   *time.Timer // nil: this one sleeps
}

func newWatchdog(silence time.Duration, bark func()) watchdog {
	if silence <= 0 {
		return watchdog{}
	}
	return watchdog{silence, time.AfterFunc(silence, bark)}
}

// heard begins the count anew.
func (d watchdog) heard() {
	if d.timer != nil {
		d.timer.Reset(d.silence)
	}
}

// rest ends it.
func (d watchdog) rest() {
	if d.timer != nil {
		d.timer.Stop()
	}
}
