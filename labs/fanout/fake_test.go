package fanout

import (
	"errors"
	"net"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/feed"
)

// fake is a connection that takes what its take function allows.
type fake struct {
	net.Conn
	mu     sync.Mutex
	take   func(due int) int // how many bytes to take; less than 0: fail. nil: all
	got    []byte
	writes int
	closed time.Time
}

func (c *fake) TryWrite(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed.IsZero() {
		return 0, net.ErrClosed
	}
	c.writes++
	n := len(p)
	if c.take != nil {
		n = min(n, c.take(n))
	}
	if n < 0 {
		return 0, errors.New("reset")
	}
	c.got = append(c.got, p[:n]...)
	return n, nil
}

func (c *fake) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = time.Now()
	return nil
}

// read returns what was written since the last read.
func (c *fake) read() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	got := string(c.got)
	c.got = nil
	return got
}

func (c *fake) set(take func(due int) int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.take = take
}

func (c *fake) isClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.closed.IsZero()
}

func nothing(int) int { return 0 }

// plain writes an event as [1:data], a gap as <1-3>, a heartbeat as ♥, and the last words as END and BYE.
func plain() Config {
	return Config{
		Encode: func(dst []byte, e feed.Event) []byte {
			dst = strconv.AppendUint(append(dst, '['), e.Seq, 10)
			return append(append(append(dst, ':'), e.Data...), ']')
		},
		Gap: func(dst []byte, g feed.Gap) []byte {
			dst = strconv.AppendUint(append(dst, '<'), g.From, 10)
			return append(strconv.AppendUint(append(dst, '-'), g.To, 10), '>')
		},
		Heartbeat: []byte("♥"),
		Ended:     []byte("END"),
		Closed:    []byte("BYE"),
	}
}

func publish(f *feed.Feed, data ...string) {
	for _, d := range data {
		f.Publish(d)
	}
}

func expect(t *testing.T, what, want, got string) {
	t.Helper()
	if want != got {
		t.Errorf("%s:\nwant %.2000q\n got %.2000q", what, want, got)
	}
}

// sleep lets time pass on the bubble's clock, and waits until all that falls due has happened.
func sleep(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}
