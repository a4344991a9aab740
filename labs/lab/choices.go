package lab

import (
	"fmt"
	"slices"
	"time"
)

// Fallback names a client that is no technique of its own: it takes the first of several that works.
const Fallback Technique = "fallback"

// Choices are what may be chosen of one lane: of its client, and of how the server treats that client. Only those of the
// lane's technique may be given; what is left out gets its default from [Choices.Settle].
type Choices struct {
	// Polling.

	IntervalMs *float64 `json:"intervalMs,omitempty"` // from one request to the next, 10 to 600,000; 1,000
	KeepAlive  *bool    `json:"keepAlive,omitempty"`  // false: the server closes the connection after each answer; true
	ETag       *bool    `json:"etag,omitempty"`       // false: the server tags no answer, so that nobody asks with If-None-Match; true

	// Long polling.

	WaitMs *float64 `json:"waitMs,omitempty"` // how long the server may hold a request, 0 to 60,000; 25,000

	// Polling and long polling.

	TimeoutMs *float64 `json:"timeoutMs,omitempty"` // after which the client gives a request up, 0 to 600,000; 0: never

	// HoldMs is how long the server sits on each answer that it has, 0 to 10,000; 0. It is here to break a lab with.
	HoldMs *float64 `json:"holdMs,omitempty"`

	// Polling, long polling, SSE and WebSocket.

	// Impl says what code of the server serves the lane: "reference"; "scratch", put together from the parts that are the
	// exercises' references; or "yours", from the learner's own.
	Impl *string `json:"impl,omitempty"`

	Cursor *string `json:"cursor,omitempty"` // "last": the client says what it has seen; "now": it wants what is to come

	// Drop is the share of the events that the server leaves out, 0 to 1; 0. It, too, is here to break a lab with.
	Drop *float64 `json:"drop,omitempty"`

	// SSE.

	IDs      *bool    `json:"ids,omitempty"`      // false: events have no id; true
	RetryMs  *float64 `json:"retryMs,omitempty"`  // how long a browser waits before it comes back, 1 to 600,000; 2,000
	Compress *string  `json:"compress,omitempty"` // "none"; "flush": gzip, flushed after each event; "noflush": gzip, flushed when it is full
	Blank    *string  `json:"blank,omitempty"`    // "after": each event ends with its empty line; "before": the next one brings it
	Encoder  *string  `json:"encoder,omitempty"`  // "json"; "lines": JSON on three lines, each a data field; "naive": put together by hand, line ends and all

	// WebSocket.

	Reconnect *string `json:"reconnect,omitempty"` // "none"; "backoff": it comes back with the URL it began with; "resume": with the last seq seen
	Deflate   *bool   `json:"deflate,omitempty"`   // permessage-deflate; false
	Origin    *string `json:"origin,omitempty"`    // "same"; "any": the server doesn't check

	// Library is false for a client that has no WebSocket library, and speaks RFC 6455 by hand: one in Go, with reconnect
	// "none" and without deflate. A browser's WebSocket is built in: it makes no difference there. true.
	Library *bool `json:"library,omitempty"`

	// SSE and WebSocket.

	HeartbeatMs *float64 `json:"heartbeatMs,omitempty"` // between the server's signs of life, 100 to 600,000, or 0: none; 15,000
	WatchdogMs  *float64 `json:"watchdogMs,omitempty"`  // of silence, after which the client gives the stream up, 100 to 600,000; 0: never

	// Polling: the share of the interval that is random, 0 to 1; 0. WebSocket: of the pauses before it comes back; 0.5.
	Jitter *float64 `json:"jitter,omitempty"`

	// Fallback.

	Order      []Technique `json:"order,omitzero"`       // what it tries, in turn; websocket, sse, longpolling
	Lacks      []Technique `json:"lacks,omitzero"`       // what it has to do without
	PatienceMs *float64    `json:"patienceMs,omitempty"` // until a technique's first sign of life, 100 to 60,000; 4,000
}

// DefaultHeartbeatMs is the time between two heartbeats where nothing else is chosen.
const DefaultHeartbeatMs = 15_000

// MaxHoldMs is the longest that a server may be asked to sit on an answer. Nobody is asked for a place meanwhile: the limit
// of connections bounds how many do.
const MaxHoldMs = 10_000

// What a client does, and a server, unless a lane chooses otherwise.
const (
	DefaultInterval = time.Second      // between the beginnings of two polls
	DefaultWait     = 25 * time.Second // that a long poll is held: below the 30 s after which many a proxy gives up
	MaxWait         = 60 * time.Second // the longest that it may be
)

// tenMinutes is the longest time of most choices, in ms.
const tenMinutes = 600_000

