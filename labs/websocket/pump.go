package websocket

import (
	"errors"
	"runtime"
	"time"

	ws "github.com/fasthttp/websocket"
)

const (
	// slots is into how many parts a heartbeat is cut, so that not all clients are pinged, and answer, at once.
	slots = 16
	// burst is how many writers are started before they get their turn: thousands at once would take the memory of thousands.
	burst = 64
)

// pump wakes an endpoint's sessions when there is something to write. So no stream keeps a goroutine, and its stack, that
// waits for news; and a writer that has to wait waits for its own client alone.
//
// It runs while there are sessions, until the endpoint is closed.
func (e *endpoint) pump() {
	var beat <-chan time.Time // never, without heartbeats
	if e.cfg.Heartbeat > 0 {
		ticker := time.NewTicker(max(e.cfg.Heartbeat/slots, 1))
		defer ticker.Stop()
		beat = ticker.C
	}
	var round []*session
	for slot, ping := 0, -1; ; {
		closing := isClosed(e.closing)
		news := e.news() // taken before anyone looks at what there is: what comes later is the next round's
		round = e.snapshot(round[:0])
		if len(round) == 0 {
			return
		}
		for i, s := range round {
			s.wake(s.slot == ping)
			if i%burst == burst-1 {
				runtime.Gosched()
			}
		}
		clear(round) // who leaves is not to be held
		if closing {
			return // all have been told
		}
		ping = -1
		select {
		case <-news:
		case <-e.poke:
		case <-e.closing:
		case <-beat:
			slot = (slot + 1) % slots
			ping = slot
		}
	}
}

// wake has the session look for something to write, in a goroutine that lives as long as there is.
func (s *session) wake(ping bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.woken = true
	s.pingDue = s.pingDue || ping
	if !s.writing && !s.over {
		s.writing = true
		s.writer.Add(1)
		go s.work()
	}
}

// work writes until there is nothing left.
func (s *session) work() {
	defer s.writer.Done()
	defer func() {
		if v := recover(); v != nil {
			s.panicked(v)
		}
	}()
	for wrote := false; ; {
		ping, more := s.turn(wrote)
		if !more {
			return
		}
		if isClosed(s.closing) {
			s.close(ws.CloseGoingAway, "the server is going away", farewell)
			return
		}
		var err error
		if ping {
			err = s.ping()
		}
		if err == nil {
			wrote, err = s.step()
		}
		if errors.Is(err, ws.ErrCloseSent) {
			return
		} else if err != nil {
			s.raw.Close() // so that the reader ends, too
			return
		}
	}
}

// turn says what the writer has to do next. If it is nothing, the next wake starts a new writer.
func (s *session) turn(wrote bool) (ping, more bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	more = !s.over && (wrote || s.woken)
	ping = s.pingDue
	s.writing, s.woken, s.pingDue = more, false, false
	return ping, more
}
