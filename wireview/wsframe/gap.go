package wsframe

import "wireside/wireview/wire"

// Gap says that n bytes which come next are missing, because of why. n <= 0: it is not known how many, and offsets go on
// as if there were none. The unfinished frame becomes raw units with why as their violation. If all that is missing lies
// within it, decoding goes on after it; else where the next frame starts is unknown, and all that follows is raw.
func (d *Decoder) Gap(n int64, why *wire.Violation) {
	if d.ended {
		return
	}
	n = max(n, 0)
	s := d.take()
	d.gap(s, uint64(n), why)
	d.at += n
	s.buf, d.need = s.buf[:0], 0
	d.give(s)
}

func (d *Decoder) gap(s *scratch, n uint64, why *wire.Violation) {
	sure, left := false, uint64(0)
	if d.raw.why != nil && d.raw.left != ^uint64(0) { // a frame that is passed on: its bytes that come after the gap
		have := uint64(len(s.buf))
		sure = n > 0 && n <= d.raw.left-have
		left = d.raw.left - have - n
	} else if h, ok := parseHeader(s.buf); ok && d.raw.why == nil {
		have := uint64(len(s.buf))
		sure = n > 0 && n <= uint64(d.need)-have
		left = uint64(d.need) - have - n
		d.raw.head, d.raw.data = h.size, h.data()
		d.lose(h)
	}
	d.raw.why = why
	d.cut(s)
	switch {
	case sure && left == 0:
		d.raw = raw{}
	case sure:
		d.raw.left = left
	default:
		d.raw, d.msg = raw{why: why, left: ^uint64(0)}, nil
		d.forget()
	}
}
