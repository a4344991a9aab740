package exercise

import (
	"fmt"
	"runtime"
	"sync"
	"time"

	"wireside/labs/feed"
)

// log is a scratch.Log in simulated time.
type log struct {
	betweenLook bool // the next event is published as soon as After has been called and has found nothing
	betweenWait bool // the next event is published as soon as Changed has been called

	mu      sync.Mutex
	events  []feed.Event
	changed chan struct{}
	closed  bool // changed is; for good, so that nobody is left waiting
	late    int  // looks since then
	stopped bool // who looked was stopped, since there were too many
}

// tooLate is how often who has been told that all is over may look again.
const tooLate = 1000

// newLog returns a log with events 1 to n. Make it within the bubble.
func newLog(n uint64) *log {
	l := &log{changed: make(chan struct{})}
	for range n {
		l.add()
	}
	return l
}

// After returns the events that follow seq.
func (l *log) After(seq uint64) (after []feed.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.giveUp()
	for _, event := range l.events {
		if event.Seq > seq {
			after = append(after, event)
		}
	}
	if l.betweenLook && len(after) == 0 {
		l.betweenLook = false
		l.add()
		l.wake()
	}
	return after
}

// Changed returns a channel that is closed at the next event.
func (l *log) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.giveUp()
	changed := l.changed
	if l.betweenWait {
		l.betweenWait = false
		l.add()
		l.wake()
	}
	return changed
}

// publish adds an event and tells of it.
func (l *log) publish() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.add()
	l.wake()
}

// store adds an event and does not tell of it yet.
func (l *log) store() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.add()
}

// end tells all who still wait, for good.
func (l *log) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.closed = true
		close(l.changed)
	}
}

// giveUp stops a loop that nothing else stops.
func (l *log) giveUp() {
	if !l.closed {
		return
	}
	if l.late++; l.late > tooLate {
		l.stopped = true
		runtime.Goexit()
	}
}

func (l *log) add() {
	seq := uint64(len(l.events)) + 1
	l.events = append(l.events, feed.Event{Seq: seq, At: time.Now().UnixMicro(), Data: fmt.Sprint("news ", seq)})
}

func (l *log) wake() {
	if !l.closed {
		close(l.changed)
		l.changed = make(chan struct{})
	}
}
