package pcap

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// The blocks of a pcapng file that are read (draft-ietf-opsawg-pcapng section 4). The others are passed over.
const (
	blockSection   = 0x0a0d0d0a
	blockInterface = 1
	blockPacket    = 2 // obsolete
	blockSimple    = 3
	blockEnhanced  = 6
)

const (
	minBlock      = 12
	maxInterfaces = 4096 // in a section
)

// ngSource reads the records of a pcapng file.
type ngSource struct {
	in         *input
	order      binary.ByteOrder
	interfaces []ngInterface // of the section under way
	at         int64         // of the last packet that had a time
}

// ngInterface is what an interface description says of its packets.
type ngInterface struct {
	link       uint16
	snap       uint32 // 0: no limit
	resolution byte   // 10^-n of a second or, with the top bit, 2^-n
	offset     int64  // seconds to add to each time
}

func (s *ngSource) next(p *packet) error {
	for {
		kind, body, err := s.block(p)
		if err != nil {
			return err
		}
		switch kind {
		case blockSection:
			if major := s.order.Uint16(body[4:]); major != 1 {
				return s.in.broken("version %d.%d of pcapng is not read", major, s.order.Uint16(body[6:]))
			}
			s.interfaces = s.interfaces[:0]
		case blockInterface:
			if len(s.interfaces) == maxInterfaces {
				return s.in.broken("more than %d interfaces", maxInterfaces)
			}
			s.interfaces = append(s.interfaces, s.describe(body))
		case blockEnhanced:
			s.packet(p, s.order.Uint32(body), body[4:])
			return nil
		case blockPacket:
			s.packet(p, uint32(s.order.Uint16(body)), body[4:])
			return nil
		case blockSimple:
			s.simple(p, body)
			return nil
		case blockTooLarge:
			return nil
		}
	}
}

// blockTooLarge stands for a packet's block that was passed over; no file has a block of this kind (reserved).
const blockTooLarge = 0

// fixed is how many bytes a block's body has at least.
func fixed(kind uint32) int {
	switch kind {
	case blockSection:
		return 16
	case blockInterface:
		return 8
	case blockPacket, blockEnhanced:
		return 20
	case blockSimple:
		return 4
	}
	return 0
}

// block reads a block that matters, and returns its kind and its body.
func (s *ngSource) block(p *packet) (kind uint32, body []byte, err error) {
	for {
		head, err := s.in.take(8, true)
		if err != nil {
			return 0, nil, err
		}
		if binary.BigEndian.Uint32(head) == blockSection {
			length := [4]byte(head[4:])
			magic, err := s.in.Peek(4)
			if err != nil {
				return 0, nil, s.in.ended(int64(len(magic)), false, err)
			}
			switch binary.BigEndian.Uint32(magic) {
			case 0x1a2b3c4d:
				s.order = binary.BigEndian
			case 0x4d3c2b1a:
				s.order = binary.LittleEndian
			default:
				return 0, nil, s.in.broken("a section without its byte order")
			}
			head = append([]byte{0x0a, 0x0d, 0x0d, 0x0a}, length[:]...)
		}
		kind, length := s.order.Uint32(head), s.order.Uint32(head[4:])
		if length < minBlock+uint32(fixed(kind)) || length%4 != 0 {
			return 0, nil, s.in.broken("a block of %d bytes", length)
		}
		rest := int64(length) - 8
		least := fixed(kind)
		switch {
		case least == 0:
			err = s.in.skip(rest)
		case rest > MaxPacket && (kind == blockSection || kind == blockInterface):
			return 0, nil, s.in.broken("a header block of %d bytes", length)
		case rest > MaxPacket:
			*p = packet{at: s.at, bad: tooLarge}
			return blockTooLarge, nil, s.in.skip(rest)
		default:
			body, err := s.in.take(int(rest), false)
			if err != nil {
				return 0, nil, err
			}
			end := len(body) - 4
			if s.order.Uint32(body[end:]) != length {
				return 0, nil, s.in.broken("a block whose two lengths differ")
			}
			return kind, body[:end], nil
		}
		if err != nil {
			return 0, nil, err
		}
	}
}

// The options of an interface description that matter (section 4.2).
const (
	optEnd        = 0
	optResolution = 9
	optOffset     = 14
)

func (s *ngSource) describe(body []byte) ngInterface {
	i := ngInterface{link: s.order.Uint16(body), snap: s.order.Uint32(body[4:]), resolution: 6}
	for opts := body[8:]; len(opts) >= 4; {
		code, n := s.order.Uint16(opts), int(s.order.Uint16(opts[2:]))
		if opts = opts[4:]; code == optEnd || n > len(opts) {
			break
		}
		switch {
		case code == optResolution && n == 1:
			i.resolution = opts[0]
		case code == optOffset && n == 8:
			i.offset = int64(s.order.Uint64(opts))
		}
		opts = opts[min((n+3)&^3, len(opts)):]
	}
	return i
}

// packet reads the part that enhanced and obsolete packet blocks have in common: the time, two lengths, the bytes.
func (s *ngSource) packet(p *packet, index uint32, b []byte) {
	*p = packet{at: s.at}
	if index >= uint32(len(s.interfaces)) {
		p.bad = badInterface
		return
	}
	i := &s.interfaces[index]
	s.at = i.time(uint64(s.order.Uint32(b))<<32 | uint64(s.order.Uint32(b[4:])))
	kept, wire := s.order.Uint32(b[8:]), s.order.Uint32(b[12:])
	p.at, p.link = s.at, i.link
	p.data = b[16:]
	if int64(kept) > int64(len(p.data)) {
		p.bad = broken
		return
	}
	p.data = p.data[:kept]
	p.wire = int(max(kept, wire))
}

// simple reads a simple packet block: of the first interface, and without a time (section 4.4).
func (s *ngSource) simple(p *packet, b []byte) {
	*p = packet{at: s.at}
	if len(s.interfaces) == 0 {
		p.bad = badInterface
		return
	}
	i := &s.interfaces[0]
	wire := int64(s.order.Uint32(b))
	kept := min(wire, int64(len(b)-4))
	if i.snap > 0 {
		kept = min(kept, int64(i.snap))
	}
	p.link, p.data, p.wire = i.link, b[4:4+kept], int(wire)
}

// time converts a time in units of the interface's resolution to microseconds.
func (i *ngInterface) time(t uint64) int64 {
	base := i.offset * 1e6
	n := uint(i.resolution & 0x7f)
	switch {
	case i.resolution == 9: // the usual two, faster
		return base + int64(t/1000)
	case i.resolution == 6:
		return base + int64(t)
	case i.resolution&0x80 != 0 && n < 64:
		hi, lo := bits.Mul64(t&(1<<n-1), 1e6)
		return base + int64(t>>n)*1e6 + int64(hi<<(64-n)|lo>>n)
	case i.resolution&0x80 != 0:
		return base
	case n < 6:
		return base + int64(t)*int64(math.Pow10(int(6-n)))
	case n > 25:
		return base
	}
	return base + int64(t/uint64(math.Pow10(int(n-6))))
}
