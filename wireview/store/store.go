// Package store keeps the units of each run in a bounded ring, numbers them, counts them, and lets any number of viewers
// read along. A viewer is a cursor: appending waits for none of them longer than one of them takes to copy a page.
package store

import "sync"

// Defaults of Config.
const (
	DefaultRingBytes = 16 << 20
	DefaultBudget    = 256 << 20
	MinRingBytes     = 512 << 10 // what a ring keeps at least, however many rings share the budget
)

// Config bounds what a Store keeps. The zero value means the defaults.
type Config struct {
	RingBytes int // memory of one ring, in bytes; 0: DefaultRingBytes
	Budget    int // memory of all rings together, in bytes, shared evenly; 0: DefaultBudget
}

// Store holds the rings of a server's runs.
type Store struct {
	cfg Config

	mu    sync.Mutex
	rings map[*Ring]struct{}
}

// New returns an empty store.
func New(cfg Config) *Store {
	if cfg.RingBytes <= 0 {
		cfg.RingBytes = DefaultRingBytes
	}
	if cfg.Budget <= 0 {
		cfg.Budget = DefaultBudget
	}
	return &Store{cfg: cfg, rings: make(map[*Ring]struct{})}
}

// Open returns a new ring whose ledger counts the given lanes. Every ring gets the same share of the budget, so that each
// may shrink when another is opened, and grow again when one is closed.
func (s *Store) Open(lanes ...string) *Ring {
	r := newRing(lanes)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rings[r] = struct{}{}
	s.share()
	return r
}

// Close forgets a ring and lets go of its units. Those who still hold it can read its ledger; nothing is added any more.
func (s *Store) Close(r *Ring) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.rings[r]; !ok {
		return
	}
	delete(s.rings, r)
	r.close()
	s.share()
}

// RingBytes returns the limit of each ring as it stands.
func (s *Store) RingBytes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.limit()
}

func (s *Store) limit() int {
	return max(min(s.cfg.RingBytes, s.cfg.Budget/max(len(s.rings), 1)), MinRingBytes)
}

func (s *Store) share() {
	limit := s.limit()
	for r := range s.rings {
		r.setLimit(limit)
	}
}
