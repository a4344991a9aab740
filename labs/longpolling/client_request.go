package longpolling

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"wireside/labs/lab"
)

// errClosing is a server that holds no requests any more: asked again at once it would answer at once.
var errClosing = errors.New("the server is closing the lane")

// Client follows a feed by long polling.
type Client struct {
	URL      string        // of the lane, with its run; a wait in its query is kept, after says where to begin: 0, "now", …
	Forget   bool          // always ask with the URL as it is, whatever was seen
	Timeout  time.Duration // after which a request is given up, longer than the wait; 0 or less: never
	Pause    time.Duration // after the first failure; 0 or less: 500 ms. Each further one doubles it, four times at most
	HTTP     *http.Client  // nil: http.DefaultClient
	Observer lab.Observer  // nil: nobody looks
}

// get sends a request and returns the whole answer.
func (c *Client) get(ctx context.Context, address string) (*http.Response, error) {
	if _, err := lab.At(address, 0); err != nil {
		return nil, err
	}
	ctx, cancel := lab.WithTimeout(ctx, c.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
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

// pause is how long to wait after so many failures in a row, and this one. Half of it is random, so that many clients
// don't come back in step.
func (c *Client) pause(failures int) time.Duration {
	first := c.Pause
	if first <= 0 {
		first = 500 * time.Millisecond
	}
	longest := float64(first << min(failures, 4))
	return time.Duration(longest * (0.5 + rand.Float64()/2))
}

// Send sends a text upstream, in a request of its own, and tells the observer of its echo.
func (c *Client) Send(ctx context.Context, text string) error {
	echo, err := lab.SendUp(ctx, c.HTTP, c.URL, text)
	if err == nil {
		lab.Observed(c.Observer).Echo(echo)
	}
	return err
}
