package booktest

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/book"
)

// limits are an answer's, for one check.
type limits struct {
	patience time.Duration
	heap     uint64 // bytes in use, of all the program
}

// usual holds on the slowest machine: what is right takes milliseconds, and a few KiB.
var usual = limits{patience: 10 * time.Second, heap: 1 << 30}

// run runs a check. A panic, an answer that does not return and one that waits for ever are errors: *panicked, *lost,
// *waiting. What a panic in a goroutine does that the answer has started itself is out of reach: the program ends.
func run[T any](t *testing.T, pkg string, check book.Check[T], answer T) error {
	return runWithin(usual, t, pkg, check, answer)
}

func runWithin[T any](l limits, t *testing.T, pkg string, check book.Check[T], answer T) error {
	ctx, cancel := context.WithCancel(context.Background())
	a := &around{t: t, pkg: pkg, ctx: ctx}
	done := make(chan error, 1)
	go func() { done <- guard(pkg, func() error { return check.Run(a, answer) }) }()
	late := time.NewTimer(l.patience)
	defer late.Stop()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case err := <-done:
			a.end(cancel)
			return err
		case <-late.C:
			a.end(cancel)
			where := places(dump(), pkg, nil)
			return &lost{fmt.Sprintf("it has not returned for %v: is there a loop without an end, or a wait for what never comes?", l.patience), where}
		case <-look.C:
			if heap() > l.heap {
				a.end(cancel)
				where := places(dump(), pkg, nil)
				return &lost{fmt.Sprintf("it has filled %d MiB of memory, and was given up: is there a loop that appends without an end?", l.heap>>20), where}
			}
		}
	}
}

// heap returns how many bytes of the heap are in use, or were and have not been collected.
func heap() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// errExit is what a check ends with whose goroutine was ended from within: runtime.Goexit.
var errExit = errors.New("it ended its goroutine, instead of returning")

// guard returns what do returns, or its panic as an error.
func guard(pkg string, do func() error) (err error) {
	err = errExit
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if b, ok := v.(burst); ok {
				err = b.err
				return
			}
			err = &panicked{fmt.Sprintf("%.2000v", v), frames(string(debug.Stack()), pkg)}
		}()
		err = do()
	}()
	<-ended
	return err
}

// burst is what Bubble panics with: the failure of what it ran.
type burst struct{ err error }

// panicked is an answer that panicked.
type panicked struct {
	value string
	stack []string // the learner's own frames, innermost first; all but the harness's and the runtime's if there are none
}

func (p *panicked) Error() string {
	return "it panicked: " + p.value + "\n" + strings.Join(p.stack, "\n")
}

// lost is an answer that did not return. Nothing can end it but the end of the program.
type lost struct {
	why   string
	where []string // of the learner's own code
}

func (l *lost) Error() string { return l.why + "\n" + strings.Join(l.where, "\n") }

// waiting is an answer that waits for ever, in a bubble.
type waiting struct {
	why   string
	where []string
}

func (w *waiting) Error() string { return w.why + "\n" + strings.Join(w.where, "\n") }

// around is a book.Run.
type around struct {
	t   *testing.T
	pkg string

	mu      sync.Mutex
	ctx     context.Context // the check's, or the bubble's that it is in
	bubbled bool            // it has been in one
}

func (a *around) Context() context.Context {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.ctx
}

func (a *around) Settle() { synctest.Wait() }

// Bubble implements book.Run. Context is another within it, which ends when do returns. What panics in do, or waits for ever,
// panics here.
func (a *around) Bubble(do func()) {
	var failure error
	before := a.Context()
	defer a.enter(before)
	defer func() {
		// Goroutines of a bubble that has ended so stay where they are: they hold memory, but never run again.
		if v := recover(); v != nil {
			if failure == nil {
				failure = a.deadlock(fmt.Sprint(v))
			}
		}
		if failure != nil {
			panic(burst{failure})
		}
	}()
	synctest.Test(a.t, func(*testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		a.enter(ctx)
		defer cancel()
		failure = guard(a.pkg, func() error { do(); return nil })
	})
}

// enter makes a context the one to be had.
func (a *around) enter(ctx context.Context) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ctx, a.bubbled = ctx, true
}

// end ends the check's context; not if there was a bubble: a context of the bubble's may hang on it, and to close a channel of a
// bubble from without ends the program.
func (a *around) end(cancel context.CancelFunc) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.bubbled {
		cancel()
	}
}

// deadlock makes an error of what synctest's panic said.
func (a *around) deadlock(said string) error {
	in := newest(dump())
	if strings.Contains(said, "main bubble goroutine has exited") {
		return &waiting{"the check was over and its context had ended, but a goroutine that was started still waits: it would wait for ever", places(dump(), a.pkg, in)}
	}
	if strings.Contains(said, "deadlock") {
		return &waiting{"all wait for each other, and no timer runs that could end it: a deadlock", places(dump(), a.pkg, in)}
	}
	return errors.New(said)
}
