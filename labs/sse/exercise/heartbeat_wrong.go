package exercise

import (
	"bytes"
	"context"
	"io"
	"time"

	"wireside/labs/book"
	"wireside/labs/sse/scratch"
)

var heartbeatWrong = []book.Wrong[Beating]{
	{
		Name:   "a heartbeat at every tick, whatever was written",
		Caught: "Pump: an event puts the heartbeat off",
		Answer: Beating{carelessPump{ticks: true}.run, scratch.Listen},
	},
	{
		Name:   "a Write that fails is not worth a look",
		Caught: "Pump: a Write that fails",
		Answer: Beating{carelessPump{deaf: true}.run, scratch.Listen},
	},
	{
		Name:   "a Write returns at once, since the system has buffers",
		Caught: "Pump: a client that takes nothing",
		Answer: Beating{carelessPump{patient: true}.run, scratch.Listen},
	},
	{
		Name:   "a deadline is a duration, to be set once",
		Caught: "Pump: each Write has a time of its own",
		Answer: Beating{carelessPump{once: true}.run, scratch.Listen},
	},
	{
		Name:   "only events are life",
		Caught: "Listen: heartbeats are life",
		Answer: Beating{scratch.Pump, carelessListen{only: true}.run},
	},
	{
		Name:   "a connection that has died says so",
		Caught: "Listen: silence is the end",
		Answer: Beating{scratch.Pump, carelessListen{trusts: true}.run},
	},
}

// carelessPump is a Pump that gets one thing wrong.
type carelessPump struct {
	ticks   bool // the heartbeat is not put off
	deaf    bool // to errors
	patient bool // sets no deadline
	once    bool // sets one deadline
}

func (c carelessPump) run(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error {
	beats := time.NewTicker(every)
	defer beats.Stop()
	set := false
	for {
		block, ok := []byte(scratch.Heartbeat), true
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-beats.C:
		case block, ok = <-events:
		}
		if !ok {
			return nil
		}
		if !c.patient && !(c.once && set) {
			w.SetWriteDeadline(time.Now().Add(timeout))
			set = true
		}
		if _, err := w.Write(block); err != nil && !c.deaf {
			return err
		}
		if !c.ticks {
			beats.Reset(every)
		}
	}
}

// carelessListen is a Listen that gets one thing wrong.
type carelessListen struct {
	only   bool // what holds no data doesn't count
	trusts bool // in the end to come
}

func (c carelessListen) run(r scratch.Reader, every time.Duration, take func(p []byte)) error {
	if c.trusts {
		return scratch.Listen(r, 365*24*time.Hour, take)
	}
	alive := time.Now()
	for buf := make([]byte, 4096); ; {
		r.SetReadDeadline(alive.Add(5 * every / 2))
		n, err := r.Read(buf)
		take(buf[:n])
		switch {
		case err == io.EOF:
			return nil
		case err == errBroken:
			return err
		case err != nil:
			return scratch.ErrSilent
		case bytes.Contains(buf[:n], []byte("data:")):
			alive = time.Now()
		}
	}
}
