package pcap_test

import (
	"bytes"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

var (
	client = netip.MustParseAddrPort("10.0.0.1:50000")
	server = netip.MustParseAddrPort("10.0.0.2:80")
)

// pkt is a hand-built TCP packet. flags has letters of SAFRP.
type pkt struct {
	up    bool // from the client
	flags string
	seq   uint32
	ack   uint32
	data  string
	at    int64 // µs; 0: one more than the packet before
	cut   int   // bytes of the end that the capture leaves out

	client, server netip.AddrPort // zero: those above
}

func up(flags string, seq, ack uint32, data string) pkt {
	return pkt{up: true, flags: flags, seq: seq, ack: ack, data: data}
}

func down(flags string, seq, ack uint32, data string) pkt {
	return pkt{flags: flags, seq: seq, ack: ack, data: data}
}

// ip returns the packet from its IP header on.
func (p pkt) ip(t testing.TB) []byte {
	t.Helper()
	src, dst := client, server
	if p.client.IsValid() {
		src, dst = p.client, p.server
	}
	if !p.up {
		src, dst = dst, src
	}
	has := func(f string) bool { return strings.Contains(p.flags, f) }
	tcp := &layers.TCP{SrcPort: layers.TCPPort(src.Port()), DstPort: layers.TCPPort(dst.Port()), Seq: p.seq, Ack: p.ack, Window: 1000,
		SYN: has("S"), ACK: has("A"), FIN: has("F"), RST: has("R"), PSH: has("P")}
	var ip gopacket.SerializableLayer
	if src.Addr().Is4() {
		v4 := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolTCP, SrcIP: src.Addr().AsSlice(), DstIP: dst.Addr().AsSlice()}
		tcp.SetNetworkLayerForChecksum(v4)
		ip = v4
	} else {
		v6 := &layers.IPv6{Version: 6, HopLimit: 64, NextHeader: layers.IPProtocolTCP, SrcIP: src.Addr().AsSlice(), DstIP: dst.Addr().AsSlice()}
		tcp.SetNetworkLayerForChecksum(v6)
		ip = v6
	}
	return serialize(t, ip, tcp, gopacket.Payload(p.data))
}

func serialize(t testing.TB, l ...gopacket.SerializableLayer) []byte {
	t.Helper()
	buf := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(buf, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, l...); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// capture returns a pcap file of raw IP packets.
func capture(t testing.TB, pkts []pkt) []byte {
	t.Helper()
	var file bytes.Buffer
	w := pcapgo.NewWriter(&file)
	w.WriteFileHeader(65536, layers.LinkTypeRaw)
	at := int64(0)
	for _, p := range pkts {
		if at++; p.at != 0 {
			at = p.at
		}
		b := p.ip(t)
		ci := gopacket.CaptureInfo{Timestamp: time.UnixMicro(at), CaptureLength: len(b) - p.cut, Length: len(b)}
		if err := w.WritePacket(ci, b[:len(b)-p.cut]); err != nil {
			t.Fatal(err)
		}
	}
	return file.Bytes()
}

// call is what a stream was told.
type call struct {
	conn uint64
	what string // "c2s", "s2c", "gap c2s", "gap s2c", "close"
	at   int64
	data string
	n    int64
}

func (c call) String() string {
	switch {
	case c.data != "":
		return fmt.Sprintf("%d %s %s", c.conn, c.what, c.data)
	case c.n != 0:
		return fmt.Sprintf("%d %s %d", c.conn, c.what, c.n)
	}
	return fmt.Sprintf("%d %s", c.conn, c.what)
}

// log takes down what all streams of a capture are told, and checks that they are told it in order.
type log struct {
	t     testing.TB
	opens []pcap.Endpoints
	calls []call
}

func (l *log) open(e pcap.Endpoints) pcap.Stream {
	l.opens = append(l.opens, e)
	return &logged{l: l, conn: e.Conn, last: e.At}
}

type logged struct {
	l      *log
	conn   uint64
	last   int64
	closed bool
}

func (s *logged) add(c call) {
	if s.closed {
		s.l.t.Errorf("connection %d: %v after the end", s.conn, c)
	}
	if c.at < s.last {
		s.l.t.Errorf("connection %d: time steps back from %d to %d", s.conn, s.last, c.at)
	}
	s.last = c.at
	c.conn = s.conn
	s.l.calls = append(s.l.calls, c)
}

func (s *logged) Write(dir wire.Dir, at int64, p []byte) {
	if len(p) == 0 {
		s.l.t.Error("a write of nothing")
	}
	s.add(call{what: dir.String(), at: at, data: string(p)})
}

func (s *logged) Gap(dir wire.Dir, at, n int64) {
	if n <= 0 {
		s.l.t.Errorf("a gap of %d", n)
	}
	s.add(call{what: "gap " + dir.String(), at: at, n: n})
}

func (s *logged) Close(at int64) {
	s.add(call{what: "close", at: at})
	s.closed = true
}

func (l *log) strings() []string {
	var out []string
	for _, c := range l.calls {
		out = append(out, c.String())
	}
	return out
}

// bytes returns all that a direction of a connection was told; each missing byte is a zero.
func (l *log) bytes(conn uint64, dir wire.Dir) []byte {
	var out []byte
	for _, c := range l.calls {
		switch {
		case c.conn != conn:
		case c.what == dir.String():
			out = append(out, c.data...)
		case c.what == "gap "+dir.String():
			out = append(out, make([]byte, c.n)...)
		}
	}
	return out
}

// readAll reads a capture that must not fail, and checks that every connection was closed.
func readAll(t testing.TB, r io.Reader) (*log, pcap.Stats) {
	t.Helper()
	l := &log{t: t}
	stats, err := pcap.Read(r, l.open)
	if err != nil {
		t.Fatal(err)
	}
	l.closed()
	return l, stats
}

func (l *log) closed() {
	l.t.Helper()
	n := 0
	for _, c := range l.calls {
		if c.what == "close" {
			n++
		}
	}
	if n != len(l.opens) {
		l.t.Errorf("%d connections opened, %d closed", len(l.opens), n)
	}
}

// teller is a stream that says what it was told.
type teller chan string

func (c teller) Write(_ wire.Dir, _ int64, p []byte) { c <- string(p) }
func (c teller) Gap(wire.Dir, int64, int64)          {}
func (c teller) Close(int64)                         {}

type addrPort = netip.AddrPort

func parse(s string) addrPort { return netip.MustParseAddrPort(s) }
