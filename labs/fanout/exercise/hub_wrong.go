package exercise

import (
	"runtime"

	"wireside/labs/book"
)

var hubWrong = []book.Wrong[NewHub]{
	{
		Name:   "a goroutine for each send",
		Answer: wrongly(changes{give: func(r *reader, message string) { go func() { r.messages <- message }() }}),
		Caught: "each message to each reader, in order",
	},
	{
		Name:   "a send that waits, with the lock held",
		Answer: wrongly(changes{give: func(r *reader, message string) { r.messages <- message }}),
		Caught: "a reader that never reads",
	},
	{
		Name:   "whatever is old makes room",
		Answer: wrongly(changes{give: func(r *reader, message string) { as(DropOldest, r, message) }}),
		Caught: "drop the newest",
	},
	{
		Name:   "the wrong side is dropped",
		Answer: wrongly(changes{give: treat(DropOldest, DropNewest)}),
		Caught: "drop the oldest",
	},
	{
		Name: "what is taken out to make room isn’t counted",
		Answer: wrongly(changes{give: func(r *reader, message string) {
			missed := r.missed
			if r.give(message); r.policy == DropOldest {
				r.missed = missed
			}
		}}),
		Caught: "the count of what was missed",
	},
	{
		Name:   "the slow one misses messages, and nobody tells it",
		Answer: wrongly(changes{give: treat(CutOff, DropNewest)}),
		Caught: "cut the slow one off",
	},
	{
		Name: "who leaves closes the channel, and stays among the readers",
		Answer: wrongly(changes{leave: func(r *reader) {
			r.err = ErrLeft
			close(r.messages)
		}}),
		Caught: "leave",
	},
	{
		Name: "who was full a moment ago still is",
		Answer: wrongly(changes{give: func(r *reader, message string) {
			if r.policy != DropOldest || len(r.messages) < cap(r.messages) {
				r.give(message)
				return
			}
			runtime.Gosched() // so that it happens on one core, too
			<-r.messages
			r.missed++
			r.messages <- message
		}}),
		Caught: "a reader that is quicker",
	},
	{
		Name: "Close forgets the readers, who wait for ever",
		Answer: wrongly(changes{close: func(h *hub) {
			h.closed = true
			clear(h.readers)
		}}),
		Caught: "close",
	},
}

// changes are what a wrong hub does otherwise. Each is called with the lock held; nil: as the reference does.
type changes struct {
	give  func(r *reader, message string)
	leave func(r *reader)
	close func(h *hub)
}

// wrongly returns hubs with changes.
func wrongly(c changes) NewHub {
	return func() (Hub, error) { return &wrongHub{&hub{readers: make(map[*reader]bool)}, c}, nil }
}

// as gives a message as though the reader's policy were another.
func as(policy Policy, r *reader, message string) {
	own := r.policy
	r.policy = policy
	r.give(message)
	r.policy = own
}

// treat gives readers of one policy their messages as though they had another.
func treat(policy, like Policy) func(*reader, string) {
	return func(r *reader, message string) {
		if r.policy == policy {
			as(like, r, message)
			return
		}
		r.give(message)
	}
}

type wrongHub struct {
	*hub
	changes
}

type wrongReader struct {
	*reader
	changes
}

func (h *wrongHub) Subscribe(capacity int, policy Policy) (Reader, error) {
	r, err := h.hub.Subscribe(capacity, policy)
	if err != nil {
		return nil, err
	}
	return wrongReader{r.(*reader), h.changes}, nil
}

func (h *wrongHub) Publish(message string) {
	if h.give == nil {
		h.hub.Publish(message)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for r := range h.readers {
		h.give(r, message)
	}
}

func (h *wrongHub) Close() {
	if h.changes.close == nil {
		h.hub.Close()
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.changes.close(h.hub)
}

func (r wrongReader) Leave() {
	if r.leave == nil {
		r.reader.Leave()
		return
	}
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	r.leave(r.reader)
}
