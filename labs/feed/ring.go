package feed

// ring is a queue of events in one array, which grows as needed and is then reused.
type ring struct {
	buf  []Event
	head int // index of the oldest
	n    int
}

func (r *ring) len() int { return r.n }

// push adds e as the newest.
func (r *ring) push(e Event) {
	if r.n == len(r.buf) {
		grown := make([]Event, max(2*len(r.buf), 64))
		r.read(grown[:r.n], 0)
		r.buf, r.head = grown, 0
	}
	r.buf[(r.head+r.n)%len(r.buf)] = e
	r.n++
}

// pop takes the oldest out. The ring must not be empty.
func (r *ring) pop() Event {
	e := r.buf[r.head]
	r.buf[r.head] = Event{} // let go of its data
	r.head = (r.head + 1) % len(r.buf)
	r.n--
	return e
}

// copy returns n events, the first of them the one at index from, counted from the oldest.
func (r *ring) copy(from, n int) []Event {
	out := make([]Event, n)
	r.read(out, from)
	return out
}

// read fills out with the events from index from on.
func (r *ring) read(out []Event, from int) {
	if len(out) == 0 {
		return
	}
	start := (r.head + from) % len(r.buf)
	n := copy(out, r.buf[start:])
	copy(out[n:], r.buf)
}
