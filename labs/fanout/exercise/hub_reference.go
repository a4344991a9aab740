package exercise

import (
	"fmt"
	"sync"
)

// hub is the reference: one lock, and a channel with room for each reader. It is short, and each message costs as many sends
// as there are readers. labs/fanout goes further: it has one log for all, and of each reader only its place in that log.
// Nobody has a queue then, who was slow goes on where it stopped, many messages to a write, and the window of the log is
// the one bound that there is.
type hub struct {
	mu      sync.Mutex // also over all readers. Nobody waits for anything while holding it
	readers map[*reader]bool
	closed  bool
}

type reader struct {
	hub      *hub
	policy   Policy
	messages chan string
	missed   int
	err      error // nil while hub.readers holds it
}

func newHub() (Hub, error) { return &hub{readers: make(map[*reader]bool)}, nil }

func (h *hub) Subscribe(capacity int, policy Policy) (Reader, error) {
	if capacity < 1 {
		return nil, fmt.Errorf("the capacity is %d; it must be 1 or more", capacity)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, ErrClosed
	}
	r := &reader{hub: h, policy: policy, messages: make(chan string, capacity)}
	h.readers[r] = true
	return r, nil
}

func (h *hub) Publish(message string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for r := range h.readers {
		r.give(message)
	}
}

func (h *hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for r := range h.readers {
		r.end(ErrClosed)
	}
}

// give hands a message over, or does as the policy says. It needs the lock: nobody else sends to the channel meanwhile,
// and nobody closes it.
func (r *reader) give(message string) {
	select {
	case r.messages <- message:
		return
	default: // it is full
	}
	switch r.policy {
	case DropOldest:
		select {
		case <-r.messages:
			r.missed++
		default: // the reader was quicker
		}
		r.messages <- message // there is room now: only the reader touches the channel besides, and it only takes
	case DropNewest:
		r.missed++
	case CutOff:
		r.missed++
		r.end(ErrSlow)
	}
}

// end needs the lock. The reader is no longer among the hub's, so that nobody sends to the closed channel.
func (r *reader) end(why error) {
	if r.err == nil {
		r.err = why
		delete(r.hub.readers, r)
		close(r.messages)
	}
}

func (r *reader) Messages() <-chan string { return r.messages }

func (r *reader) Missed() int {
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	return r.missed
}

func (r *reader) Err() error {
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	return r.err
}

func (r *reader) Leave() {
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	r.end(ErrLeft)
}
