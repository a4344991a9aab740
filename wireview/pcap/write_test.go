package pcap_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"wireside/wireview/decode"
	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

// said is what crosses a connection at a time.
type said struct {
	conn uint64
	dir  wire.Dir
	at   int64
	text string // "": the connection ends
}

const (
	get       = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
	getEvents = "GET /events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n"
	plain     = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello\n"
	events    = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
	upgrade   = "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
	frame     = "\x81\x05Hello" // RFC 6455 5.7
	masked    = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
)

func chunk(s string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(s), s) }

// decoded returns the units of a conversation, numbered.
func decoded(story []said) []*wire.Unit {
	var units []*wire.Unit
	conns := map[uint64]*decode.Conn{}
	for _, s := range story {
		c := conns[s.conn]
		if c == nil {
			c = decode.New(s.conn, func(u *wire.Unit) {
				u.Seq = uint64(len(units) + 1)
				units = append(units, u.Clone())
			})
			conns[s.conn] = c
		}
		if s.text == "" {
			c.Close(s.at)
		} else {
			c.Write(s.dir, s.at, []byte(s.text))
		}
	}
	return units
}

func written(t testing.TB, units []*wire.Unit, cfg pcap.Config) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pcap.Write(&b, func(yield func(*wire.Unit) bool) {
		for _, u := range units {
			lent := u.Clone() // valid only during the step
			if !yield(lent) {
				return
			}
			clear(lent.Raw)
			clear(lent.Spans)
		}
	}, cfg); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// packets lists what gopacket finds in a file: time, ports, flags, data, comments. It checks that times never step back.
func packets(t testing.TB, file []byte) (list []string, section string) {
	t.Helper()
	r, err := pcapgo.NewNgReader(bytes.NewReader(file), pcapgo.DefaultNgReaderOptions)
	if err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	for {
		data, ci, opts, err := r.ReadPacketDataWithOptions()
		if err == io.EOF {
			return list, r.SectionInfo().Comment
		}
		if err != nil {
			t.Fatal(err)
		}
		at := ci.Timestamp.UnixMicro()
		if at < last {
			t.Errorf("time steps back from %d to %d", last, at)
		}
		last = at
		p := gopacket.NewPacket(data, r.LinkType(), gopacket.Default)
		tcp, ok := p.Layer(layers.LayerTypeTCP).(*layers.TCP)
		if !ok {
			t.Fatalf("no TCP in %v", p)
		}
		flags := ""
		for i, set := range []bool{tcp.SYN, tcp.FIN, tcp.PSH, tcp.ACK} {
			if set {
				flags += "SFPA"[i : i+1]
			}
		}
		line := fmt.Sprintf("%d %s>%s %s %d:%d", at, p.NetworkLayer().NetworkFlow().Src(), tcp.DstPort, flags, tcp.Seq, tcp.Ack)
		if len(tcp.Payload) > 40 {
			line += fmt.Sprintf(" [%d]", len(tcp.Payload))
		} else if len(tcp.Payload) > 0 {
			line += fmt.Sprintf(" %q", tcp.Payload)
		}
		for _, c := range opts.Comments {
			line += " (" + c + ")"
		}
		list = append(list, line)
	}
}

var fixed = func(uint64) (c, s netip.AddrPort, ok bool) {
	return netip.MustParseAddrPort("10.0.0.1:50000"), netip.MustParseAddrPort("10.0.0.2:8080"), true
}

// Events lie within chunks, whose framing is units that come later and have parts before and behind them.
func TestWriteOrdersBytesByPlace(t *testing.T) {
	units := decoded([]said{
		{7, wire.C2S, 10, getEvents},
		{7, wire.S2C, 20, events},
		{7, wire.S2C, 30, chunk("data: 1\n\n")},
		{7, wire.S2C, 40, "8\r\ndata: 2\n"}, // an event over two chunks, the second of them cut
		{7, wire.S2C, 50, "\r\n9\r\n\n: hi"},
		{7, wire.S2C, 60, "\n\nx:\r\n0\r\n\r\n"},
		{7, wire.S2C, 70, ""},
	})
	got, section := packets(t, written(t, units, pcap.Config{Endpoints: fixed, Comment: "A comment."}))
	want := []string{
		`10 10.0.0.1>8080(http-alt) S 0:0`, `10 10.0.0.2>50000 SA 0:1`, `10 10.0.0.1>8080(http-alt) A 1:1`,
		`10 10.0.0.1>8080(http-alt) PA 1:1 [60]`,
		`20 10.0.0.2>50000 PA 1:61 [80]`,
		`30 10.0.0.2>50000 PA 81:61 "9\r\ndata: 1\n\n\r\n"`,
		`50 10.0.0.2>50000 PA 95:61 "8\r\ndata: 2\n\r\n9\r\n\n"`,
		`60 10.0.0.2>50000 PA 112:61 ": hi\n\n"`, `60 10.0.0.2>50000 PA 118:61 "x:\r\n0\r\n"`, `60 10.0.0.2>50000 PA 125:61 "\r\n"`,
		`70 10.0.0.1>8080(http-alt) FA 61:127`, `70 10.0.0.2>50000 FA 127:62`, `70 10.0.0.1>8080(http-alt) A 62:128`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("packets (-want +got):\n%s", diff)
	}
	if want := pcap.Synthesised + "\nA comment."; section != want {
		t.Errorf("section's comment is %q", section)
	}
	l, _ := readAll(t, bytes.NewReader(written(t, units, pcap.Config{})))
	if want := events + chunk("data: 1\n\n") + "8\r\ndata: 2\n\r\n9\r\n\n: hi\n\nx:\r\n0\r\n\r\n"; string(l.bytes(1, wire.S2C)) != want {
		t.Errorf("the server's bytes are %q", l.bytes(1, wire.S2C))
	}
}

