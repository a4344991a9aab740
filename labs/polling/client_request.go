package polling

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	"wireside/labs/lab"
)

// DefaultInterval is the pause between a client's polls.
const DefaultInterval = lab.DefaultInterval

// longest is how far failures stretch an interval that is shorter.
const longest = 8 * time.Second

// Client follows a feed by polling.
type Client struct {
	URL      string        // of the lane, with its run; after in its query says where to begin: 0, "now", …
	Interval time.Duration // from one poll to the next; 0 or less: DefaultInterval
	Jitter   float64       // the share of each interval that is random, 0 to 1, so that many clients don't ask in step
	NoETag   bool          // never ask with If-None-Match
	Timeout  time.Duration // after which a request is given up; 0 or less: never
	HTTP     *http.Client  // nil: http.DefaultClient
	Observer lab.Observer  // nil: nobody looks
}

// question is a poll: where to ask, and which answer of there we have.
type question struct{ address, tag string }

// get sends a question and returns the whole answer.
func (c *Client) get(ctx context.Context, q question) (*http.Response, error) {
	if _, err := lab.At(q.address, 0); err != nil {
		return nil, err
	}
	ctx, cancel := lab.WithTimeout(ctx, c.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, q.address, nil)
	if err != nil {
		return nil, err
	}
	if q.tag != "" && !c.NoETag {
		req.Header.Set("If-None-Match", q.tag)
	}
	return lab.Fetch(c.HTTP, req)
}

// read reads the events of an answer.
func (c *Client) read(resp *http.Response) (lab.Batch, error) {
	batch, err := lab.ReadBatch(resp)
	if err != nil {
		lab.Observed(c.Observer).Unreadable(err.Error())
	}
	return batch, err
}

// pause is the time from one poll to the next after so many failures in a row, each of which doubles it.
func (c *Client) pause(failures int) time.Duration {
	interval := c.Interval
	if interval <= 0 {
		interval = DefaultInterval
	}
	interval -= time.Duration(c.Jitter * rand.Float64() * float64(interval))
	return max(interval, min(interval<<min(failures, 10), longest))
}

// Send sends a text upstream, in a request of its own, and tells the observer of its echo.
func (c *Client) Send(ctx context.Context, text string) error {
	echo, err := lab.SendUp(ctx, c.HTTP, c.URL, text)
	if err == nil {
		lab.Observed(c.Observer).Echo(echo)
	}
	return err
}
