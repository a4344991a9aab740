package drive

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// maxUnder is how many texts may be on their way up on a lane. While none of them comes back, no more are sent.
const maxUnder = 64

// talk sends "#1", "#2", … upstream at the run's rate until ctx ends, and returns when all of them are answered or given up.
func (l *lane) talk(ctx context.Context, send func(context.Context, string) error) {
	if !(l.cfg.Upstream > 0) {
		return
	}
	var under sync.WaitGroup
	defer under.Wait()
	tick := time.NewTicker(time.Duration(float64(time.Second) / l.cfg.Upstream))
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		text := fmt.Sprintf("#%d", n)
		if !l.sending(text) {
			continue
		}
		// A text that could not be sent, or whose answer failed, was sent and not echoed. Nobody sends it again.
		under.Go(func() {
			if send(ctx, text) != nil {
				l.giveUp(text)
			}
		})
	}
}

// sending notes that a text is about to go up, and reports whether it may.
func (l *lane) sending(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.under) >= maxUnder {
		return false
	}
	l.under[text] = time.Now()
	l.seen.Sent()
	return true
}

// Echo counts the echo of a text that went up.
func (l *lane) Echo(text string) {
	arrived := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if sent, ok := l.under[text]; ok {
		delete(l.under, text)
		l.seen.Echo(arrived.Sub(sent))
	}
}

// giveUp expects no echoes of these texts any more; without any, of none.
func (l *lane) giveUp(texts ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(texts) == 0 {
		clear(l.under)
	}
	for _, text := range texts {
		delete(l.under, text)
	}
}
