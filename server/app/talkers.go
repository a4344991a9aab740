package app

import (
	"sync"
	"time"

	"wireside/labs/feed"
)

// talkers are the clients of a chat: what one of them sends up, all of them hear. What is too long, or comes too fast, is
// echoed to its sender and goes no further.
type talkers struct {
	feed    *feed.Feed
	longest int // bytes of a message
	most    int // bytes in a second, of all messages together

	mu     sync.Mutex
	second time.Time // when the present second began
	said   int       // messages in it; at most maxUpstream for all clients of a run together
	bytes  int       // of them
}

// hear takes a message. It never waits, and may be called by many at once.
func (t *talkers) hear(text string) {
	if text != "" && len(text) <= t.longest && t.turn(len(text), time.Now()) {
		t.feed.Publish(text)
	}
}

// turn reports whether one more message, of so many bytes, may be heard now.
func (t *talkers) turn(bytes int, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.second) >= time.Second {
		t.second, t.said, t.bytes = now, 0, 0
	}
	t.said++
	t.bytes += bytes
	return t.said <= maxUpstream && t.bytes <= t.most
}
