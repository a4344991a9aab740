package app

import (
	"maps"
	"slices"
	"sync"
	"time"

	"wireside/labs/lab"
	"wireside/labs/observe"
)

// report is what a client has observed of a run so far. Each one replaces the client's one before.
type report struct {
	Client string                    `json:"client"` // its own choice, 1 to 32 characters
	Clock  *clock                    `json:"clock,omitempty"`
	Lanes  map[string]observe.Report `json:"lanes"` // by the lanes' names
}

// bytes is about how much memory the report's histograms take.
func (r report) bytes() (n int) {
	for _, lane := range r.Lanes {
		n += 16 * (len(lane.Latency) + len(lane.RTT) + len(lane.Open))
	}
	return n
}

// clock is how far a client takes the server's clock to be ahead of its own, in ms.
type clock struct {
	OffsetMs float64 `json:"offsetMs"`
	ErrorMs  float64 `json:"errorMs"` // the most that the offset may be wrong by
}

// The limits of what clients may report.
const (
	maxReporters  = 512     // of one run; beyond, those who reported first are forgotten
	maxReported   = 4 << 20 // bytes of one run's histograms; likewise
	maxClientName = 32
	mergeEvery    = 250 * time.Millisecond // the sums are made anew at most so often
)

// observations are what the clients of a run have reported.
type observations struct {
	late time.Duration

	mu      sync.Mutex
	reports map[string]report
	order   []string // the clients, by their first report
	bytes   int      // of the histograms
	clock   *clock   // the newest that a client has told
	sums    map[string]observed
	merged  time.Time
	stale   bool
}

// observed is what the clients of one lane have observed together.
type observed struct {
	observe.Figures
	clients int
}

// take keeps a client's report. lanes are those that the run has.
func (o *observations) take(r report, lanes []string) error {
	if r.Client == "" || len(r.Client) > maxClientName {
		return bad("client is %.40q; it must be 1 to %d characters", r.Client, maxClientName)
	}
	for name, lane := range r.Lanes {
		if !slices.Contains(lanes, name) {
			return bad("a report names the lane %.40q, which this run has not", name)
		}
		if err := lane.Check(); err != nil {
			return bad("lane %s: %v", name, err)
		}
	}
	if c := r.Clock; c != nil && !(c.OffsetMs > -1e15 && c.OffsetMs < 1e15 && c.ErrorMs >= 0 && c.ErrorMs < 1e15) {
		return bad("clock is %g ± %g ms, which is no clock", c.OffsetMs, c.ErrorMs)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.reports == nil {
		o.reports = make(map[string]report)
	}
	before, known := o.reports[r.Client]
	if !known {
		o.order = append(o.order, r.Client)
	}
	o.reports[r.Client] = r
	o.bytes += r.bytes() - before.bytes()
	for len(o.order) > 1 && (len(o.order) > maxReporters || o.bytes > maxReported) {
		o.bytes -= o.reports[o.order[0]].bytes()
		delete(o.reports, o.order[0])
		o.order = slices.Delete(o.order, 0, 1)
	}
	if r.Clock != nil {
		o.clock = r.Clock
	}
	o.stale = true
	return nil
}

// sum returns what all clients together have observed, by lane; nothing for a lane of which nobody has reported. The map
// is not to be changed.
func (o *observations) sum(published uint64) (map[string]observed, *clock) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stale && (len(o.reports) < 8 || time.Since(o.merged) >= mergeEvery) {
		byLane := make(map[string][]observe.Report)
		for _, client := range slices.Sorted(maps.Keys(o.reports)) {
			for name, lane := range o.reports[client].Lanes {
				byLane[name] = append(byLane[name], lane)
			}
		}
		o.sums = make(map[string]observed, len(byLane))
		for name, reports := range byLane {
			o.sums[name] = observed{observe.Merge(published, reports...), len(reports)}
		}
		o.merged, o.stale = time.Now(), false
	}
	return o.sums, o.clock
}

// noReport is the answer to a report where nobody may make one.
var noReport = &lab.Error{Status: 409, Code: "no_reports", Message: "This record takes no reports: only a run of your own does."}
