package herd

import (
	"fmt"
	"slices"
	"time"

	"wireside/labs/lab"
)

// MaxClients is how many clients a herd may have.
const MaxClients = 1000

// How clients come back after their connection ended.
const (
	AtOnce  = "at-once" // without a pause; a tenth of a second after the server could not be reached
	Fixed   = "fixed"   // after a second
	Backoff = "backoff" // after half a second, and twice as long with each further failure, up to eight
)

// Config says what a herd's clients do. What is left out gets its default from [Config.Check].
type Config struct {
	Technique  lab.Technique `json:"technique"`  // what the clients follow the feed by; websocket
	Clients    int           `json:"clients"`    // 1 to MaxClients
	Reconnect  string        `json:"reconnect"`  // AtOnce, Fixed or Backoff; Backoff
	Jitter     float64       `json:"jitter"`     // the share of each pause, or of a poll's interval, that is random, 0 to 1
	IntervalMs float64       `json:"intervalMs"` // between two polls of a client, 100 to 600,000; 1,000
	Aligned    bool          `json:"aligned"`    // all poll at the same instant of the interval; else each at its own
	ReadKbps   float64       `json:"readKbps"`   // how fast a client reads, in 1,000 bits a second, 1 or more; 0: as fast as it comes
}

// Check fills in what was left out, and judges the rest. The error is a *lab.Error, bad_run, that names the field.
func (c *Config) Check() error {
	if c.Technique == "" {
		c.Technique = lab.WebSocket
	}
	if c.Reconnect == "" {
		c.Reconnect = Backoff
	}
	if c.IntervalMs == 0 {
		c.IntervalMs = 1000
	}
	ways := []string{AtOnce, Fixed, Backoff}
	switch {
	case !slices.Contains(lab.Techniques[:], c.Technique):
		return bad("herd.technique %.40q is unknown; there is: %v", c.Technique, lab.Techniques)
	case c.Clients < 1 || c.Clients > MaxClients:
		return bad("herd.clients is %d; it must be 1 to %d", c.Clients, MaxClients)
	case !slices.Contains(ways, c.Reconnect):
		return bad("herd.reconnect %.40q is unknown; there is: %v", c.Reconnect, ways)
	case !(c.Jitter >= 0 && c.Jitter <= 1):
		return bad("herd.jitter is %g; it must be 0 to 1", c.Jitter)
	case !(c.IntervalMs >= 100 && c.IntervalMs <= 600_000):
		return bad("herd.intervalMs is %g; it must be 100 to 600000", c.IntervalMs)
	case c.ReadKbps != 0 && !(c.ReadKbps >= 1 && c.ReadKbps <= 1e6):
		return bad("herd.readKbps is %g; it must be 1 to 1000000, or 0 for no limit", c.ReadKbps)
	}
	return nil
}

func bad(format string, args ...any) error {
	return &lab.Error{Status: 400, Code: "bad_run", Message: fmt.Sprintf(format, args...)}
}

func (c *Config) interval() time.Duration {
	return time.Duration(c.IntervalMs * float64(time.Millisecond))
}

// due is when a client's n-th poll goes out, from the start of its first interval. random is in [0,1).
func (c *Config) due(n int, random float64) time.Duration {
	interval := float64(c.interval())
	return time.Duration(float64(n)*interval - c.Jitter*random*interval)
}

// pause is how long a client waits before it comes back. failures are those in a row before this one; reached says whether
// the server had taken the client; random is in [0,1).
func (c *Config) pause(failures int, reached bool, random float64) time.Duration {
	pause := time.Second
	switch c.Reconnect {
	case AtOnce:
		if reached {
			return 0
		}
		return 100 * time.Millisecond
	case Backoff:
		pause = 500 * time.Millisecond << min(failures, 4)
	}
	return pause - time.Duration(c.Jitter*random*float64(pause))
}
