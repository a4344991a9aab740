package wsframe

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
		err = f.codes(fixedLiterals, fixedDistances)
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

// order is the order of the code lengths' own codes (RFC 1951 3.2.7).
var order = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// tables reads the codes of a block with its own ones (RFC 1951 3.2.7).
func (f *inflater) tables() error {
	const maxLiterals, maxDistances = 286, 30
	head, err := f.take(14)
	if err != nil {
		return err
	}
	literals, distances, own := head&31+257, head>>5&31+1, head>>10+4
	if literals > maxLiterals || distances > maxDistances {
		return errNotDeflate
	}
	var lengths [maxLiterals + maxDistances]uint8
	for _, sym := range order[:own] {
		n, err := f.take(3)
		if err != nil {
			return err
		}
		lengths[sym] = uint8(n)
	}
	if !f.lit.build(lengths[:len(order)]) {
		return errNotDeflate
	}
	clear(lengths[:len(order)])
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
	if lengths[endOfBlock] == 0 || !f.lit.build(lengths[:literals]) || !f.dist.build(lengths[literals:literals+distances]) {
		return errNotDeflate
	}
	return nil
}

// symbol reads a code. It needs 15 bits ready, unless fewer are left.
func (f *inflater) symbol(t *huffman) (int, error) {
	if e := t.fast[f.acc&(1<<fastBits-1)]; e != 0 && uint(e&15) <= f.n {
		f.drop(uint(e & 15))
		return int(e >> 4), nil
	}
	sym, n := t.slow(f.acc)
	if n == 0 || n > f.n {
		return 0, errNotDeflate
	}
	f.drop(n)
	return sym, nil
}

const endOfBlock = 256

// Lengths from symbol 257 on, and distances, with how many more bits each has (RFC 1951 3.2.5).
var (
	lengthBase = [29]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
	lengthBits = [29]uint8{8: 1, 9: 1, 10: 1, 11: 1, 12: 2, 13: 2, 14: 2, 15: 2, 16: 3, 17: 3, 18: 3, 19: 3, 20: 4, 21: 4, 22: 4, 23: 4,
		24: 5, 25: 5, 26: 5, 27: 5}
	distanceBase = [30]uint16{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
		6145, 8193, 12289, 16385, 24577}
	distanceBits = [30]uint8{4: 1, 5: 1, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4, 11: 4, 12: 5, 13: 5, 14: 6, 15: 6, 16: 7, 17: 7, 18: 8, 19: 8,
		20: 9, 21: 9, 22: 10, 23: 10, 24: 11, 25: 11, 26: 12, 27: 12, 28: 13, 29: 13}
)

// codes inflates a block of literals, lengths and distances.
func (f *inflater) codes(lit, dist *huffman) error {
	for {
		f.refill()
		sym, err := f.symbol(lit)
		switch {
		case err != nil:
			return err
		case sym < endOfBlock:
			f.out = append(f.out, byte(sym))
		case sym == endOfBlock:
			return f.more()
		default:
			if err := f.copy(sym-endOfBlock-1, dist); err != nil {
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
func (f *inflater) copy(sym int, codes *huffman) error {
	if sym >= len(lengthBase) {
		return errNotDeflate
	}
	extra, err := f.take(uint(lengthBits[sym]))
	if err != nil {
		return err
	}
	length := int(lengthBase[sym]) + extra
	if sym, err = f.symbol(codes); err != nil || sym >= len(distanceBase) {
		return errNotDeflate
	}
	if extra, err = f.take(uint(distanceBits[sym])); err != nil {
		return err
	}
	distance := int(distanceBase[sym]) + extra
	f.far = max(f.far, distance)
	if before := distance - len(f.out); before > 0 {
		if f.win == nil || before > len(f.win.buf) {
			return errBefore
		}
		n := min(before, length)
		f.out = f.win.append(f.out, before, n)
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
