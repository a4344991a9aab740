package deflate

import "wireside/wireview/wire"

// counts reads how many codes a dynamic block has of each kind (RFC 1951 3.2.7).
func (r *Reader) counts() (more bool, what Event, why *wire.Violation) {
	bits, ok := r.peek(14)
	if !ok {
		return false, Nothing, nil
	}
	t := r.tables
	t.literals, t.distances, t.own = int(bits&31)+257, int(bits>>5&31)+1, int(bits>>10)+4
	if t.literals > MaxLiterals || t.distances > MaxDistances {
		return false, Nothing, BadCodeLengths
	}
	r.drop(14)
	clear(t.lengths[:])
	t.read = 0
	r.state = stateOwn
	return true, Nothing, nil
}

// ownLengths reads the lengths of the codes in which the lengths of the others stand.
func (r *Reader) ownLengths() (more bool, what Event, why *wire.Violation) {
	t := r.tables
	for ; t.read < t.own; t.read++ {
		bits, ok := r.peek(3)
		if !ok {
			return false, Nothing, nil
		}
		t.lengths[LengthOrder[t.read]] = uint8(bits)
		r.drop(3)
	}
	if !t.lit.Build(t.lengths[:len(LengthOrder)]) {
		return false, Nothing, BadCodeLengths
	}
	clear(t.lengths[:])
	t.read = 0
	r.state = stateLengths
	return true, Nothing, nil
}

// lengths reads the lengths of the codes, in which those that repeat are counted.
func (r *Reader) lengths() (more bool, what Event, why *wire.Violation) {
	t := r.tables
	all := t.literals + t.distances
	for t.read < all {
		r.refill()
		sym, n := t.lit.Symbol(r.acc)
		if n == 0 {
			return false, Nothing, BadCodeLengths
		}
		if n > r.n {
			return false, Nothing, nil
		}
		if sym < 16 {
			t.lengths[t.read] = uint8(sym)
			t.read++
			r.drop(n)
			continue
		}
		value, repeat, extra := uint8(0), 3, uint(3)
		switch sym {
		case 16:
			if t.read == 0 {
				return false, Nothing, BadCodeLengths
			}
			value, extra = t.lengths[t.read-1], 2
		case 18:
			repeat, extra = 11, 7
		}
		if n+extra > r.n {
			return false, Nothing, nil
		}
		repeat += int(r.acc >> n & (1<<extra - 1))
		if t.read+repeat > all {
			return false, Nothing, BadCodeLengths
		}
		for range repeat {
			t.lengths[t.read] = value
			t.read++
		}
		r.drop(n + extra)
	}
	if t.lengths[EndOfBlock] == 0 || !t.lit.Build(t.lengths[:t.literals]) || !t.dist.Build(t.lengths[t.literals:all]) {
		return false, Nothing, BadCodeLengths
	}
	r.lit, r.dist = t.lit, t.dist
	r.state = stateCodes
	return true, Nothing, nil
}

// codes reads bytes, and lengths with distances (RFC 1951 3.2.5).
func (r *Reader) codes() (more bool, what Event, why *wire.Violation) {
	for {
		r.refill()
		sym, n := r.lit.Symbol(r.acc)
		switch {
		case n == 0:
			return false, Nothing, BadCode
		case n > r.n:
			return false, Nothing, nil
		case sym < EndOfBlock:
			if len(r.out) >= r.limit {
				return false, Nothing, TooMuch
			}
			r.out = append(r.out, byte(sym))
			r.drop(n)
		case sym == EndOfBlock:
			r.drop(n)
			return r.end()
		default:
			if more, why := r.match(sym-EndOfBlock-1, n); !more {
				return false, Nothing, why
			}
		}
	}
}

// match repeats what was said before: the length is that of the given symbol, from 0 on, whose code takes used bits.
func (r *Reader) match(sym int, used uint) (more bool, why *wire.Violation) {
	if sym >= len(LengthBase) {
		return false, BadCode
	}
	bits := r.acc >> used
	extra := uint(LengthBits[sym])
	length := int(LengthBase[sym]) + int(bits&(1<<extra-1))
	bits >>= extra
	if used += extra; used >= r.n {
		return false, nil
	}
	sym, n := r.dist.Symbol(bits)
	switch {
	case n == 0:
		return false, BadCode
	case used+n > r.n:
		return false, nil
	case sym >= len(DistanceBase):
		return false, BadCode
	}
	bits >>= n
	used += n
	extra = uint(DistanceBits[sym])
	if used += extra; used > r.n {
		return false, nil
	}
	distance := int(DistanceBase[sym]) + int(bits&(1<<extra-1))
	if !r.repeat(length, distance) {
		if distance > r.window.Len()+len(r.out)-r.from {
			return false, TooFar
		}
		return false, TooMuch
	}
	r.drop(used)
	return true, nil
}

// repeat says again what was said distance bytes before. It reports false if nothing was, and if it would be too much.
func (r *Reader) repeat(length, distance int) bool {
	before := distance - (len(r.out) - r.from)
	if before > r.window.Len() || len(r.out)+length > r.limit {
		return false
	}
	if before > 0 {
		n := min(before, length)
		r.out = r.window.Append(r.out, before, n)
		length -= n
	}
	// What is repeated may reach into itself: each step has twice as much to take from.
	for from := len(r.out) - distance; length > 0; {
		n := min(length, len(r.out)-from)
		r.out = append(r.out, r.out[from:from+n]...)
		length -= n
	}
	return true
}
