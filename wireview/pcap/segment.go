package pcap

import (
	"encoding/binary"
	"net/netip"
)

// The flags of a TCP header (RFC 9293 3.1) that matter.
const (
	flagFIN = 1 << iota
	flagSYN
	flagRST
	_
	flagACK
)

// address is an IPv6 address, or an IPv4 one mapped into it (RFC 4291 2.5.5.2).
type address struct{ hi, lo uint64 }

// endpoint is one end of a connection.
type endpoint struct {
	addr address
	port uint16
}

func (e endpoint) addrPort() netip.AddrPort {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], e.addr.hi)
	binary.BigEndian.PutUint64(b[8:], e.addr.lo)
	return netip.AddrPortFrom(netip.AddrFrom16(b).Unmap(), e.port)
}

// segment is a TCP segment.
type segment struct {
	src, dst endpoint
	seq, ack uint32
	flags    byte
	data     []byte
	lost     int // bytes that followed data on the wire, and are not in the capture
}

// size is how many bytes of the stream the segment carried.
func (s *segment) size() int { return len(s.data) + s.lost }

// The link types that are read (tcpdump.org/linktypes.html), with those numbers of raw IP that some systems use.
const (
	linkNull     = 0
	linkEthernet = 1
	linkRawBSD   = 12
	linkRawOpen  = 14
	linkRaw      = 101
	linkLoop     = 108
	linkSLL      = 113
	linkIPv4     = 228
	linkIPv6     = 229
	linkSLL2     = 276
)

// parse reads the segment in a packet.
func (s *segment) parse(p *packet) reason {
	wire := max(p.wire, len(p.data))
	skip, kind := 0, -1 // bytes before what kind tells; -1: an IP packet
	switch p.link {
	case linkEthernet:
		skip, kind = 14, 12
	case linkNull, linkLoop: // the address family is the capturing system's, but the IP header tells as well
		skip = 4
	case linkSLL:
		skip, kind = 16, 14
	case linkSLL2:
		skip, kind = 20, 0
	case linkRaw, linkRawBSD, linkRawOpen, linkIPv4, linkIPv6:
	default:
		return badLink
	}
	if len(p.data) < skip {
		return short(wire, skip)
	}
	b := p.data[skip:]
	if kind < 0 {
		return s.ip(b, wire-skip)
	}
	return s.ether(binary.BigEndian.Uint16(p.data[kind:]), b, wire-skip)
}

// ether passes over VLAN tags (IEEE 802.1Q) before an IP packet.
func (s *segment) ether(kind uint16, b []byte, wire int) reason {
	for {
		switch kind {
		case 0x0800, 0x86dd:
			return s.ip(b, wire)
		case 0x8100, 0x88a8, 0x9100:
			if len(b) < 4 {
				return short(wire, 4)
			}
			kind = binary.BigEndian.Uint16(b[2:])
			b, wire = b[4:], wire-4
		default:
			return notIP
		}
	}
}

// short tells why a packet with wire bytes on the wire has fewer than need in the capture.
func short(wire, need int) reason {
	if wire >= need {
		return cutShort
	}
	return broken
}

func (s *segment) ip(b []byte, wire int) reason {
	if len(b) == 0 {
		return short(wire, 1)
	}
	switch b[0] >> 4 {
	case 4:
		return s.ipv4(b, wire)
	case 6:
		return s.ipv6(b, wire)
	}
	return notIP
}

const (
	ipv4Header = 20
	ipv6Header = 40
	tcpHeader  = 20
	protoTCP   = 6
)

// ipv4 reads an IPv4 packet (RFC 791 3.1). The total length tells what follows it from padding; 0 is what a capture shows
// of a packet that the network card was to cut up.
func (s *segment) ipv4(b []byte, wire int) reason {
	if len(b) < ipv4Header {
		return short(wire, ipv4Header)
	}
	head, total := int(b[0]&15)*4, int(binary.BigEndian.Uint16(b[2:]))
	if total == 0 {
		total = wire
	}
	switch {
	case head < ipv4Header || total < head || total > MaxPacket:
		return broken
	case b[9] != protoTCP:
		return notTCP
	case binary.BigEndian.Uint16(b[6:])&0x3fff != 0: // more fragments, or an offset
		return fragment
	case len(b) < head:
		return cutShort
	}
	const mapped = 0xffff << 32
	s.src.addr = address{lo: mapped | uint64(binary.BigEndian.Uint32(b[12:]))}
	s.dst.addr = address{lo: mapped | uint64(binary.BigEndian.Uint32(b[16:]))}
	return s.tcp(b[head:min(total, len(b))], total-head)
}

// ipv6 reads an IPv6 packet and passes over its extension headers (RFC 8200 3 and 4).
func (s *segment) ipv6(b []byte, wire int) reason {
	if len(b) < ipv6Header {
		return short(wire, ipv6Header)
	}
	s.src.addr = address{binary.BigEndian.Uint64(b[8:]), binary.BigEndian.Uint64(b[16:])}
	s.dst.addr = address{binary.BigEndian.Uint64(b[24:]), binary.BigEndian.Uint64(b[32:])}
	next, left := b[6], int(binary.BigEndian.Uint16(b[4:]))
	if left == 0 { // a jumbogram (RFC 2675), or one that the network card was to cut up
		left = wire - ipv6Header
	}
	if left < 0 || left > MaxPacket {
		return broken
	}
	b = b[ipv6Header:]
	b = b[:min(left, len(b))]
	for next != protoTCP {
		if len(b) < 8 {
			switch next {
			case 0, 43, 44, 51, 60:
				return short(left, 8)
			}
			return notTCP
		}
		var n int
		switch next {
		case 0, 43, 60: // hop-by-hop options, routing, destination options
			n = int(b[1])*8 + 8
		case 51: // authentication (RFC 4302 2.2)
			n = int(b[1])*4 + 8
		case 44:
			if binary.BigEndian.Uint16(b[2:])&^6 != 0 {
				return fragment
			}
			n = 8
		default:
			return notTCP
		}
		if len(b) < n {
			return short(left, n)
		}
		next, b, left = b[0], b[n:], left-n
	}
	return s.tcp(b, left)
}

// tcp reads a TCP segment that had size bytes on the wire (RFC 9293 3.1). Its checksum isn't looked at: a capture on the
// sending machine shows it before the network card has worked it out.
func (s *segment) tcp(b []byte, size int) reason {
	if len(b) < tcpHeader {
		return short(size, tcpHeader)
	}
	head := int(b[12]>>4) * 4
	if head < tcpHeader || head > size {
		return broken
	}
	s.src.port, s.dst.port = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	s.seq, s.ack = binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:])
	s.flags = b[13]
	s.data = b[min(head, len(b)):]
	s.lost = size - head - len(s.data)
	return used
}
