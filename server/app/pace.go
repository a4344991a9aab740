package app

import "time"

// How much a viewer may say on the live view. A page with eight lanes says a few kilobytes a second, and up to 500 KB at
// the end of a run with the widest histograms.
const (
	messageCosts = 4 * time.Millisecond // 250 a second
	byteCosts    = 2 * time.Microsecond // 500 KB a second
	paceCredit   = 2 * time.Second      // of these costs, for who was silent before
	heavyTalk    = 2 << 10              // bytes of a message that only one viewer at a time is heard with, so that all together take one core
)

// pace is how fast somebody talks. The zero value has been silent.
type pace struct{ due time.Time }

// next returns how long to wait, after a message of so many bytes, before the next one is listened to.
func (p *pace) next(bytes int, now time.Time) time.Duration {
	if earliest := now.Add(-paceCredit); p.due.Before(earliest) {
		p.due = earliest
	}
	p.due = p.due.Add(messageCosts + time.Duration(bytes)*byteCosts)
	return max(0, p.due.Sub(now))
}

// rest waits for d, or until leaving is closed.
func rest(d time.Duration, leaving <-chan struct{}) {
	if d == 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-leaving:
	}
}
