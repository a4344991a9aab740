package wire

// Span is a half-open interval [start, end) of offsets into the bytes of one connection in one direction. The first byte
// after accept has offset 0. In JSON it is a pair: [402,473].
type Span [2]int64

// Len returns the number of bytes in the span.
func (s Span) Len() int64 { return s[1] - s[0] }

// Spans is an ordered list of spans that do not overlap. It is a list since an event may cross chunks, and the chunks'
// framing lies between its parts.
type Spans []Span

// Len returns the number of bytes in all spans together.
func (s Spans) Len() int64 {
	var n int64
	for _, span := range s {
		n += span.Len()
	}
	return n
}

// Append adds [start, end) at the end of the list. A span that begins where the last one ended extends it; an empty one
// changes nothing.
func (s Spans) Append(start, end int64) Spans {
	if start == end {
		return s
	}
	if n := len(s); n > 0 && s[n-1][1] == start {
		s[n-1][1] = end
		return s
	}
	return append(s, Span{start, end})
}

// Slice returns the spans of the bytes [from, to), counted from the first byte under s as if its parts lay side by side.
// It is how a field, known by its place in a unit's bytes, finds its place on the connection. It panics if the range does
// not lie within s.
func (s Spans) Slice(from, to int64) Spans {
	if from < 0 || to < from || to > s.Len() {
		panic("wire: slice of spans out of range")
	}
	var out Spans
	var at int64 // how many of the bytes under s lie before span
	for _, span := range s {
		lo, hi := max(from-at, 0), min(to-at, span.Len())
		if lo < hi {
			out = out.Append(span[0]+lo, span[0]+hi)
		}
		at += span.Len()
	}
	return out
}
