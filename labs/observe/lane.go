// Package observe counts what one client sees of one lane, and adds up what several have seen.
//
// Of a feed that has published P events, numbered from 1:
//   - delivered are the different numbers that came;
//   - duplicated are the receptions of a number beyond its first;
//   - reordered came for the first time after a higher number had;
//   - late came for the first time more than Config.Late after they were published;
//   - lost should be here and will not come: what is missing below the highest that came while the lane is open, and all
//     that is missing up to P when it is finished;
//   - waiting are the others, P − delivered − lost. At the end there are none: published = delivered + lost.
package observe

import (
	"sync"
	"time"

	"wireside/labs/feed"
)

// DefaultLate is from which latency on an event is late.
const DefaultLate = time.Second

// Beyond these an event can't be one of the feed's, whoever put it into the lane.
const (
	maxSeq  = 1<<53 - 1                    // the largest integer that all readers of JSON agree on (RFC 8259 section 6)
	maxLeap = 1_000_000                    // numbers that an event may be ahead of those before
	maxAge  = int64(24 * time.Hour / 1000) // µs between an event's stamp and its arrival, either way
)

// Config says how a lane is judged.
type Config struct {
	Late time.Duration // 0 or less: DefaultLate
}

// Lane counts what a client sees. Make one with New. Its methods may be called from any goroutine.
type Lane struct {
	late int64 // µs

	mu      sync.Mutex
	seen    seen
	horizon uint64 // up to which nothing that is missing will come
	counts  Counts
	latency *Histogram
	rtt     *Histogram
	open    *Histogram
}

// New returns a lane on which nothing has happened yet.
func New(cfg Config) *Lane {
	if cfg.Late <= 0 {
		cfg.Late = DefaultLate
	}
	return &Lane{late: cfg.Late.Microseconds(), latency: NewHistogram(), rtt: NewHistogram(), open: NewHistogram()}
}

// Event is an event that came. at is its stamp and arrived when it was read, both Unix time in µs by the same clock:
// where the client's runs apart from the server's, the caller makes up for it.
func (l *Lane) Event(seq uint64, at, arrived int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	latency := arrived - at
	if seq == 0 || seq > maxSeq || l.horizon > 0 && seq > l.horizon+maxLeap || at <= 0 || latency > maxAge || latency < -maxAge {
		l.counts.Foreign++
		return
	}
	if !l.seen.add(seq) {
		l.counts.Duplicated++
		return
	}
	if seq < l.seen.last() {
		l.counts.Reordered++
	}
	if latency > l.late {
		l.counts.Late++
	}
	if latency < 0 {
		l.counts.Early++
	}
	l.latency.Record(latency)
	l.horizon = max(l.horizon, seq)
}

// Highest returns the highest number that came, 0 when none has.
func (l *Lane) Highest() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seen.last()
}

// Gap is the server's word that these events are kept no more: they will not come.
func (l *Lane) Gap(g feed.Gap) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if g.To <= l.horizon+maxLeap {
		l.horizon = max(l.horizon, g.To)
	}
}

// Request is a request that goes out for events, a reconnection's as well.
func (l *Lane) Request() { l.count(func(c *Counts) { c.Requests++ }) }

// Answer is the answer to a poll. ok is false if there was none, or one that brings no events by its status.
func (l *Lane) Answer(events int, ok bool) {
	if ok && events == 0 {
		l.count(func(c *Counts) { c.EmptyAnswers++ })
	}
}

// Open is a stream that is open, the first time or again, so long after it was asked for; of what polls, the answer to its
// first request. A time that can't be had is not to be counted.
func (l *Lane) Open(took time.Duration) {
	l.count(func(*Counts) { l.open.Record(took.Microseconds()) })
}

// Reconnect is a stream that is open once more.
func (l *Lane) Reconnect() { l.count(func(c *Counts) { c.Reconnects++ }) }

// Unreadable is a message that could not be parsed.
func (l *Lane) Unreadable() { l.count(func(c *Counts) { c.Unreadable++ }) }

// Sent is a message that went upstream.
func (l *Lane) Sent() { l.count(func(c *Counts) { c.Sent++ }) }

// Echo is the echo of a message that went upstream, rtt after it did.
func (l *Lane) Echo(rtt time.Duration) {
	l.count(func(c *Counts) { c.Echoed++; l.rtt.Record(rtt.Microseconds()) })
}

// Finish is the end of the lane: what has not come will not. A second call does nothing.
func (l *Lane) Finish() { l.count(func(c *Counts) { c.Finished = true }) }

func (l *Lane) count(change func(*Counts)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.counts)
}

// Report returns what was seen until now. published is the highest number that the feed had published shortly before. What
// came above it is left for later reports, and foreign in that of a finished lane.
func (l *Lane) Report(published uint64) Report {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := Report{Counts: l.counts, Latency: l.latency.Buckets(), RTT: l.rtt.Buckets(), Open: l.open.Buckets()}
	upTo := min(l.horizon, published)
	if r.Finished {
		upTo = published
		r.Foreign += int64(l.seen.above(published))
	}
	r.Lost = int64(l.seen.missing(upTo))
	r.Delivered = int64(published - l.seen.missing(published))
	return r
}
