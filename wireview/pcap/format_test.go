package pcap_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"wireside/wireview/pcap"
)

// file builds a capture byte by byte, in either order.
type file struct {
	bytes.Buffer
	order binary.AppendByteOrder
}

func (f *file) put(values ...any) *file {
	for _, v := range values {
		switch v := v.(type) {
		case uint16:
			f.Write(f.order.AppendUint16(nil, v))
		case uint32:
			f.Write(f.order.AppendUint32(nil, v))
		case uint64:
			f.Write(f.order.AppendUint64(nil, v))
		case []byte:
			f.Write(v)
		}
	}
	return f
}

// block adds a pcapng block.
func (f *file) block(kind uint32, values ...any) *file {
	body := (&file{order: f.order}).put(values...).Bytes()
	body = append(body, make([]byte, -len(body)&3)...)
	return f.put(kind, uint32(len(body)+12), body, uint32(len(body)+12))
}

func (f *file) section() *file {
	return f.block(0x0a0d0d0a, uint32(0x1a2b3c4d), uint16(1), uint16(0), uint64(math.MaxUint64))
}

// hello is a packet that says hello.
func hello(t testing.TB) []byte { return up("S", 1, 0, "hello").ip(t) }

func classic(t testing.TB, order binary.AppendByteOrder, magic uint32, fraction uint32) []byte {
	f := &file{order: order}
	f.put(magic, uint16(2), uint16(4), uint32(0), uint32(0), uint32(65535), uint32(4<<28|101)) // with a frame check sequence's length
	p := hello(t)
	return f.put(uint32(1700000000), fraction, uint32(len(p)), uint32(len(p)), p).Bytes()
}

