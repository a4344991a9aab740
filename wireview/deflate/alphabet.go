package deflate

// The alphabets of RFC 1951 3.2.5 and 3.2.7.
const (
	EndOfBlock   = 256 // the symbol; those below are bytes, those above lengths
	MaxLiterals  = 286 // codes for bytes, the end and lengths that a block may have
	MaxDistances = 30  // likewise for distances
)

// LengthOrder is the order in which a dynamic block gives the lengths of the codes for its code lengths (RFC 1951 3.2.7).
var LengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// Lengths from symbol 257 on, and distances, with how many more bits each has (RFC 1951 3.2.5).
var (
	LengthBase = [29]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
	LengthBits = [29]uint8{8: 1, 9: 1, 10: 1, 11: 1, 12: 2, 13: 2, 14: 2, 15: 2, 16: 3, 17: 3, 18: 3, 19: 3, 20: 4, 21: 4, 22: 4, 23: 4,
		24: 5, 25: 5, 26: 5, 27: 5}
	DistanceBase = [30]uint16{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
		6145, 8193, 12289, 16385, 24577}
	DistanceBits = [30]uint8{4: 1, 5: 1, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4, 11: 4, 12: 5, 13: 5, 14: 6, 15: 6, 16: 7, 17: 7, 18: 8, 19: 8,
		20: 9, 21: 9, 22: 10, 23: 10, 24: 11, 25: 11, 26: 12, 27: 12, 28: 13, 29: 13}
)

// FixedLiterals and FixedDistances are the codes of RFC 1951 3.2.6.
var FixedLiterals, FixedDistances = func() (lit, dist *Huffman) {
	var lengths [288]uint8
	for i := range lengths {
		switch {
		case i < 144:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		case i < 280:
			lengths[i] = 7
		default:
			lengths[i] = 8
		}
	}
	lit, dist = new(Huffman), new(Huffman)
	lit.Build(lengths[:])
	for i := range 32 {
		lengths[i] = 5
	}
	dist.Build(lengths[:32])
	return lit, dist
}()
