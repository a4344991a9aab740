package eventstream

import "wireside/wireview/wire"

// rawUnit is the size of a raw unit in bytes, counted from where the block began that was too large; the last may be
// shorter. The cuts do not depend on how the bytes came.
const rawUnit = 4 << 10

// giveUp passes on the held bytes of the block under way, then p, and from now on all that comes, in raw units. None of the
// block's fields takes effect.
func (d *Decoder) giveUp(s *scratch, p []byte, off int64) {
	d.raw = true
	from, n := 0, len(s.buf)
	for ; n-from >= rawUnit; from += rawUnit {
		d.emitRaw(s, s.buf[from:from+rawUnit], s.spans.Slice(int64(from), int64(from+rawUnit)))
	}
	s.spans = s.spans.Slice(int64(from), int64(n))
	s.buf = append(s.buf[:0], s.buf[from:]...)
	d.pass(s, p, off)
}

// pass emits p in units of rawUnit bytes. The last bytes are held until a unit is full.
func (d *Decoder) pass(s *scratch, p []byte, off int64) {
	for len(p) > 0 {
		n := min(rawUnit-len(s.buf), len(p))
		if n == rawUnit {
			d.emitRaw(s, p[:n], s.one(off, off+int64(n)))
		} else if s.hold(p[:n], off); len(s.buf) == rawUnit {
			d.emitRaw(s, s.buf, s.spans)
			s.drop()
		}
		p, off = p[n:], off+int64(n)
	}
}

func (d *Decoder) emitRaw(s *scratch, p []byte, spans wire.Spans) {
	u := s.begin(wire.Raw, wire.KindRaw, p, spans)
	u.Error = BlockTooLarge
	d.emit(u)
	*u = wire.Unit{}
}
