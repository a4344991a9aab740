package relay

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// link is a client's connection with its connection to the target. One goroutine passes on what the client sends, and
// another one connects and passes on what the target sends.
type link struct {
	relay  *Relay
	client *side
	down   sync.WaitGroup // the second goroutine
}

// attempt is a try to connect to the target for a client.
type attempt struct {
	cancel context.CancelFunc
	made   chan struct{} // closed when it was made, well or not
	server *side         // nil if it failed
	why    *unreachable
	state  atomic.Int32
}

// States of an attempt. It leaves fresh once, to one of the others.
const (
	fresh  = int32(iota) // no byte has passed on it
	inUse                // the client or the target has sent something, or ended
	undone               // it is not wanted any more, and nobody is to hear of it
)

// claim reports whether the attempt is in use from now on, which it isn't if it was undone before.
func (a *attempt) claim() bool {
	return a.state.CompareAndSwap(fresh, inUse) || a.state.Load() == inUse
}

// undo ends the attempt, unless it is in use.
func (a *attempt) undo() bool {
	if !a.state.CompareAndSwap(fresh, undone) {
		return false
	}
	a.cancel()
	return true
}

// failed reports whether the attempt has failed by now.
func (a *attempt) failed() bool {
	select {
	case <-a.made:
		return a.server == nil
	default:
		return false
	}
}

func (l *link) run() {
	defer l.down.Wait()
	defer context.AfterFunc(l.relay.ctx, func() { l.client.Close() })()
	defer l.client.Close()
	defer survive("a connection of the proxy")
	l.up()
}

// up passes on what the client sends.
//
// The connection to the target is made before the client's first byte comes, so that this one need not wait. If it
// doesn't come, the connection is given up after a while; if it could not be made, it is tried again.
func (l *link) up() {
	buf := newBuffer()
	defer buf.free()
	a := l.reach()
	defer func() { a.cancel() }()
	l.client.SetReadDeadline(time.Now().Add(l.relay.unused))
	n, err := l.client.Read(buf.bytes)
	l.client.SetReadDeadline(time.Time{})
	if errors.Is(err, os.ErrDeadlineExceeded) {
		a.undo()
		n, err = l.client.Read(buf.bytes)
	}
	if n == 0 && a.undo() {
		return
	}
	if n > 0 && (!a.claim() || a.failed()) {
		a.cancel()
		a = l.reach()
		a.claim()
	}
	<-a.made
	switch {
	case a.server != nil:
		defer a.server.Close() // both directions may have ended, each with a FIN
		pipe(l.relay.ctx, a.server, l.client, buf, n, err, l.relay.changer())
		l.down.Wait()
		l.finish(a.server)
	case a.why != nil && n > 0:
		l.relay.say.say(a.why.Error())
		l.apologise(buf.bytes[:n], a.why)
	}
}

// finish passes a loss on that the side which was still to be heard could not pass on.
func (l *link) finish(server *side) {
	if server.lost.Load() {
		l.client.reset(l.relay.ctx)
	}
	if l.client.lost.Load() {
		server.reset(l.relay.ctx)
	}
}

// reach begins an attempt to connect to the target. What the target sends is passed on from then on.
func (l *link) reach() *attempt {
	ctx, cancel := context.WithCancel(l.relay.ctx)
	a := &attempt{cancel: cancel, made: make(chan struct{})}
	l.down.Go(func() {
		sound := false
		defer func() {
			if !sound {
				cancel()
				l.client.Close()
			}
		}()
		defer survive("a connection to the target")
		l.connect(ctx, a)
		if a.server != nil {
			context.AfterFunc(ctx, func() { a.server.Close() }) // which comes at the latest when the link ends
			l.passDown(ctx, a)
		}
		sound = true
	})
	return a
}

func (l *link) connect(ctx context.Context, a *attempt) {
	defer close(a.made)
	u, why := l.relay.target.connect(ctx)
	if a.why = why; u != nil {
		a.server = &side{socket: u}
	}
}

// passDown passes on what the target sends.
func (l *link) passDown(ctx context.Context, a *attempt) {
	buf := newBuffer()
	defer buf.free()
	n, err := a.server.Read(buf.bytes)
	if a.claim() {
		pipe(ctx, l.client, a.server, buf, n, err, nil)
	}
}
