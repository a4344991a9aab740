// Package feed is the source of events that all techniques deliver: numbered, stamped when they are published, and kept
// for replay in a bounded window.
//
// A reader is a cursor, the number of the last event that it has seen, and nothing more: the feed keeps no queue and no
// state for a reader, so that any number of them can follow and none can slow the feed or another reader. A reader that is
// too slow finds that events have left the window, and [Feed.After] tells it which.
package feed

import (
	"math/rand/v2"
	"sync"
	"time"
)

// The defaults of a [Config].
const (
	DefaultWindow      = 4096    // events
	DefaultWindowBytes = 4 << 20 // bytes of Data
)

// Config says what a feed publishes and how much of it is kept.
type Config struct {
	Scenario     string        // the name of one of Scenarios; "" or unknown: Ticker
	Rate         float64       // events a second on average; 0 or less: only Publish makes events
	PayloadBytes int           // bytes of Data in the scenario's events; 0 or less: the scenario's default
	Binary       bool          // events are bytes, not text
	Seed         uint64        // of what the scenario leaves to chance: the same seed makes the same data and intervals; 0: at random
	Skew         time.Duration // how far the feed's clock is ahead of the system's; negative: behind
	Window       int           // events kept for replay; 0 or less: DefaultWindow
	WindowBytes  int           // bytes of Data kept for replay; 0 or less: DefaultWindowBytes. The newest event is always kept
}

// Event is one numbered piece of news.
type Event struct {
	Seq    uint64 `json:"seq"`  // 1, 2, … without gaps
	At     int64  `json:"at"`   // Unix time in microseconds when it was published; never goes backwards within a feed
	Data   string `json:"data"` // text, or the bytes themselves if Binary
	Binary bool   `json:"-"`
}

// Gap is a range of events that were asked for and have left the window. Both ends belong to it.
type Gap struct {
	From uint64 `json:"from"`
	To   uint64 `json:"to"`
}

// Slice is what a feed held after a cursor at one instant.
type Slice struct {
	Events []Event // in order, without gaps; the caller's own
	Gap    *Gap    // what lies between the cursor and Events and is no longer kept; nil if nothing does
	Oldest uint64  // the oldest event kept; 0 when none was published
	Last   uint64  // the newest event; 0 when none was published
}

// Feed numbers, stamps and keeps events. Make one with New. All methods may be called from any goroutine.
type Feed struct {
	cfg    Config
	born   time.Time // what stamps count from, on the monotonic clock: a change of the wall clock does not reach them
	pace   pace      // of the events that Run publishes; nil: none
	author author    // of their data
	done   chan struct{}

	mu     sync.Mutex
	kept   ring
	last   uint64
	bytes  int           // of Data in kept
	wake   chan struct{} // closed at the next event; nil while nobody waits
	closed bool
}

// New returns a feed that has no events yet.
func New(cfg Config) *Feed {
	info, ok := Scenario(cfg.Scenario)
	if !ok {
		info, _ = Scenario(Ticker)
	}
	if cfg.PayloadBytes <= 0 {
		cfg.PayloadBytes = info.PayloadBytes
	}
	if cfg.Window <= 0 {
		cfg.Window = DefaultWindow
	}
	if cfg.WindowBytes <= 0 {
		cfg.WindowBytes = DefaultWindowBytes
	}
	if cfg.Seed == 0 {
		cfg.Seed = rand.Uint64()
	}
	f := &Feed{cfg: cfg, born: time.Now(), done: make(chan struct{})}
	if cfg.Rate > 0 && info.pace != nil {
		// Time and data have chances of their own: another rate brings the same data.
		f.pace = info.pace(cfg.Rate, rand.New(rand.NewPCG(cfg.Seed, 1)))
		f.author = info.author(rand.New(rand.NewPCG(cfg.Seed, 2)))
		if info.Payload == "binary" && !cfg.Binary {
			f.author = asText(f.author)
		}
	}
	return f
}

// Publish makes data the next event, wakes those who wait for it, and returns it. It never waits for a reader. On a closed
// feed it publishes nothing and returns the zero Event.
func (f *Feed) Publish(data string) Event {
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return Event{}
	}
	f.last++
	e := Event{Seq: f.last, At: f.Now(), Data: data, Binary: f.cfg.Binary}
	f.kept.push(e)
	f.bytes += len(data)
	for f.kept.len() > 1 && (f.kept.len() > f.cfg.Window || f.bytes > f.cfg.WindowBytes) {
		f.bytes -= len(f.kept.pop().Data)
	}
	wake := f.wake
	f.wake = nil
	f.mu.Unlock()
	if wake != nil {
		close(wake) // outside the lock: with many waiting it takes a while, and they all want the lock next
	}
	return e
}

// Now returns the time on the clock that stamps events, in microseconds of Unix time.
func (f *Feed) Now() int64 {
	return f.born.UnixMicro() + (time.Since(f.born) + f.cfg.Skew).Microseconds()
}

// After returns the events that follow seq, at most limit of them; 0 or less means no limit. It never blocks. A cursor
// ahead of the newest event yields nothing until the feed has passed it.
func (f *Feed) After(seq uint64, limit int) Slice {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := Slice{Oldest: f.oldest(), Last: f.last}
	if seq >= f.last {
		return s
	}
	from := seq + 1
	if from < s.Oldest {
		s.Gap = &Gap{From: from, To: s.Oldest - 1}
		from = s.Oldest
	}
	n := int(f.last - from + 1)
	if limit > 0 {
		n = min(n, limit)
	}
	s.Events = f.kept.copy(int(from-s.Oldest), n)
	return s
}

// Wait returns a channel that is closed as soon as there is an event after the given one, or the feed is closed; it is
// closed already if that is so now. A cursor ahead of the newest event wakes with the next event, whichever it is: look
// again with After. All who wait share one channel.
func (f *Feed) Wait(after uint64) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return f.done
	}
	if f.last > after {
		return past
	}
	if f.wake == nil {
		f.wake = make(chan struct{})
	}
	return f.wake
}

// past is the channel of those who need not wait.
var past = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// Oldest returns the number of the oldest event kept, 0 when none was published.
func (f *Feed) Oldest() uint64 {
	oldest, _ := f.Bounds()
	return oldest
}

// Last returns the number of the newest event, 0 when none was published.
func (f *Feed) Last() uint64 {
	_, last := f.Bounds()
	return last
}

// Bounds returns Oldest and Last at the same instant.
func (f *Feed) Bounds() (oldest, last uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.oldest(), f.last
}

func (f *Feed) oldest() uint64 {
	if f.last == 0 {
		return 0
	}
	return f.last - uint64(f.kept.len()) + 1
}

// Finish ends the feed and returns the number of its last event: nothing more will come. What is kept stays readable, so
// that lanes bring it to their clients and then end each stream in its own way. A second call only returns the number.
func (f *Feed) Finish() (last uint64) {
	f.mu.Lock()
	last = f.last
	if f.closed {
		f.mu.Unlock()
		return last
	}
	f.closed = true
	wake := f.wake
	f.wake = nil
	close(f.done)
	f.mu.Unlock()
	if wake != nil {
		close(wake)
	}
	return last
}

// Close is Finish for who doesn't ask how far it came.
func (f *Feed) Close() { f.Finish() }

// Ended reports whether the feed is closed: what is kept is all there will be.
func (f *Feed) Ended() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// Done returns a channel that is closed once the feed is.
func (f *Feed) Done() <-chan struct{} { return f.done }
