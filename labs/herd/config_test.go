package herd

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/lab"
)

func TestCheck(t *testing.T) {
	c := Config{Clients: 7}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	want := Config{Technique: lab.WebSocket, Clients: 7, Reconnect: Backoff, IntervalMs: 1000}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("defaults (-want +got)\n%s", diff)
	}
	for message, change := range map[string]func(*Config){
		`herd.technique "fallback" is unknown; there is: [polling longpolling sse websocket]`: func(c *Config) { c.Technique = lab.Fallback },
		`herd.clients is 0; it must be 1 to 1000`:                                             func(c *Config) { c.Clients = 0 },
		`herd.clients is 1001; it must be 1 to 1000`:                                          func(c *Config) { c.Clients = 1001 },
		`herd.reconnect "never" is unknown; there is: [at-once fixed backoff]`:                func(c *Config) { c.Reconnect = "never" },
		`herd.jitter is 1.5; it must be 0 to 1`:                                               func(c *Config) { c.Jitter = 1.5 },
		`herd.jitter is NaN; it must be 0 to 1`:                                               func(c *Config) { c.Jitter = math.NaN() },
		`herd.intervalMs is 99; it must be 100 to 600000`:                                     func(c *Config) { c.IntervalMs = 99 },
		`herd.readKbps is 0.5; it must be 1 to 1000000, or 0 for no limit`:                    func(c *Config) { c.ReadKbps = 0.5 },
	} {
		bad := want
		change(&bad)
		var e *lab.Error
		if err := bad.Check(); !errors.As(err, &e) || e.Code != "bad_run" || e.Message != message {
			t.Errorf("got %v\nwant %s", err, message)
		}
	}
}

func TestPause(t *testing.T) {
	for _, test := range []struct {
		cfg      Config
		failures int
		reached  bool
		random   float64
		want     time.Duration
	}{
		{Config{Reconnect: AtOnce, Jitter: 1}, 0, true, 0.5, 0},
		{Config{Reconnect: AtOnce}, 3, false, 0.5, 100 * time.Millisecond},
		{Config{Reconnect: Fixed}, 9, false, 0.5, time.Second},
		{Config{Reconnect: Fixed, Jitter: 0.5}, 0, true, 0.5, 750 * time.Millisecond},
		{Config{Reconnect: Backoff}, 0, true, 0.5, 500 * time.Millisecond},
		{Config{Reconnect: Backoff}, 2, false, 0.5, 2 * time.Second},
		{Config{Reconnect: Backoff, Jitter: 1}, 90, false, 0.25, 6 * time.Second},
	} {
		if got := test.cfg.pause(test.failures, test.reached, test.random); got != test.want {
			t.Errorf("%+v: %v, want %v", test, got, test.want)
		}
	}
}

func TestDue(t *testing.T) {
	straight, jittery := Config{IntervalMs: 1000}, Config{IntervalMs: 1000, Jitter: 0.5}
	got := []time.Duration{straight.due(1, 0.9), straight.due(60, 0), jittery.due(1, 0), jittery.due(2, 0.5)}
	want := []time.Duration{time.Second, time.Minute, time.Second, 1750 * time.Millisecond}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
