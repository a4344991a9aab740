package pcap

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"wireside/wireview/wire"
)

const (
	maxSegment = 65475 // what fits into the largest packet of either IP, below the snap length that older tools stop at
	maxUnacked = 16    // segments that a side sends before the other acknowledges them, if that sends nothing itself
	maxWindow  = 65535
	maxScale   = 14 // RFC 7323 2.3
)

// synthesis writes parts as TCP segments.
type synthesis struct {
	ng      *pcapgo.NgWriter
	buf     gopacket.SerializeBuffer
	ends    ends
	streams map[uint64]*streams
	err     error // the first; nothing is written after it

	// The segment that is being filled.
	conn    *streams
	dir     wire.Dir
	at      int64
	data    []byte
	framing bool // it ends with a chunk's framing
	comment string
}

// streams is where both directions of a connection stand, by direction.
type streams struct {
	end     [2]netip.AddrPort
	seq     [2]uint32
	next    [2]int64 // the offset after the last part
	unacked [2]int   // segments
	fin     [2]bool
}

// part writes a part, or fills a segment with it.
func (s *synthesis) part(p part) {
	c := s.streams[p.conn]
	if c == nil {
		s.flush()
		c = s.handshake(p.conn, p.when.at)
		s.streams[p.conn] = c
	}
	if p.end {
		s.flush()
		s.finish(c, p.dir, p.when.at)
		return
	}
	if n := c.next[p.dir] - p.off; n > 0 { // units that overlap
		p.data = p.data[min(n, int64(len(p.data))):]
		p.off += n
	}
	if len(p.data) == 0 || c.fin[p.dir] {
		return
	}
	left := p.off - c.next[p.dir]
	joins := s.conn == c && s.dir == p.dir && s.at == p.when.at && left == 0 && (s.framing || p.framing) &&
		len(s.data)+len(p.data) <= maxSegment
	if !joins {
		s.flush()
		s.conn, s.dir, s.at = c, p.dir, p.when.at
		s.comment = leftOutBefore(p.dir, left, c.next[p.dir] == 0)
	}
	s.data = append(s.data, p.data...)
	s.framing = p.framing
	c.next[p.dir] = p.off + int64(len(p.data))
}

func leftOutBefore(dir wire.Dir, n int64, first bool) string {
	if n == 0 {
		return ""
	}
	who := "client"
	if dir == wire.S2C {
		who = "server"
	}
	where := "between this packet and the one before it"
	if first {
		where = "before this packet, the first of the record"
	}
	return fmt.Sprintf("%d bytes from the %s are left out %s. The sequence numbers do not show it.", n, who, where)
}

// flush writes what the segment under way holds.
func (s *synthesis) flush() {
	c, data := s.conn, s.data
	if c == nil {
		return
	}
	for comment := s.comment; len(data) > 0; comment = "" {
		n := min(len(data), maxSegment)
		s.packet(c, s.dir, s.at, &layers.TCP{ACK: true, PSH: n == len(data)}, data[:n], comment)
		data = data[n:]
		if c.unacked[s.dir]++; c.unacked[s.dir] >= maxUnacked {
			s.packet(c, 1-s.dir, s.at, &layers.TCP{ACK: true}, nil, "")
		}
	}
	s.conn, s.data, s.comment, s.framing = nil, s.data[:0], "", false
}

func (s *synthesis) handshake(conn uint64, at int64) *streams {
	client, server, comment := s.ends.of(conn)
	c := &streams{end: [2]netip.AddrPort{client, server}}
	options := []layers.TCPOption{
		{OptionType: layers.TCPOptionKindMSS, OptionData: []byte{maxSegment >> 8, maxSegment & 0xff}},
		{OptionType: layers.TCPOptionKindWindowScale, OptionData: []byte{maxScale}},
	}
	s.packet(c, wire.C2S, at, &layers.TCP{SYN: true, Options: options}, nil, comment)
	s.packet(c, wire.S2C, at, &layers.TCP{SYN: true, ACK: true, Options: options}, nil, "")
	s.packet(c, wire.C2S, at, &layers.TCP{ACK: true}, nil, "")
	return c
}

func (s *synthesis) finish(c *streams, dir wire.Dir, at int64) {
	if c.fin[dir] {
		return
	}
	c.fin[dir] = true
	s.packet(c, dir, at, &layers.TCP{FIN: true, ACK: true}, nil, "")
	if c.fin[1-dir] {
		s.packet(c, 1-dir, at, &layers.TCP{ACK: true}, nil, "")
	}
}

// packet writes a packet with the given flags and options, and counts what it takes of the sequence.
func (s *synthesis) packet(c *streams, dir wire.Dir, at int64, tcp *layers.TCP, data []byte, comment string) {
	if s.err != nil {
		return
	}
	src, dst := c.end[dir], c.end[1-dir]
	tcp.SrcPort, tcp.DstPort = layers.TCPPort(src.Port()), layers.TCPPort(dst.Port())
	tcp.Seq, tcp.Window = c.seq[dir], maxWindow
	if tcp.ACK {
		tcp.Ack = c.seq[1-dir]
		c.unacked[1-dir] = 0
	}
	var ip gopacket.SerializableLayer
	if src.Addr().Is4() {
		v4 := &layers.IPv4{Version: 4, TTL: 64, Flags: layers.IPv4DontFragment, Protocol: layers.IPProtocolTCP,
			SrcIP: src.Addr().AsSlice(), DstIP: dst.Addr().AsSlice()}
		s.err = tcp.SetNetworkLayerForChecksum(v4)
		ip = v4
	} else {
		v6 := &layers.IPv6{Version: 6, HopLimit: 64, NextHeader: layers.IPProtocolTCP,
			SrcIP: src.Addr().AsSlice(), DstIP: dst.Addr().AsSlice()}
		s.err = tcp.SetNetworkLayerForChecksum(v6)
		ip = v6
	}
	if s.err != nil {
		return
	}
	if s.buf == nil {
		s.buf = gopacket.NewSerializeBuffer()
	}
	opts := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if s.err = gopacket.SerializeLayers(s.buf, opts, ip, tcp, gopacket.Payload(data)); s.err != nil {
		return
	}
	var comments pcapgo.NgPacketOptions
	if comment != "" {
		comments.Comments = []string{comment}
	}
	b := s.buf.Bytes()
	s.err = s.ng.WritePacketWithOptions(gopacket.CaptureInfo{Timestamp: time.UnixMicro(at), CaptureLength: len(b), Length: len(b)}, b, comments)
	c.seq[dir] += uint32(len(data))
	if tcp.SYN || tcp.FIN {
		c.seq[dir]++
	}
}