// A ring may have lost units, and others may belong to another run. Sequence numbers show no hole; comments do.
func TestWriteTellsWhatIsLeftOut(t *testing.T) {
	units := decoded([]said{
		{1, wire.C2S, 10, get}, {1, wire.S2C, 20, plain}, {1, wire.C2S, 30, get}, {1, wire.S2C, 40, plain},
		{1, wire.C2S, 50, get}, {1, wire.S2C, 60, plain},
	})
	units = slices.DeleteFunc(units, func(u *wire.Unit) bool { return u.Exchange == 2 || u.Seq == 1 })
	got, _ := packets(t, written(t, units, pcap.Config{Endpoints: fixed}))
	want := []string{
		`20 10.0.0.1>8080(http-alt) S 0:0`, `20 10.0.0.2>50000 SA 0:1`, `20 10.0.0.1>8080(http-alt) A 1:1`,
		`20 10.0.0.2>50000 PA 1:1 [64]`, `20 10.0.0.2>50000 PA 65:1 "hello\n"`,
		`50 10.0.0.1>8080(http-alt) PA 1:71 "GET / HTTP/1.1\r\nHost: x\r\n\r\n" (54 bytes from the client are left out before this packet, the first of the record. The sequence numbers do not show it.)`,
		`60 10.0.0.2>50000 PA 71:28 [64] (70 bytes from the server are left out between this packet and the one before it. The sequence numbers do not show it.)`,
		`60 10.0.0.2>50000 PA 135:28 "hello\n"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("packets (-want +got):\n%s", diff)
	}
}

func TestWriteSplitsAndAcknowledges(t *testing.T) {
	big := strings.Repeat("x", 65475+10)
	var units []*wire.Unit
	add := func(dir wire.Dir, off int64, raw string) {
		n := int64(len(raw))
		units = append(units, &wire.Unit{At: 5, Conn: 1, Dir: dir, Proto: wire.Raw, Kind: wire.KindRaw, Spans: wire.Spans{{off, off + n}}, Raw: []byte(raw), Length: n})
	}
	add(wire.C2S, 0, big)
	for i := range int64(14) {
		add(wire.C2S, int64(len(big))+i, "y")
	}
	add(wire.C2S, int64(len(big))+12, "overlap")
	got, _ := packets(t, written(t, units, pcap.Config{}))
	const comment = " (The addresses and ports of this connection are made up: they are not known.)"
	want := []string{`5 127.0.0.1>80(http) S 0:0` + comment, `5 127.0.0.1>49152 SA 0:1`, `5 127.0.0.1>80(http) A 1:1`,
		`5 127.0.0.1>80(http) A 1:1 [65475]`, `5 127.0.0.1>80(http) PA 65476:1 "xxxxxxxxxx"`}
	for i := range 13 {
		want = append(want, fmt.Sprintf(`5 127.0.0.1>80(http) PA %d:1 "y"`, 65486+i))
	}
	want = append(want, `5 127.0.0.1>80(http) PA 65499:1 "verlap"`, `5 127.0.0.1>49152 A 1:65505`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("packets (-want +got):\n%s", diff)
	}
}

func TestWriteEndpoints(t *testing.T) {
	type pair [2]string
	for _, c := range []struct {
		name string
		ends []pair
		want []string // of the SYNs
	}{
		{"IPv6", []pair{{"[2001:db8::1]:5000", "[fe80::1%eth0]:80"}}, []string{"2001:db8::1>80(http)"}},
		{"IPv4 as IPv6", []pair{{"[::ffff:10.0.0.1]:5000", "10.0.0.2:8080"}}, []string{"10.0.0.1>8080(http-alt)"}},
		{"one of each", []pair{{"[2001:db8::1]:5000", "10.0.0.2:8080"}}, []string{"2001:db8::1>8080(http-alt)"}},
		{"unknown", []pair{{"", ""}, {"", ""}}, []string{"127.0.0.1>80(http) made up", "127.0.0.1>80(http) made up"}},
		{"a port that Wireshark has for something else", []pair{{"10.0.0.1:5000", "10.0.0.2:9000"}}, []string{"10.0.0.1>80(http) was 9000"}},
		{"used twice", []pair{{"10.0.0.1:8080", "10.0.0.2:80"}, {"10.0.0.1:8080", "10.0.0.2:80"}, {"10.0.0.2:80", "10.0.0.1:8080"}},
			[]string{"10.0.0.1>80(http)", "127.0.0.1>80(http) made up, used by another", "127.0.0.1>80(http) made up, used by another"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var story []said
			for i := range c.ends {
				story = append(story, said{uint64(i + 1), wire.C2S, int64(i + 1), get})
			}
			file := written(t, decoded(story), pcap.Config{Endpoints: func(conn uint64) (a, b netip.AddrPort, ok bool) {
				e := c.ends[conn-1]
				if e[0] == "" {
					return a, b, false
				}
				return netip.MustParseAddrPort(e[0]), netip.MustParseAddrPort(e[1]), true
			}})
			list, _ := packets(t, file)
			var got []string
			for _, p := range list {
				f := strings.Fields(p)
				if f[2] != "S" {
					continue
				}
				s := f[1]
				if strings.Contains(p, "made up") {
					s += " made up"
				}
				if strings.Contains(p, "port was 9000") {
					s += " was 9000"
				}
				if strings.Contains(p, "used by another") {
					s += ", used by another"
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("SYNs (-want +got):\n%s", diff)
			}
			l, _ := readAll(t, bytes.NewReader(file))
			if len(l.opens) != len(c.ends) {
				t.Errorf("read %d connections", len(l.opens))
			}
		})
	}
}

// More connections than there are made-up ports on an address still differ.
func TestWriteManyConnections(t *testing.T) {
	var units []*wire.Unit
	for i := range uint64(20000) {
		units = append(units, &wire.Unit{At: int64(i), Conn: i + 1, Kind: wire.KindRaw, Spans: wire.Spans{{0, 1}}, Raw: []byte("x")})
	}
	ends := map[netip.AddrPort]bool{}
	stats, err := pcap.Read(bytes.NewReader(written(t, units, pcap.Config{})), func(e pcap.Endpoints) pcap.Stream {
		ends[e.Client] = true
		return nil
	})
	if err != nil || stats.Connections != 20000 || len(ends) != 20000 {
		t.Errorf("%d connections from %d clients, %v", stats.Connections, len(ends), err)
	}
}

// Only an end that was seen is written, of either side, and that of an event stream is none.
func TestWriteEnds(t *testing.T) {
	end := func(dir wire.Dir, proto wire.Proto) *wire.Unit {
		return &wire.Unit{At: 9, Conn: 1, Dir: dir, Proto: proto, Kind: wire.KindEnd}
	}
	head := &wire.Unit{At: 10, Conn: 1, Dir: wire.S2C, Kind: wire.KindRaw, Spans: wire.Spans{{0, 1}}, Raw: []byte("x")}
	for _, c := range []struct {
		name  string
		units []*wire.Unit
		want  []string
	}{
		{"of an event stream", []*wire.Unit{head, end(wire.S2C, wire.SSE)}, nil},
		{"of one side", []*wire.Unit{head, end(wire.S2C, wire.HTTP1)}, []string{"10.0.0.2>50000 FA"}},
		{"told twice", []*wire.Unit{head, end(wire.S2C, wire.HTTP1), end(wire.S2C, wire.HTTP1)}, []string{"10.0.0.2>50000 FA"}},
		{"of both, without a byte", []*wire.Unit{end(wire.C2S, wire.WebSocket), end(wire.S2C, wire.WebSocket)}, []string{"10.0.0.1>8080(http-alt) FA", "10.0.0.2>50000 FA"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, _ := packets(t, written(t, c.units, pcap.Config{Endpoints: fixed}))
			var got []string
			for _, p := range list {
				if f := strings.Fields(p); strings.HasPrefix(f[2], "F") {
					got = append(got, f[1]+" "+f[2])
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("FINs (-want +got):\n%s", diff)
			}
		})
	}
}

// A unit that does not hold what it covers, or covers nonsense, is no reason to fail.
func TestWriteOddUnits(t *testing.T) {
	units := []*wire.Unit{
		{Conn: 1, Kind: wire.KindRaw, Spans: wire.Spans{{0, 10}}, Raw: []byte("abc")},
		{Conn: 1, Kind: wire.KindRaw, Spans: wire.Spans{{20, 10}, {-5, -3}}, Raw: []byte("abc")},
		{Conn: 1, Kind: wire.KindMessage},
	}
	if list, _ := packets(t, written(t, units, pcap.Config{Endpoints: fixed})); len(list) == 0 {
		t.Error("no packets")
	}
	if list, _ := packets(t, written(t, nil, pcap.Config{Comment: strings.Repeat("é", 50000)})); len(list) != 0 {
		t.Error(list)
	}
}

func TestWriteError(t *testing.T) {
	units := decoded([]said{{1, wire.C2S, 10, get + strings.Repeat(get, 1000)}})
	if err := pcap.Write(full{}, slices.Values(units), pcap.Config{}); !errors.Is(err, errFailing) {
		t.Errorf("%v", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFailing }
