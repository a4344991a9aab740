package herd

import (
	"sync"
	"time"

	"wireside/labs/observe"
)

// tenths is for how many tenths of a second, the newest, connects and requests are kept.
const tenths = 600

// Stats are the counts of all clients together.
type Stats struct {
	Clients    int              `json:"clients"`
	Connected  int              `json:"connected"`  // clients that hold a connection now
	Connects   int64            `json:"connects"`   // connections opened
	Requests   int64            `json:"requests"`   // HTTP requests sent, a WebSocket's handshake among them
	Final      int64            `json:"final"`      // of these, the polls that clients send when the herd is told to stop
	Failures   int64            `json:"failures"`   // connections that could not be opened or broke, and answers that refuse; not what the herd's own end broke off
	Delivered  int64            `json:"delivered"`  // events, once for each client that got them
	Lost       int64            `json:"lost"`       // events that a client skipped, and when the herd has ended all that it lacks
	Duplicated int64            `json:"duplicated"` // receptions beyond the first
	Latency    *observe.Summary `json:"latency,omitempty"`
	PerTenth   [][3]int64       `json:"perTenth"` // tenth of a second since the start, connects, requests; empty tenths are left out
}

// tally is what all clients count into.
type tally struct {
	began time.Time

	mu       sync.Mutex
	counts   Stats
	latency  *observe.Histogram
	perTenth [tenths][3]int64 // each tenth at its remainder
	finished bool
}

func newTally(clients int) *tally {
	return &tally{began: time.Now(), counts: Stats{Clients: clients}, latency: observe.NewHistogram()}
}

func (t *tally) connect() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts.Connects++
	t.counts.Connected++
	t.tenth()[1]++
}

func (t *tally) disconnect() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts.Connected--
}

func (t *tally) request(final bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts.Requests++
	if final {
		t.counts.Final++
	}
	t.tenth()[2]++
}

func (t *tally) fail() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts.Failures++
}

// event counts an event of a client that has seen all up to last but those that it skipped.
func (t *tally) event(seq, last uint64, latency time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if seq <= last {
		t.counts.Duplicated++
		return
	}
	t.counts.Delivered++
	t.counts.Lost += int64(seq - last - 1)
	t.latency.Record(latency.Microseconds())
}

func (t *tally) finish() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.finished = true
}

// now is the number of the tenth of a second that it is.
func (t *tally) now() int64 { return int64(time.Since(t.began) / (100 * time.Millisecond)) }

// tenth returns the counts of the tenth of a second that it is.
func (t *tally) tenth() *[3]int64 {
	now := t.now()
	slot := &t.perTenth[now%tenths]
	if slot[0] != now {
		*slot = [3]int64{now}
	}
	return slot
}

func (t *tally) stats(published uint64) Stats {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.counts
	if t.finished {
		s.Lost = max(0, int64(published)*int64(s.Clients)-s.Delivered)
	}
	s.Latency = t.latency.Summary()
	s.PerTenth = [][3]int64{}
	now := t.now()
	for i := max(0, now-tenths+1); i <= now; i++ {
		if slot := t.perTenth[i%tenths]; slot[0] == i && slot[1]+slot[2] > 0 {
			s.PerTenth = append(s.PerTenth, slot)
		}
	}
	return s
}
