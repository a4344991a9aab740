package impair

import "time"

const (
	packetBytes = 1_460                 // what travels together under a limited rate, as in TCP over Ethernet
	piecePause  = 50 * time.Microsecond // between two pieces: 20,000 a second keep one connection from taking a core
	maxSegments = 4_096                 // in a queue: each costs more memory than a small write has bytes
)

// segment is bytes on their way, the ones of one write or read, or the end after them.
type segment struct {
	x    *exchange // whose they are; nil: no link's
	data []byte    // what has not arrived
	end  bool      // no bytes, but a FIN

	base    time.Time     // when the first byte would arrive if the rate were without limit
	perByte float64       // nanoseconds
	step    int           // bytes that arrive together; 0: all
	apart   bool          // each step is to be seen by itself
	gap     time.Duration // from one step to the next at the least
	arrived int           // bytes
	steps   int
}

// next returns how many bytes arrive together next, and when.
func (s *segment) next() (n int, at time.Time) {
	n = len(s.data)
	if s.step > 0 {
		n = min(n, s.step)
	}
	return n, s.base.Add(max(time.Duration(s.perByte*float64(s.arrived+n)), s.gap*time.Duration(s.steps)))
}

// take removes what has arrived.
func (s *segment) take(n int) []byte {
	p := s.data[:n]
	s.data = s.data[n:]
	s.arrived += n
	s.steps++
	return p
}

// lastly returns when the last byte arrives. Nothing may have been taken yet.
func (s *segment) lastly() time.Time {
	steps := 0
	if s.step > 0 && len(s.data) > 0 {
		steps = (len(s.data) - 1) / s.step
	}
	return s.base.Add(max(time.Duration(s.perByte*float64(len(s.data))), s.gap*time.Duration(steps)))
}

// road is one direction of a connection: what is on its way there, in order.
type road struct {
	queue []segment
	size  int       // bytes in queue, those being handed on included
	free  time.Time // when the last byte sent will have left, at the link's rate
	last  time.Time // when the last segment arrives
	slot  time.Time // when the next piece that is to be seen by itself may arrive

	budget  *Budget
	charged int // what the budget holds for this road

	inside  int // calls that are in the socket now, with the connection's lock released
	changed signal
}

// send puts s on the road at now: flight is how long its first byte takes. s needs its x, data and end alone.
func (r *road) send(now time.Time, s segment, flight time.Duration, p Profile) {
	start := now
	if p.Kbps > 0 {
		s.perByte = 8e6 / p.Kbps
		s.step = max(packetBytes, int(p.Kbps/8)) // at high rates what passes in a millisecond
		start = later(now, r.free)
		r.free = start.Add(time.Duration(s.perByte * float64(len(s.data))))
	}
	if p.PieceBytes > 0 {
		s.step, s.apart, s.gap = p.PieceBytes, true, piecePause
	}
	s.base = later(start.Add(flight), r.last.Add(s.gap))
	r.last = s.lastly()
	r.queue = append(r.queue, s)
	r.grow(len(s.data))
}

// take removes what has arrived of the first segment.
func (r *road) take(n int, now time.Time) []byte {
	s := &r.queue[0]
	if s.apart {
		r.slot = r.budget.next(now)
	}
	return s.take(n)
}

// pop removes the first segment.
func (r *road) pop() {
	r.queue[0] = segment{}
	r.queue = r.queue[1:]
	if len(r.queue) == 0 {
		r.queue = nil // the memory in front of it, too
	}
	r.account()
}

// drop empties the road and returns how many bytes of each exchange were on it, to tell.
func (r *road) drop(tell func(x *exchange, n int)) {
	for i := range r.queue {
		s := &r.queue[i]
		r.size -= len(s.data)
		tell(s.x, len(s.data))
	}
	r.queue = nil
	r.account()
}

// due returns how many bytes of the first segment have arrived by now, or when to look again: the zero Time is not before
// something changes.
func (r *road) due(now time.Time) (n int, ok bool, look time.Time) {
	s := &r.queue[0]
	if held, until := s.x.held(now); held {
		return 0, false, until
	}
	if s.x.hurried() {
		return len(s.data), true, time.Time{} // at once, and not piece by piece
	}
	n, at := s.next()
	if s.apart {
		at = later(at, r.slot)
	}
	if at.After(now) {
		return 0, false, at
	}
	return n, true, time.Time{}
}
