package scratch

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/sse"
)

const (
	grace  = 100 * time.Millisecond // what is left to a part once its stream is to end
	atOnce = 64                     // events that are taken from the feed at a time
)

// stream is one client's.
type stream struct {
	lane    *Lane
	conn    net.Conn
	chunked bool   // the client knows HTTP/1.1
	release func() // gives the place back

	replay Resumption
	last   uint64 // the newest event when Resume was asked
	next   uint64 // the feed is followed from behind this one
}

// hello returns what is sent at once: how long to wait before coming back; and, to a client of another feed, that this is not it.
func (s *stream) hello() ([]byte, error) {
	hello := append(sse.AppendComment(sse.AppendRetry(nil, s.lane.cfg.Retry), "hello"), '\n')
	if s.replay.Reset {
		data := strconv.AppendUint([]byte(`{"last":`), s.last, 10)
		reset, err := s.lane.parts.Encode(Event{Type: "reset", Data: string(append(data, '}'))})
		if err != nil {
			return nil, err
		}
		hello = append(hello, reset...)
	}
	return hello, nil
}

// run serves the stream to its end.
func (s *stream) run(hello []byte) {
	begun := s.lane.begin()
	if begun {
		defer s.lane.streams.Done()
	}
	defer s.conn.Close()
	defer s.release()
	if !begun {
		return
	}
	ctx, cancel := context.WithCancel(s.lane.ctx)
	defer cancel()
	defer s.lane.cfg.Watcher.Watch(s.conn, cancel)()
	// Whoever is in a write by then, on a connection that takes nothing, is freed.
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, func() { s.conn.Close() }) })()

	w := &body{conn: s.conn, chunked: s.chunked}
	defer w.end()
	w.SetWriteDeadline(time.Now().Add(s.lane.cfg.WriteTimeout))
	if _, err := s.conn.Write(w.frame(s.head(), hello)); err != nil {
		return
	}
	blocks := make(chan []byte) // holds nothing: a client that is slow falls behind in the feed, not here
	encoded, pumped := make(chan error, 1), make(chan error, 1)
	go func() {
		defer close(blocks)
		encoded <- s.encode(ctx, blocks)
	}()
	go func() {
		pumped <- s.lane.parts.Pump(ctx, w, blocks, s.lane.cfg.HeartbeatEvery, s.lane.cfg.WriteTimeout)
	}()
	s.end(ctx, encoded, pumped)
}

// end waits for the end of the stream, and says the last word if it is an orderly one.
func (s *stream) end(ctx context.Context, encoded, pumped <-chan error) {
	whole := false // the client has all there is
	var late <-chan time.Time
	stopped := ctx.Done()
	for {
		select {
		case err := <-encoded:
			whole, encoded = err == nil, nil
			if late == nil {
				late = time.After(s.lane.cfg.WriteTimeout + grace) // for the last block
			}
		case <-stopped:
			stopped, late = nil, time.After(grace)
		case <-late: // the part is not going to return: the connection is closed under it
			return
		case err := <-pumped:
			select {
			case failed := <-encoded:
				whole = failed == nil
			default:
			}
			s.bye(err, whole && err == nil || s.lane.ctx.Err() != nil)
			return
		}
	}
}

// bye ends the body with the last chunk if it is whole (RFC 9112 7.1). err is why the writing has ended.
func (s *stream) bye(err error, whole bool) {
	if c, ok := s.conn.(interface{ SetLinger(sec int) error }); ok && errors.Is(err, os.ErrDeadlineExceeded) {
		c.SetLinger(0) // a slow client: free what the system holds for it now, not when it gives up
		return
	}
	if s.chunked && whole {
		s.conn.SetWriteDeadline(time.Now().Add(grace))
		s.conn.Write([]byte("0\r\n\r\n")) // if it fails there is nobody to tell
	}
}

// encode makes blocks of what the client is to have, until the feed or ctx ends.
func (s *stream) encode(ctx context.Context, blocks chan<- []byte) error {
	send := func(e Event) error {
		block, err := s.lane.parts.Encode(e)
		if err != nil {
			return err
		}
		select {
		case blocks <- block:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	batch := feed.Slice{Gap: s.replay.Gap, Events: s.replay.Events}
	for {
		if batch.Gap != nil {
			if err := send(Event{Type: "gap", Data: string(lab.AppendGap(nil, *batch.Gap))}); err != nil {
				return err
			}
		}
		for _, e := range batch.Events {
			if err := send(Event{ID: strconv.FormatUint(e.Seq, 10), Data: s.lane.data(e)}); err != nil {
				return err
			}
		}
		ended := s.lane.feed.Ended() // asked before what is kept: then that is all there is
		batch = s.lane.feed.After(s.next, atOnce)
		if n := len(batch.Events); n > 0 {
			s.next = batch.Events[n-1].Seq
			batch.Events = s.lane.sent(batch.Events)
			continue
		}
		if ended {
			return nil
		}
		select {
		case <-s.lane.feed.Wait(s.next):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
