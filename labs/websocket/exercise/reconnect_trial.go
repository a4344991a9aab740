package exercise

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/websocket/scratch"
)

const (
	tooMany = 100                   // calls of one connection's Receive: then the answer is stopped
	tooLate = time.Hour             // so is one that dials later: the runtime dies of a Sleep of centuries in a bubble
	between = 10 * time.Millisecond // how long each thing that comes takes
)

// What a simulated server may do.
var (
	errRefused = errors.New("connection refused")
	errBroken  = errors.New("connection reset by peer")
)

// trial is a simulated server, and what a client must do with it.
type trial struct {
	after   uint64
	backoff scratch.Backoff // with a zero First: 1 s, at most 8 s, without jitter
	random  []float64       // in turn, again and again; none: 0
	lines   []line          // of the connections, in order. All others are refused
	span    time.Duration   // after which the context ends; 0: it doesn't
	what    string          // the call, and what the server does, in words
	expect  []string        // what the client must do: does's
}

// line is what becomes of one call of dial.
type line struct {
	hangs  bool     // it comes back when the context ends
	fails  bool     // it is refused
	events []uint64 // what comes, one by one
	end    error    // and what then; nil: nothing does
}

// follows holds an answer to trials.
func follows(trials ...trial) func(book.Run, Follower) error {
	return func(run book.Run, answer Follower) error {
		for _, t := range trials {
			seen, err := t.run(run, answer)
			if err != nil {
				return err
			}
			if !slices.Equal(t.expect, seen) {
				return &book.Mismatch{What: t.what, Diff: parted(t.expect, seen)}
			}
		}
		return nil
	}
}

// network is the simulated network of a running trial.
type network struct {
	trial
	began time.Time

	mu     sync.Mutex
	calls  int // of Random
	dials  int
	seen   []string
	events []uint64 // handed on since the last dial
	fault  error    // the answer panicked
}

// run runs an answer in simulated time and returns what it did.
func (t trial) run(run book.Run, answer Follower) ([]string, error) {
	n := &network{trial: t}
	if n.span == 0 {
		n.span = 2 * tooLate
	}
	if n.backoff.First == 0 {
		n.backoff.First, n.backoff.Most = time.Second, 8*time.Second
	}
	n.backoff.Random = n.chance
	run.Bubble(func() {
		n.began = time.Now()
		ctx, cancel := context.WithCancel(context.Background())
		timer := time.AfterFunc(n.span, cancel)
		done := make(chan struct{})
		go func() { // a goroutine of its own, since dial may have to stop it
			defer close(done)
			n.follow(ctx, answer)
		}()
		<-done
		timer.Stop()
		cancel()
	})
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.seen, n.fault
}

func (n *network) follow(ctx context.Context, answer Follower) {
	defer func() {
		if v := recover(); v != nil {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.fault = fmt.Errorf("panic: %v, in %s\n%s", v, n.what, debug.Stack())
		}
	}()
	err := answer(ctx, n.after, n.dial, n.backoff, func(e feed.Event) {
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.events = append(n.events, e.Seq); len(n.events) > 1 {
			n.seen = n.seen[:len(n.seen)-1]
		}
		n.seen = append(n.seen, handed(n.events...))
	})
	n.mu.Lock()
	defer n.mu.Unlock()
	n.seen = append(n.seen, ended(followed(err), n.since().String()))
}

// stop ends an answer that would go on for ever: nothing else does.
func (n *network) stop(why string) {
	n.mu.Lock()
	n.seen = append(n.seen, why)
	n.mu.Unlock()
	runtime.Goexit()
}

func (n *network) since() time.Duration { return time.Since(n.began).Round(time.Millisecond) }

func (n *network) chance() float64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calls++
	if len(n.random) == 0 {
		return 0
	}
	return n.random[(n.calls-1)%len(n.random)]
}

// dial is a scratch.Dial.
func (n *network) dial(ctx context.Context, after uint64) (scratch.Conn, error) {
	n.mu.Lock()
	number := n.dials
	n.dials++
	if ctx.Err() == nil {
		n.seen, n.events = append(n.seen, dialed(after, n.since().String())), nil
	}
	n.mu.Unlock()
	switch {
	case number > len(n.lines)+1:
		n.stop("and so on, and was stopped")
	case n.since() > tooLate:
		n.stop("and was stopped: that is more than an hour")
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	l := line{fails: true}
	if number < len(n.lines) {
		l = n.lines[number]
	}
	switch {
	case l.hangs:
		<-ctx.Done()
		return nil, ctx.Err()
	case l.fails:
		return nil, errRefused
	}
	return &simConn{network: n, rest: l}, nil
}

// simConn is a simulated connection.
type simConn struct {
	*network
	rest  line
	calls int
}

// Receive is scratch.Conn's.
func (c *simConn) Receive(ctx context.Context) (feed.Event, error) {
	if c.calls++; c.calls > tooMany {
		c.stop(fmt.Sprintf("Receive is called %d times on this connection, and was stopped: an error is its end", tooMany))
	}
	var next <-chan time.Time
	if len(c.rest.events) > 0 || c.rest.end != nil {
		timer := time.NewTimer(between)
		defer timer.Stop()
		next = timer.C
	}
	select {
	case <-ctx.Done():
		return feed.Event{}, ctx.Err()
	case <-next:
	}
	if len(c.rest.events) == 0 {
		return feed.Event{}, c.rest.end
	}
	event := feed.Event{Seq: c.rest.events[0], Data: "{}"}
	c.rest.events = c.rest.events[1:]
	return event, nil
}
