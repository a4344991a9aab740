package drive

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"wireside/labs/fallback"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling"
	"wireside/labs/polling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
)

// follower is what a technique's client can do.
type follower struct {
	run  func(ctx context.Context, each func(feed.Event)) error
	send func(ctx context.Context, text string) error
}

// follow returns the client that a lane's choices ask for.
func follow(client Client, base string, http *http.Client, observer lab.Observer) (follower, error) {
	choices, err := client.Choices.Settle(client.Technique)
	if err != nil {
		return follower{}, err
	}
	address := client.URL
	if strings.HasPrefix(address, "/") {
		address = strings.TrimSuffix(base, "/") + address
	}
	if _, err := lab.At(address, 0); err != nil {
		return follower{}, err
	}
	now := choices.Cursor != nil && *choices.Cursor == "now"
	if now {
		address = lab.With(address, "after", "now")
	} else {
		address = lab.With(address, "after", "0")
	}
	switch client.Technique {
	case lab.Polling:
		c := &polling.Client{
			URL: address, Interval: ms(*choices.IntervalMs), Jitter: *choices.Jitter, NoETag: !*choices.ETag,
			Timeout: ms(*choices.TimeoutMs), HTTP: http, Observer: observer,
		}
		return follower{c.Run, c.Send}, nil
	case lab.LongPolling:
		address = lab.With(address, "wait", ms(*choices.WaitMs).String())
		c := &longpolling.Client{URL: address, Forget: now, Timeout: ms(*choices.TimeoutMs), HTTP: http, Observer: observer}
		return follower{c.Run, c.Send}, nil
	case lab.SSE:
		c := &sse.Client{URL: address, Watchdog: ms(*choices.WatchdogMs), HTTP: http, Observer: observer}
		return follower{c.Run, c.Send}, nil
	case lab.Fallback:
		c := &fallback.Client{
			URL: address, Order: choices.Order, Lacks: choices.Lacks, Patience: ms(*choices.PatienceMs), HTTP: http, Observer: observer,
		}
		return follower{c.Run, c.Send}, nil
	case lab.WebSocket:
		if !*choices.Library {
			c := &websocket.Bare{URL: address, Watchdog: ms(*choices.WatchdogMs), Observer: observer}
			return follower{c.Run, c.Send}, nil
		}
		c := &websocket.Client{
			URL: address, Deflate: *choices.Deflate, Watchdog: ms(*choices.WatchdogMs), Jitter: *choices.Jitter, Observer: observer,
		}
		run, ok := map[string]func(context.Context, func(feed.Event)) error{
			"none": c.Run, "backoff": c.RunBackoff, "resume": c.RunResume,
		}[*choices.Reconnect]
		if ok {
			return follower{run, c.Send}, nil
		}
	}
	return follower{}, fmt.Errorf("there is no client of technique %q", client.Technique)
}

// pause is the longest that an event may wait for the lane's next answer by what was chosen for it.
func (c Client) pause() (d time.Duration) {
	for _, part := range []*float64{c.Choices.IntervalMs, c.Choices.HoldMs} {
		if part != nil {
			d += ms(*part)
		}
	}
	return d
}

// ms is so many milliseconds.
func ms(n float64) time.Duration { return time.Duration(n * float64(time.Millisecond)) }
