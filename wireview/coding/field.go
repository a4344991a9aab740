package coding

import (
	"hash/crc32"

	"wireside/wireview/deflate"
)

// PartKind says what a part is.
type PartKind uint8

// The parts of a gzip member (RFC 1952 2.3), of zlib's format (RFC 1950 2.2), and those that both have.
const (
	PartMagic     PartKind = iota // ID1 and ID2
	PartMethod                    // CM
	PartFlags                     // FLG
	PartTime                      // MTIME
	PartExtraHint                 // XFL
	PartSystem                    // OS
	PartExtraSize                 // XLEN
	PartExtra
	PartName
	PartComment
	PartHeaderSum  // CRC16
	PartZlib       // CMF and FLG
	PartDictionary // DICTID
	PartBlock
	PartSum  // CRC32 of gzip
	PartSize // ISIZE
	PartAdler
	PartFurther // parts that are shown as one
)

// sizes are those of the parts that always have the same one, in bytes.
var sizes = [...]int{PartMagic: 2, PartMethod: 1, PartFlags: 1, PartTime: 4, PartExtraHint: 1, PartSystem: 1, PartExtraSize: 2, PartHeaderSum: 2,
	PartZlib: 2, PartDictionary: 4, PartSum: 4, PartSize: 4, PartAdler: 4}

// The flags of a gzip member (RFC 1952 2.3.1).
const (
	flagText = 1 << iota
	flagHeaderSum
	flagExtra
	flagName
	flagComment
	flagReserved = 0xe0
)

const methodDeflate = 8

// The two flags of zlib's format that matter (RFC 1950 2.2).
const zlibDictionary = 1 << 5

// field is the field of a header or a trailer that is under way.
type field struct {
	kind  PartKind
	at    int64  // the content's bytes before it
	got   int    // of its bytes
	want  int    // how many it has; 0 if a zero byte ends it
	value uint64 // its first eight bytes, the first one lowest
	flags byte   // FLG
	extra int    // XLEN
	sum   uint32 // of the header so far
	again bool   // the member follows another one
	bare  bool   // deflate without zlib's format around it
}

// readFields reads bytes of a header or a trailer.
func (d *Decoder) readFields(p []byte) (n int) {
	f := &d.field
	for n < len(p) && d.fault == nil && !d.over && (d.state == stateHeader || d.state == stateTrailer) {
		if !d.open {
			d.openPart(f.kind)
			f.at, f.got, f.value = d.pos, 0, 0
			if f.want = sizes[f.kind]; f.kind == PartExtra {
				f.want = f.extra
			}
			d.expect()
		}
		c := p[n]
		n++
		d.pos++
		if f.got < 8 {
			f.value |= uint64(c) << (8 * f.got)
		}
		f.got++
		if f.kind != PartHeaderSum {
			f.sum = crc32.Update(f.sum, crc32.IEEETable, []byte{c})
		}
		switch {
		case f.kind == PartMagic && c != [2]byte{0x1f, 0x8b}[f.got-1]:
			if d.broken(NotGzip, f.at); f.again {
				d.broken(Trailing, f.at)
			}
		case f.got == f.want || f.want == 0 && c == 0:
			d.fieldRead()
		}
	}
	return n
}

// expect notes what a checksum or a size should be.
func (d *Decoder) expect() {
	switch d.field.kind {
	case PartHeaderSum:
		d.part.Sum = d.field.sum & 0xffff
	case PartSum, PartAdler:
		d.part.Sum = d.sum.Sum32()
	case PartSize:
		d.part.Sum = d.size
	}
}

// fieldRead judges a field that has come whole, and finds the next one.
func (d *Decoder) fieldRead() {
	f := &d.field
	switch f.kind {
	case PartMethod:
		if f.value != methodDeflate {
			d.broken(BadMethod, f.at)
			return
		}
	case PartFlags:
		if f.flags = byte(f.value); f.flags&flagReserved != 0 {
			d.broken(ReservedFlags, f.at)
			return
		}
	case PartExtraSize:
		f.extra = int(f.value)
	case PartHeaderSum:
		d.check(uint32(f.value))
	case PartZlib:
		if d.zlib(byte(f.value), byte(f.value>>8)) {
			return
		}
	case PartSum, PartSize:
		d.check(uint32(f.value))
	case PartAdler: // the most significant byte first
		d.check(uint32(f.value>>24&0xff | f.value>>8&0xff00 | f.value<<8&0xff0000 | f.value<<24&0xff000000))
	}
	d.closePart(d.pos)
	d.next()
}

// check compares a field with what it should be.
func (d *Decoder) check(value uint32) {
	if value != d.part.Sum && d.flag == nil {
		switch d.part.Kind {
		case PartHeaderSum:
			d.flag = BadHeaderSum
		case PartSum:
			d.flag = BadSum
		case PartSize:
			d.flag = BadSize
		case PartAdler:
			d.flag = BadAdler
		}
	}
}

// next finds what follows a field.
func (d *Decoder) next() {
	f := &d.field
	switch f.kind {
	case PartSum:
		f.kind = PartSize
	case PartSize, PartAdler:
		d.state, d.over = stateBetween, true
	case PartMagic, PartMethod, PartFlags, PartTime, PartExtraHint:
		f.kind++
	case PartZlib, PartDictionary:
		d.beginBlocks(d.pos)
	case PartExtraSize:
		if f.kind = PartExtra; f.extra == 0 {
			d.optional()
		}
	default:
		d.optional()
	}
}

// optional finds the next field of a gzip header that need not be there.
func (d *Decoder) optional() {
	f := &d.field
	for f.kind++; f.kind <= PartHeaderSum; f.kind++ {
		if f.kind == PartExtraSize && f.flags&flagExtra != 0 || f.kind == PartName && f.flags&flagName != 0 ||
			f.kind == PartComment && f.flags&flagComment != 0 || f.kind == PartHeaderSum && f.flags&flagHeaderSum != 0 {
			return
		}
	}
	d.beginBlocks(d.pos)
}

// zlib judges the header of zlib's format (RFC 1950 2.2). It reports true if the content goes on otherwise: some senders leave
// out that format, and send the deflate stream alone (RFC 9110 8.4.1.2).
func (d *Decoder) zlib(cmf, flg byte) bool {
	switch {
	case cmf&15 != methodDeflate || cmf>>4 > 7 || (uint(cmf)<<8|uint(flg))%31 != 0:
		at := d.field.at
		d.field.bare, d.flag, d.open = true, NoZlib, false
		d.pos = at
		d.beginBlocks(at)
		for rest := []byte{cmf, flg}; len(rest) > 0 && d.fault == nil && d.state == stateBlocks; {
			rest = rest[d.inflate(rest):]
		}
		return true
	case flg&zlibDictionary != 0:
		d.broken(NeedsDictionary, d.field.at)
		return true
	}
	return false
}

// beginBlocks begins the deflate stream after the first bytes of the content.
func (d *Decoder) beginBlocks(at int64) {
	d.state, d.blocks, d.reader = stateBlocks, at, deflate.Reader{}
}

// beginTrailer goes on after the final block.
func (d *Decoder) beginTrailer() {
	d.state = stateTrailer
	switch {
	case d.field.bare:
		d.state, d.over = stateBetween, true
	case d.cfg.Coding == Deflate:
		d.field.kind = PartAdler
	default:
		d.field.kind = PartSum
	}
}
