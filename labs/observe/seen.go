package observe

import "slices"

// maxSpans bounds a seen set, in spans.
const maxSpans = 1000

// span is a range of numbers, both ends included.
type span struct{ from, to uint64 }

// seen is which of the numbers 1, 2, 3, … have come, as the spans that they make up: without a loss there is one, however
// long the run. Beyond maxSpans the two oldest are joined. What lay between them stays missing, and would be taken for a
// repetition if it came after all.
type seen struct {
	spans     []span // in order, at least one number apart
	forgotten uint64 // how many numbers are missing between spans that were joined
}

// add reports whether n is new. Numbers that come in order, as nearly all do, cost a look at the last span.
func (s *seen) add(n uint64) bool {
	i := len(s.spans) // the first span that begins above n
	for i > 0 && s.spans[i-1].from > n {
		i--
	}
	if i > 0 && n <= s.spans[i-1].to {
		return false
	}
	touchesBefore := i > 0 && s.spans[i-1].to+1 == n
	touchesAfter := i < len(s.spans) && n+1 == s.spans[i].from
	switch {
	case touchesBefore && touchesAfter:
		s.spans[i-1].to = s.spans[i].to
		s.spans = slices.Delete(s.spans, i, i+1)
	case touchesBefore:
		s.spans[i-1].to = n
	case touchesAfter:
		s.spans[i].from = n
	default:
		s.spans = slices.Insert(s.spans, i, span{n, n})
	}
	if len(s.spans) > maxSpans {
		s.forgotten += s.spans[1].from - s.spans[0].to - 1
		s.spans[1].from = s.spans[0].from
		s.spans = slices.Delete(s.spans, 0, 1)
	}
	return true
}

// last is the highest number that has come, 0 when none has.
func (s *seen) last() uint64 {
	if len(s.spans) == 0 {
		return 0
	}
	return s.spans[len(s.spans)-1].to
}

// missing counts the numbers from 1 to upTo that have not come.
func (s *seen) missing(upTo uint64) uint64 {
	missing, next := s.forgotten, uint64(1)
	for _, p := range s.spans {
		if p.from > upTo {
			break
		}
		missing += p.from - next
		next = p.to + 1
	}
	if next <= upTo {
		missing += upTo - next + 1
	}
	return min(missing, upTo)
}

// above counts the numbers above n that have come.
func (s *seen) above(n uint64) uint64 {
	count := uint64(0)
	for i := len(s.spans) - 1; i >= 0 && s.spans[i].to > n; i-- {
		count += s.spans[i].to - max(s.spans[i].from-1, n)
	}
	return count
}
