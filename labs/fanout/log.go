package fanout

import "sort"

// segmentBytes is how large a segment of the log grows before the next one begins, and so about how much goes out in one
// write to a stream that is behind.
const segmentBytes = 64 << 10

// segmentEntries is how many entries a segment has at most. Entries may be empty: bytes alone would never fill it.
const segmentEntries = 4096

// log holds encoded events, numbered as in the feed. Neighbours lie side by side, so that many go out in one write.
type log struct {
	first    uint64 // the oldest that may be read
	next     uint64 // the number that the next one gets; first if there is none
	segments []segment
}

// segment is a run of entries in one piece of memory.
type segment struct {
	first uint64
	buf   []byte
	ends  []int // where each entry ends in buf
}

// reset empties the log. The next entry is to be number next.
func (l *log) reset(next uint64) { *l = log{first: next, next: next} }

// append adds entry number l.next. encode appends its bytes to dst.
func (l *log) append(encode func(dst []byte) []byte) {
	if n := len(l.segments); n == 0 || l.segments[n-1].full() {
		l.segments = append(l.segments, segment{first: l.next})
	}
	s := &l.segments[len(l.segments)-1]
	s.buf = encode(s.buf)
	s.ends = append(s.ends, len(s.buf))
	l.next++
}

// evict lets go of the entries before oldest. Their memory is freed a segment at a time.
func (l *log) evict(oldest uint64) {
	l.first = min(max(l.first, oldest), l.next)
	drop := 0
	for drop < len(l.segments)-1 && l.segments[drop+1].first <= l.first {
		l.segments[drop] = segment{}
		drop++
	}
	l.segments = l.segments[drop:]
}

// find returns the segment that holds entry seq, and its index there. It must be in the log.
func (l *log) find(seq uint64) (*segment, int) {
	i := len(l.segments) - 1
	if l.segments[i].first > seq { // not the usual case, a stream that is not behind
		i = sort.Search(i, func(i int) bool { return l.segments[i].first > seq }) - 1
	}
	s := &l.segments[i]
	return s, int(seq - s.first)
}

// full reports whether the next entry goes into another segment.
func (s *segment) full() bool { return len(s.buf) >= segmentBytes || len(s.ends) >= segmentEntries }

// start returns where entry i begins.
func (s *segment) start(i int) int {
	if i == 0 {
		return 0
	}
	return s.ends[i-1]
}