func TestClassicFormats(t *testing.T) {
	for name, in := range map[string][]byte{
		"little endian, microseconds": classic(t, binary.LittleEndian, 0xa1b2c3d4, 123456),
		"big endian, microseconds":    classic(t, binary.BigEndian, 0xa1b2c3d4, 123456),
		"little endian, nanoseconds":  classic(t, binary.LittleEndian, 0xa1b23c4d, 123456789),
		"big endian, nanoseconds":     classic(t, binary.BigEndian, 0xa1b23c4d, 123456789),
	} {
		t.Run(name, func(t *testing.T) {
			if !pcap.IsCapture(in[:4]) {
				t.Error("not taken for a capture")
			}
			l, _ := readAll(t, bytes.NewReader(in))
			want := []call{{1, "c2s", 1700000000123456, "hello", 0}, {1, "close", 1700000000123456, "", 0}}
			if diff := cmp.Diff(want, l.calls, cmp.AllowUnexported(call{})); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

// What pcapng has beside the usual: other resolutions, offsets, simple and obsolete packets, blocks to pass over, sections.
func TestNextGeneration(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		t.Run(order.String(), func(t *testing.T) {
			hello := hello(t)
			n := uint32(len(hello))
			resolution := func(r byte) []any { return []any{uint16(9), uint16(1), []byte{r, 0, 0, 0}, uint16(0), uint16(0)} }
			iface := func(options ...any) []any { return append([]any{uint16(101), uint16(0), uint32(0)}, options...) }
			for _, c := range []struct {
				name  string
				iface []any
				time  uint64
				want  int64
			}{
				{"microseconds by default", iface(), 1700000000123456, 1700000000123456},
				{"nanoseconds", iface(resolution(9)...), 1700000000123456789, 1700000000123456},
				{"milliseconds", iface(resolution(3)...), 1700000000123, 1700000000123000},
				{"seconds", iface(resolution(0)...), 1700000000, 1700000000000000},
				{"picoseconds", iface(resolution(12)...), 1700000123456789, 1700000123},
				{"halves of a second", iface(resolution(0x81)...), 3400000001, 1700000000500000},
				{"2^-20 s", iface(resolution(0x94)...), 1700000000<<20 | 1<<18, 1700000000250000},
				{"2^-63 s", iface(resolution(0xbf)...), 3 << 62, 1500000},
				{"2^-64 s and finer", iface(resolution(0xc0)...), 1, 0},
				{"10^-40 s", iface(resolution(40)...), math.MaxUint64, 0},
				{"an offset", iface(uint16(14), uint16(8), uint64(1700000000)), 123456, 1700000000123456},
				{"an unknown option before it", iface(append([]any{uint16(2), uint16(3), []byte("lo\x00\x00")}, resolution(3)...)...), 5, 5000},
				{"options without an end", iface(uint16(9), uint16(1), []byte{3, 0, 0, 0}), 5, 5000},
				{"an option beyond its block", iface(uint16(9), uint16(99), []byte{3, 0, 0, 0}), 5, 5},
			} {
				t.Run(c.name, func(t *testing.T) {
					f := (&file{order: order}).section().block(1, c.iface...)
					f.block(6, uint32(0), uint32(c.time>>32), uint32(c.time), n, n, hello, make([]byte, -len(hello)&3), uint16(1), uint16(2), []byte("hi\x00\x00"))
					l, _ := readAll(t, f)
					if len(l.opens) != 1 || l.opens[0].At != c.want {
						t.Errorf("opened %v, want one at %d", l.opens, c.want)
					}
				})
			}

			f := (&file{order: order}).section().block(1, iface()...)
			f.block(0xbad, []byte("to be passed over"))
			f.block(6, uint32(0), uint32(0), uint32(7), n, n, hello)
			f.block(6, uint32(1), uint32(0), uint32(8), n, n, hello) // of an interface that is not there
			f.block(6, uint32(0), uint32(0), uint32(8), n+9, n+9, hello)
			f.block(2, uint16(0), uint16(0), uint32(0), uint32(9), n+3, n+3, up("A", 7, 0, "obsolete").ip(t))
			f.block(3, n+1, up("A", 15, 0, "simple").ip(t))
			f.section().block(1, uint16(1), uint16(0), uint32(0)).block(1, uint16(101), uint16(0), n+50)
			f.block(6, uint32(1), uint32(0), uint32(10), n, n, up("A", 21, 0, "third").ip(t))
			f.block(6, uint32(1), uint32(0), uint32(10), uint32(0), uint32(0))
			f.block(0xbad, make([]byte, pcap.MaxPacket*2))
			f.block(6, uint32(1), uint32(0), uint32(10), uint32(pcap.MaxPacket), uint32(pcap.MaxPacket), make([]byte, pcap.MaxPacket))
			l, stats := readAll(t, f)
			want := []call{{1, "c2s", 7, "hello", 0}, {1, "c2s", 9, "obsolete", 0}, {1, "c2s", 9, "simple", 0}, {1, "c2s", 10, "third", 0}, {1, "close", 10, "", 0}}
			if diff := cmp.Diff(want, l.calls, cmp.AllowUnexported(call{})); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			skipped := map[string]int{"of an interface that the file does not describe": 1, "broken headers": 2, "a record too large": 1}
			if diff := cmp.Diff(skipped, stats.Skipped); diff != "" {
				t.Errorf("skipped (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsNoCapture(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "neither a pcap nor a pcapng capture: it is empty"},
		{"GET", "neither a pcap nor a pcapng"},
		{"GET / HTTP/1.1\r\n", "neither a pcap nor a pcapng"},
		{"\x1f\x8b\x08\x00", "gzip"},
	} {
		if pcap.IsCapture([]byte(c.in)) {
			t.Errorf("%q is taken for a capture", c.in)
		}
		stats, err := pcap.Read(strings.NewReader(c.in), nil)
		if !errors.Is(err, pcap.ErrFormat) || !strings.Contains(err.Error(), c.want) || stats.Skipped == nil {
			t.Errorf("%q: %v, %v", c.in, stats, err)
		}
	}
}

// A file that is cut off anywhere gives what it has, and an error unless it is whole up to there.
func TestTruncatedFiles(t *testing.T) {
	p := hello(t)
	n := uint32(len(p))
	for name, in := range map[string][]byte{
		"pcap": classic(t, binary.LittleEndian, 0xa1b2c3d4, 0),
		"pcapng": (&file{order: binary.BigEndian}).section().block(1, uint16(101), uint16(0), uint32(0)).block(0xbad, []byte("1234")).
			block(6, uint32(0), uint32(0), uint32(7), n, n, p).Bytes(),
	} {
		t.Run(name, func(t *testing.T) {
			regular := map[int]bool{24: true, len(in): true}
			if name == "pcapng" {
				regular = map[int]bool{28: true, 48: true, 64: true, len(in): true}
			}
			for cut := 4; cut <= len(in); cut++ {
				l := &log{t: t}
				stats, err := pcap.Read(bytes.NewReader(in[:cut]), l.open)
				l.closed()
				switch {
				case regular[cut] && err != nil:
					t.Errorf("cut at %d: %v", cut, err)
				case !regular[cut] && (!errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "cut off at byte")):
					t.Errorf("cut at %d: %v", cut, err)
				}
				if whole := cut == len(in); whole != (stats.Bytes == 5) {
					t.Errorf("cut at %d: %d bytes", cut, stats.Bytes)
				}
			}
		})
	}
}

func TestBrokenFiles(t *testing.T) {
	le := binary.LittleEndian
	iface := []any{uint16(101), uint16(0), uint32(0)}
	many := (&file{order: le}).section()
	for range 4097 {
		many.block(1, iface...)
	}
	for name, f := range map[string]*file{
		"pcap 3.0":              (&file{order: le}).put(uint32(0xa1b2c3d4), uint16(3), make([]byte, 18)),
		"pcapng 2.0":            (&file{order: le}).block(0x0a0d0d0a, uint32(0x1a2b3c4d), uint16(2), uint16(0), uint64(0)),
		"no byte order":         (&file{order: le}).block(0x0a0d0d0a, uint32(0x12345678), uint16(1), uint16(0), uint64(0)),
		"a short block":         (&file{order: le}).section().put(uint32(6), uint32(28), make([]byte, 100)),
		"a block of no bytes":   (&file{order: le}).section().put(uint32(0xbad), uint32(0), make([]byte, 100)),
		"an odd length":         (&file{order: le}).section().put(uint32(0xbad), uint32(17), make([]byte, 100)),
		"lengths that differ":   (&file{order: le}).section().put(uint32(1), uint32(20), make([]byte, 8), uint32(24)),
		"a header out of scale": (&file{order: le}).section().put(uint32(1), uint32(1<<30), make([]byte, 8), uint32(24)),
		"too many interfaces":   many,
	} {
		t.Run(name, func(t *testing.T) {
			if stats, err := pcap.Read(f, nil); !errors.Is(err, pcap.ErrBroken) {
				t.Errorf("%+v, %v", stats, err)
			}
		})
	}
}

// An error of the reader comes out, after what came before it.
func TestReadersError(t *testing.T) {
	in := classic(t, binary.LittleEndian, 0xa1b2c3d4, 0)
	l := &log{t: t}
	_, err := pcap.Read(io.MultiReader(bytes.NewReader(in), failing{}), l.open)
	if !errors.Is(err, errFailing) || len(l.calls) != 2 {
		t.Errorf("%v after %v", err, l.strings())
	}
	if _, err := pcap.Read(failing{}, nil); !errors.Is(err, errFailing) {
		t.Error(err)
	}
}

var errFailing = errors.New("out of order")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errFailing }

// Packets are handed on as they arrive, not when a buffer is full.
func TestReadIsLive(t *testing.T) {
	in := capture(t, append(shake, up("A", 101, 501, "one"), up("A", 104, 501, "two")))
	last := len(in) - 16 - len(up("A", 0, 0, "two").ip(t))
	r, w := io.Pipe()
	told := make(chan string)
	done := make(chan error)
	go func() {
		_, err := pcap.Read(r, func(pcap.Endpoints) pcap.Stream { return teller(told) })
		done <- err
	}()
	go w.Write(in[:last])
	if got := <-told; got != "one" {
		t.Errorf("read %q", got)
	}
	go func() {
		w.Write(in[last:])
		w.Close()
	}()
	if got := <-told; got != "two" {
		t.Errorf("read %q", got)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// Every link type, with what may lie between it and TCP.
func TestLinks(t *testing.T) {
	v4 := hello(t)
	six := between("[::1]:50000", "[::1]:80", up("S", 1, 0, "hello"))[0]
	v6 := six.ip(t)
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	macs := make([]byte, 12)
	withOptions := func(next byte, ext ...byte) []byte { // an extension header between IPv6 and TCP
		b := join(v6[:40], ext, v6[40:])
		b[6] = next
		binary.BigEndian.PutUint16(b[4:], uint16(len(b)-40))
		return b
	}
	change := func(b []byte, at int, to ...byte) []byte {
		b = bytes.Clone(b)
		copy(b[at:], to)
		return b
	}
	for _, c := range []struct {
		name string
		link uint32
		data []byte
		skip string
	}{
		{"Ethernet", 1, join(macs, []byte{8, 0}, v4), ""},
		{"Ethernet, padded", 1, join(macs, []byte{8, 0}, v4, make([]byte, 9)), ""},
		{"Ethernet, IPv6", 1, join(macs, []byte{0x86, 0xdd}, v6), ""},
		{"VLAN", 1, join(macs, []byte{0x81, 0, 0, 1, 8, 0}, v4), ""},
		{"VLAN in VLAN", 1, join(macs, []byte{0x88, 0xa8, 0, 1, 0x81, 0, 0, 1, 0x86, 0xdd}, v6), ""},
		{"ARP", 1, join(macs, []byte{8, 6}, make([]byte, 28)), "not IP"},
		{"Ethernet, too short", 1, macs, "broken headers"},
		{"VLAN, too short", 1, join(macs, []byte{0x81, 0, 0}), "broken headers"},
		{"Linux cooked", 113, join(make([]byte, 14), []byte{8, 0}, v4), ""},
		{"Linux cooked, VLAN", 113, join(make([]byte, 14), []byte{0x81, 0, 0, 1, 8, 0}, v4), ""},
		{"Linux cooked 2", 276, join([]byte{0x86, 0xdd}, make([]byte, 18), v6), ""},
		{"BSD loopback", 0, join([]byte{2, 0, 0, 0}, v4), ""},
		{"BSD loopback, IPv6", 0, join([]byte{0, 0, 0, 30}, v6), ""},
		{"OpenBSD loopback", 108, join([]byte{0, 0, 0, 2}, v4), ""},
		{"raw", 101, v6, ""},
		{"raw, BSD", 12, v4, ""},
		{"IPv4", 228, v4, ""},
		{"IPv6", 229, v6, ""},
		{"Wi-Fi", 105, v4, "a link type that is not read (105)"},
		{"nothing", 101, nil, "broken headers"},
		{"IP of another version", 101, []byte{0x50}, "not IP"},
		{"hop-by-hop options", 101, withOptions(0, 6, 0, 1, 4, 0, 0, 0, 0), ""},
		{"an authentication header", 101, withOptions(51, 6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), ""},
		{"a fragment that is all", 101, withOptions(44, 6, 0, 0, 0, 0, 0, 0, 1), ""},
		{"the first of several fragments", 101, withOptions(44, 6, 0, 0, 1, 0, 0, 0, 1), "a fragment of an IP packet"},
		{"options beyond the packet", 101, withOptions(60, 6, 99, 1, 4, 0, 0, 0, 0), "broken headers"},
		{"IPv6 with something else", 101, change(v6, 6, 58), "not TCP"},
		{"IPv6, too short", 101, v6[:39], "broken headers"},
		{"IPv6 without a length", 101, change(v6, 4, 0, 0), ""},
		{"IPv4 with something else", 101, change(v4, 9, 17), "not TCP"},
		{"IPv4 without a length", 101, change(v4, 2, 0, 0), ""},
		{"IPv4 whose header is too small", 101, change(v4, 0, 0x44), "broken headers"},
		{"IPv4 whose length is too small", 101, change(v4, 2, 0, 19), "broken headers"},
		{"IPv4, too short", 101, v4[:19], "broken headers"},
		{"an IPv4 fragment", 101, change(v4, 6, 0x20, 0), "a fragment of an IP packet"},
		{"IPv4 with options", 101, func() []byte {
			b := join(change(v4, 0, 0x46)[:20], []byte{1, 1, 1, 1}, v4[20:])
			binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
			return b
		}(), ""},
		{"IPv4 whose header is cut off", 101, func() []byte {
			b := change(v4, 0, 0x4f)[:40]
			binary.BigEndian.PutUint16(b[2:], 100)
			return b
		}(), "cut off before the end of the headers"},
		{"an extension header cut off", 101, change(v6, 6, 60)[:44], "cut off before the end of the headers"},
		{"IPv6 with something else that is short", 101, change(v6, 6, 58)[:44], "not TCP"},
		{"TCP whose header is too small", 101, change(v4, 32, 0x40), "broken headers"},
		{"TCP whose header is too large", 101, change(v4, 32, 0xf0), "broken headers"},
		{"TCP, too short", 101, change(v4, 2, 0, 39)[:39], "broken headers"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &file{order: binary.LittleEndian}
			n := uint32(len(c.data))
			f.put(uint32(0xa1b2c3d4), uint16(2), uint16(4), make([]byte, 8), uint32(65535), c.link, make([]byte, 8), n, n, c.data)
			l, stats := readAll(t, f)
			want, skipped := []string{"1 c2s hello", "1 close"}, map[string]int{}
			if c.skip != "" {
				want, skipped[c.skip] = nil, 1
			}
			if diff := cmp.Diff(want, l.strings()); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(skipped, stats.Skipped); diff != "" {
				t.Errorf("skipped (-want +got):\n%s", diff)
			}
		})
	}
}

// A record too large is passed over, and a simple packet is cut by the snap length or has no interface.
func TestOddRecords(t *testing.T) {
	p := hello(t)
	n := uint32(len(p))
	large := &file{order: binary.BigEndian}
	large.put(uint32(0xa1b2c3d4), uint16(2), uint16(4), make([]byte, 8), uint32(65535), uint32(101))
	large.put(make([]byte, 8), uint32(pcap.MaxPacket+1), uint32(pcap.MaxPacket+1), make([]byte, pcap.MaxPacket+1), make([]byte, 8), n, n, p)
	l, stats := readAll(t, large)
	if diff := cmp.Diff(map[string]int{"a record too large": 1}, stats.Skipped); diff != "" || len(l.calls) != 2 {
		t.Errorf("%v; skipped (-want +got):\n%s", l.strings(), diff)
	}

	simple := (&file{order: binary.BigEndian}).section().block(3, n, p).block(1, uint16(101), uint16(0), n-2).block(3, n, p)
	l, stats = readAll(t, simple)
	if diff := cmp.Diff([]string{"1 c2s hel", "1 gap c2s 2", "1 close"}, l.strings()); diff != "" || stats.Skipped["of an interface that the file does not describe"] != 1 {
		t.Errorf("%v; calls (-want +got):\n%s", stats.Skipped, diff)
	}
}

// Unknown link types are counted apart, up to a limit.
func TestManyUnknownLinks(t *testing.T) {
	f := (&file{order: binary.LittleEndian}).section()
	for i := range uint32(100) {
		f.block(1, uint16(300+i), uint16(0), uint32(0)).block(6, i, uint32(0), uint32(0), uint32(4), uint32(4), []byte("abcd"))
	}
	_, stats := readAll(t, f)
	rest := stats.Skipped["a link type that is not read"]
	if len(stats.Skipped) != 17 || rest != 84 {
		t.Errorf("%d reasons, %d without a number", len(stats.Skipped), rest)
	}
}

// TCP options, which gopacket writes, are passed over.
func TestOptions(t *testing.T) {
	ip := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolTCP, SrcIP: client.Addr().AsSlice(), DstIP: server.Addr().AsSlice()}
	tcp := &layers.TCP{SrcPort: 50000, DstPort: 80, SYN: true, Options: []layers.TCPOption{
		{OptionType: layers.TCPOptionKindMSS, OptionData: []byte{5, 180}}, {OptionType: layers.TCPOptionKindNop},
		{OptionType: layers.TCPOptionKindTimestamps, OptionData: make([]byte, 8)}}}
	tcp.SetNetworkLayerForChecksum(ip)
	p := serialize(t, ip, tcp, gopacket.Payload("hello"))
	f := (&file{order: binary.LittleEndian}).section().block(1, uint16(101), uint16(0), uint32(0))
	f.block(6, uint32(0), uint32(0), uint32(0), uint32(len(p)), uint32(len(p)), p)
	if l, _ := readAll(t, f); string(l.bytes(1, 0)) != "hello" {
		t.Error(l.strings())
	}
}
