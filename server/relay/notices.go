package relay

import (
	"sync"
	"time"
)

// notices passes lines on to a log, and keeps them from flooding it.
type notices struct {
	log  func(string)
	mu   sync.Mutex
	last string
	at   time.Time
}

// A line follows another after a second at the earliest, and the same one after half a minute.
const (
	otherNotice = time.Second
	sameNotice  = 30 * time.Second
)

func (n *notices) say(line string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	since := time.Since(n.at)
	if !n.at.IsZero() && (since < otherNotice || line == n.last && since < sameNotice) {
		return
	}
	n.last, n.at = line, time.Now()
	n.log(line)
}
