package app

import (
	"sync"
	"time"

	"wireside/labs/herd"
)

// spent is what it took to publish a run, from the first event's turn to the last one's, or until now. Other runs at the
// same time count, too: it is the process's, with the clients that it simulates.
type spent struct {
	WallMs       float64  `json:"wallMs"`
	CPUMs        *float64 `json:"cpuMs,omitempty"`        // user and system time of all threads; absent where the system doesn't tell
	HerdRequests *int64   `json:"herdRequests,omitempty"` // those of the simulated clients; absent without any
}

// spending measures what is spent.
type spending struct {
	mu          sync.Mutex
	first, last *meterReading // nil: not begun, not ended
}

// meterReading is what has been used up to an instant.
type meterReading struct {
	at       time.Time
	cpu      time.Duration
	told     bool // whether the system tells the CPU time
	requests int64
}

func readMeter(h *herd.Herd) *meterReading {
	m := &meterReading{at: time.Now()}
	m.cpu, m.told = cpuTime()
	if h != nil {
		m.requests = h.Stats(0).Requests
	}
	return m
}

func (s *spending) begin(h *herd.Herd) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.first = readMeter(h)
}

func (s *spending) end(h *herd.Herd) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = readMeter(h)
}

// sum returns what has been spent, nil before the beginning.
func (s *spending) sum(h *herd.Herd) *spent {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.first == nil {
		return nil
	}
	last := s.last
	if last == nil {
		last = readMeter(h)
	}
	sum := &spent{WallMs: inMs(last.at.Sub(s.first.at))}
	if s.first.told && last.told {
		used := inMs(last.cpu - s.first.cpu)
		sum.CPUMs = &used
	}
	if h != nil {
		requests := last.requests - s.first.requests
		sum.HerdRequests = &requests
	}
	return sum
}

func inMs(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
