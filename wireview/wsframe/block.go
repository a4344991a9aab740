package wsframe

import "wireside/wireview/deflate"

// block inflates one block (RFC 1951 3.2.3), and tells whether BFINAL is set.
func (f *inflater) block() (final bool, err error) {
	head, err := f.take(3)
	if err != nil {
		return false, err
	}
	final = head&1 != 0
	switch head >> 1 {
	case 0:
		err = f.stored()
	case 1:
		err = f.codes(deflate.FixedLiterals, deflate.FixedDistances)
	case 2:
		if err = f.tables(); err == nil {
			err = f.codes(&f.lit, &f.dist)
		}
	default:
		err = errNotDeflate
	}
	return final, err
}

// stored takes a block as it is (RFC 1951 3.2.4).
func (f *inflater) stored() error {
	f.drop(f.n & 7)
	length, err := f.take(16)
	if err != nil {
		return err
	}
	inverse, err := f.take(16)
	if err != nil || length != ^inverse&0xffff {
		return errNotDeflate
	}
	f.pos -= int(f.n / 8)
	f.acc, f.n = 0, 0
	if length > len(f.in)-f.pos {
		return errNotDeflate
	}
	f.out = append(f.out, f.in[f.pos:f.pos+length]...)
	f.pos += length
	return f.more()
}

// tables reads the codes of a block with its own ones (RFC 1951 3.2.7).
func (f *inflater) tables() error {
	head, err := f.take(14)
	if err != nil {
		return err
	}
	literals, distances, own := head&31+257, head>>5&31+1, head>>10+4
	if literals > deflate.MaxLiterals || distances > deflate.MaxDistances {
		return errNotDeflate
	}
	var lengths [deflate.MaxLiterals + deflate.MaxDistances]uint8
	for _, sym := range deflate.LengthOrder[:own] {
		n, err := f.take(3)
		if err != nil {
			return err
		}
		lengths[sym] = uint8(n)
	}
	if !f.lit.Build(lengths[:len(deflate.LengthOrder)]) {
		return errNotDeflate
	}
	clear(lengths[:len(deflate.LengthOrder)])
	for i := 0; i < literals+distances; {
		f.refill()
		sym, err := f.symbol(&f.lit)
		if err != nil {
			return err
		}
		if sym < 16 {
			lengths[i] = uint8(sym)
			i++
			continue
		}
		value, repeat, extra := uint8(0), 3, uint(3)
		switch sym {
		case 16:
			if i == 0 {
				return errNotDeflate
			}
			value, extra = lengths[i-1], 2
		case 18:
			repeat, extra = 11, 7
		}
		n, err := f.take(extra)
		if err != nil {
			return err
		}
		if repeat += n; i+repeat > literals+distances {
			return errNotDeflate
		}
		for range repeat {
			lengths[i] = value
			i++
		}
	}
	if lengths[deflate.EndOfBlock] == 0 || !f.lit.Build(lengths[:literals]) || !f.dist.Build(lengths[literals:literals+distances]) {
		return errNotDeflate
	}
	return nil
}

// symbol reads a code. It needs 15 bits ready, unless fewer are left.
func (f *inflater) symbol(t *deflate.Huffman) (int, error) {
	sym, n := t.Symbol(f.acc)
	if n == 0 || n > f.n {
		return 0, errNotDeflate
	}
	f.drop(n)
	return sym, nil
}

// codes inflates a block of literals, lengths and distances.
func (f *inflater) codes(lit, dist *deflate.Huffman) error {
	for {
		f.refill()
		sym, err := f.symbol(lit)
		switch {
		case err != nil:
			return err
		case sym < deflate.EndOfBlock:
			f.out = append(f.out, byte(sym))
		case sym == deflate.EndOfBlock:
			return f.more()
		default:
			if err := f.copy(sym-deflate.EndOfBlock-1, dist); err != nil {
				return err
			}
		}
		if len(f.out) >= f.stop {
			if err := f.more(); err != nil {
				return err
			}
		}
	}
}

// copy repeats what was said before: the length is that of the given symbol, from 0 on.
func (f *inflater) copy(sym int, codes *deflate.Huffman) error {
	if sym >= len(deflate.LengthBase) {
		return errNotDeflate
	}
	extra, err := f.take(uint(deflate.LengthBits[sym]))
	if err != nil {
		return err
	}
	length := int(deflate.LengthBase[sym]) + extra
	if sym, err = f.symbol(codes); err != nil || sym >= len(deflate.DistanceBase) {
		return errNotDeflate
	}
	if extra, err = f.take(uint(deflate.DistanceBits[sym])); err != nil {
		return err
	}
	distance := int(deflate.DistanceBase[sym]) + extra
	f.far = max(f.far, distance)
	if before := distance - len(f.out); before > 0 {
		if f.win == nil || before > f.win.Len() {
			return errBefore
		}
		n := min(before, length)
		f.out = f.win.Append(f.out, before, n)
		length -= n
	}
	// What is repeated may reach into itself: each step has twice as much to take from.
	for from := len(f.out) - distance; length > 0; {
		n := min(length, len(f.out)-from)
		f.out = append(f.out, f.out[from:from+n]...)
		length -= n
	}
	return nil
}