// Settle returns the choices with defaults where they say nothing. The error is a *Error, bad_run, that names the choice,
// and why it can't be for a lane of this technique.
func (c Choices) Settle(t Technique) (Choices, error) {
	s := settling{technique: t}
	stream := t == SSE || t == WebSocket
	number(&s, "intervalMs", &c.IntervalMs, t == Polling, milliseconds(DefaultInterval), 10, tenMinutes)
	choice(&s, "keepAlive", &c.KeepAlive, t == Polling, true)
	choice(&s, "etag", &c.ETag, t == Polling, true)
	number(&s, "waitMs", &c.WaitMs, t == LongPolling, milliseconds(DefaultWait), 0, milliseconds(MaxWait))
	number(&s, "timeoutMs", &c.TimeoutMs, t == Polling || t == LongPolling, 0, 0, tenMinutes)
	number(&s, "holdMs", &c.HoldMs, t == Polling || t == LongPolling, 0, 0, MaxHoldMs)
	choice(&s, "impl", &c.Impl, t != Fallback, Implementations[:]...)
	choice(&s, "cursor", &c.Cursor, t != Fallback, "last", "now")
	number(&s, "drop", &c.Drop, t != Fallback, 0, 0, 1)
	choice(&s, "ids", &c.IDs, t == SSE, true)
	number(&s, "retryMs", &c.RetryMs, t == SSE, 2000, 1, tenMinutes)
	choice(&s, "compress", &c.Compress, t == SSE, "none", "flush", "noflush")
	choice(&s, "blank", &c.Blank, t == SSE, "after", "before")
	choice(&s, "encoder", &c.Encoder, t == SSE, "json", "lines", "naive")
	choice(&s, "reconnect", &c.Reconnect, t == WebSocket, "none", "backoff", "resume")
	choice(&s, "deflate", &c.Deflate, t == WebSocket, false)
	choice(&s, "origin", &c.Origin, t == WebSocket, "same", "any")
	choice(&s, "library", &c.Library, t == WebSocket, true)
	if s.err == nil && t == WebSocket && !*c.Library && (*c.Reconnect != "none" || *c.Deflate) {
		s.fail("library is false; then reconnect must be none, and deflate false")
	}
	number(&s, "heartbeatMs", &c.HeartbeatMs, stream, DefaultHeartbeatMs, 100, tenMinutes)
	number(&s, "watchdogMs", &c.WatchdogMs, stream, 0, 100, tenMinutes)
	jitter := 0.0
	if t == WebSocket {
		jitter = 0.5
	}
	number(&s, "jitter", &c.Jitter, t == Polling || t == WebSocket, jitter, 0, 1)
	if s.err == nil && t != Fallback && *c.Impl != Implementations[0] {
		c.plain(&s)
	}
	s.techniques("order", &c.Order, []Technique{WebSocket, SSE, LongPolling})
	s.techniques("lacks", &c.Lacks, []Technique{})
	number(&s, "patienceMs", &c.PatienceMs, t == Fallback, 4000, 100, 60_000)
	return c, s.err
}

// settling keeps the first thing that was wrong.
type settling struct {
	technique Technique
	err       error
}

func (s *settling) fail(format string, args ...any) {
	if s.err == nil {
		s.err = &Error{Status: 400, Code: "bad_run", Message: fmt.Sprintf(format, args...)}
	}
}

// misplaced reports whether a choice is none of this technique's, and says so if it was made all the same.
func (s *settling) misplaced(name string, here, given bool) bool {
	if !here && given {
		s.fail("%s is no choice of %s", name, s.technique)
	}
	return !here
}

// number settles a choice of a number from least to most; zero is allowed beside them where it is the default or means none.
func number(s *settling, name string, field **float64, here bool, value, least, most float64) {
	switch {
	case s.misplaced(name, here, *field != nil):
	case *field == nil:
		*field = &value
	case !(**field >= least && **field <= most) && !(**field == 0 && (value == 0 || name == "heartbeatMs")):
		s.fail("%s is %g; it must be %g to %g", name, **field, least, most)
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// choice settles a choice among values, of which the first is the default; a bool may be either.
func choice[T comparable](s *settling, name string, field **T, here bool, values ...T) {
	switch {
	case s.misplaced(name, here, *field != nil):
	case *field == nil:
		*field = &values[0]
	case len(values) > 1 && !slices.Contains(values, **field):
		s.fail("%s is %.40v; it must be one of %v", name, **field, values)
	}
}

// techniques settles a list of techniques that a fallback knows.
func (s *settling) techniques(name string, field *[]Technique, value []Technique) {
	if s.misplaced(name, s.technique == Fallback, *field != nil) {
		return
	}
	if *field == nil {
		*field = value
		return
	}
	if len(*field) == 0 && len(value) > 0 {
		s.fail("%s is empty; it must name a technique at least", name)
	}
	for i, t := range *field {
		if !slices.Contains(Techniques[:], t) || slices.Contains((*field)[:i], t) {
			s.fail("%s holds %.40q; it must name techniques, each once", name, t)
		}
	}
}
