package yours

import (
	"context"
	"sync/atomic"
	"time"

	"wireside/labs/sse/scratch"
)

type pump = func(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error

// ssePump gives up a Pump that goes on for a second after its context has ended, or that has taken no block for a second, and
// is not in a Write. That is an incident, and the *lab.Error exercise_stuck.
func ssePump(g *Guard, yours pump) pump {
	const name = "sse-heartbeat"
	return func(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error {
		if err := g.refusal(name); err != nil {
			return err
		}
		ctx, end := context.WithCancel(ctx)
		defer end()
		writer := &watchedWriter{Writer: w}
		blocks, stuck := make(chan []byte), make(chan struct{})
		done := start(g, name, func() (struct{}, error) { return struct{}{}, yours(ctx, writer, blocks, every, timeout) }, func() {})
		go func() {
			if !writer.pass(ctx, events, blocks) {
				close(stuck)
			}
		}()
		select {
		case r := <-done:
			return r.err
		case <-stuck:
			return abandon(g, name, done, "there was an event to write.")
		case <-ctx.Done():
		}
		late := time.NewTimer(patience)
		defer late.Stop()
		select {
		case r := <-done:
			return r.err
		case <-late.C:
			return abandon(g, name, done, "its context had ended by then.")
		}
	}
}

// watchedWriter tells whether somebody writes.
type watchedWriter struct {
	scratch.Writer
	begun, ended atomic.Int64
}

// Write writes.
func (w *watchedWriter) Write(p []byte) (int, error) {
	w.begun.Add(1)
	defer w.ended.Add(1)
	return w.Writer.Write(p)
}

// pass hands blocks on until there are no more or ctx ends. It reports false if for a second nobody has taken one, nor was in a
// Write.
func (w *watchedWriter) pass(ctx context.Context, events <-chan []byte, blocks chan<- []byte) bool {
	defer close(blocks)
	late := time.NewTicker(patience)
	defer late.Stop()
	for {
		var block []byte
		var more bool
		select {
		case block, more = <-events:
		case <-ctx.Done():
		}
		if !more {
			return true
		}
		late.Reset(patience)
		for written, taken := w.ended.Load(), false; !taken; {
			select {
			case blocks <- block:
				taken = true
			case <-ctx.Done():
				return true
			case <-late.C:
				before := written
				if written = w.ended.Load(); written == before && w.begun.Load() == written {
					return false
				}
			}
		}
	}
}
