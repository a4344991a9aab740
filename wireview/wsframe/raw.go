package wsframe

import "wireside/wireview/wire"

// rawUnit is the size of a raw unit in bytes, counted from where a frame gave up being one; the last may be shorter. The
// cuts do not depend on how the bytes came.
const rawUnit = 4 << 10

// raw is a frame that is passed on undecoded.
type raw struct {
	why  *wire.Violation // nil if there is none
	left uint64          // its bytes that were not passed on yet; ^0 if it has no end
	head int             // bytes of its header that were not passed on yet
	data bool            // its payload is the application's
}

// refuse tells whether a frame is impossible, or too large to become a unit, and if so starts to pass it on undecoded.
func (d *Decoder) refuse(h header) bool {
	switch {
	case h.length>>63 != 0:
		// RFC 6455 5.2: the most significant bit must be 0. Where the next frame starts is anyone's guess.
		d.raw = raw{why: LengthTooLarge, left: ^uint64(0)}
	case h.length > uint64(d.maxFrame)-uint64(min(int64(h.size), d.maxFrame)):
		d.raw = raw{why: FrameTooLarge, left: uint64(h.size) + h.length, head: h.size, data: h.data()}
		d.lose(h)
	default:
		return false
	}
	return true
}

// pass emits what p has of the frame that is passed on, in units of rawUnit bytes, and returns the rest of p. The last
// bytes are held until a unit is full.
func (d *Decoder) pass(s *scratch, p []byte) []byte {
	for len(p) > 0 && d.raw.why != nil {
		size := int(min(rawUnit, d.raw.left)) // of this unit
		if len(s.buf) == 0 && len(p) >= size {
			d.emitRaw(s, p[:size])
			p = p[size:]
			continue
		}
		n := min(size-len(s.buf), len(p))
		s.buf, p = append(s.buf, p[:n]...), p[n:]
		if len(s.buf) == size {
			d.emitRaw(s, s.buf)
			s.buf = s.buf[:0]
		}
	}
	return p
}

// cut emits the held bytes as raw units.
func (d *Decoder) cut(s *scratch) {
	d.raw.left = ^uint64(0)
	for rest := s.buf; len(rest) > 0; {
		n := min(rawUnit, len(rest))
		d.emitRaw(s, rest[:n])
		rest = rest[n:]
	}
}

// emitRaw emits a raw unit, and takes leave of the frame that is passed on with its last byte.
func (d *Decoder) emitRaw(s *scratch, p []byte) {
	u := s.begin(wire.Raw, wire.KindRaw, p, d.at)
	d.at += u.Length
	u.Error = d.raw.why
	head := min(d.raw.head, len(p))
	if d.raw.data {
		u.Payload = u.Length - int64(head)
	}
	d.raw.head -= head
	if d.raw.left != ^uint64(0) {
		if d.raw.left -= uint64(len(p)); d.raw.left == 0 {
			d.raw = raw{}
		}
	}
	d.emit(u)
}
