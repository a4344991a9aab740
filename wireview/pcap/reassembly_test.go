package pcap_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/pcap"
)

// shake is a handshake after which the client's next sequence number is 101, and the server's 501.
var shake = []pkt{up("S", 100, 0, ""), down("SA", 500, 101, ""), up("A", 101, 501, "")}

func at(t int64, p pkt) pkt { p.at = t; return p }

func cut(n int, p pkt) pkt { p.cut = n; return p }

func between(c, s string, pkts ...pkt) []pkt {
	out := slices.Clone(pkts)
	for i := range out {
		out[i].client, out[i].server = netip.MustParseAddrPort(c), netip.MustParseAddrPort(s)
	}
	return out
}

func acks(n int) []pkt {
	var out []pkt
	for range n {
		out = append(out, up("A", 101, 511, ""))
	}
	return out
}

var reassembly = []struct {
	name string
	pkts []pkt
	want []string
	skip map[string]int
}{
	{"in order, with FIN both ways",
		slices.Concat(shake, []pkt{up("PA", 101, 501, "ask"), down("PA", 501, 104, "answer"), up("FA", 104, 507, ""), down("FA", 507, 105, ""), up("A", 105, 508, "")}),
		[]string{"1 c2s ask", "1 s2c answer", "1 close"}, nil},
	{"data with the FIN, and half-closed",
		slices.Concat(shake, []pkt{up("FPA", 101, 501, "ask"), down("A", 501, 105, "ans"), down("FA", 504, 105, "wer")}),
		[]string{"1 c2s ask", "1 s2c ans", "1 s2c wer", "1 close"}, nil},
	{"data with the SYN (RFC 7413)",
		[]pkt{up("S", 100, 0, "ask"), down("SA", 500, 104, ""), down("A", 501, 104, "answer")},
		[]string{"1 c2s ask", "1 s2c answer", "1 close"}, nil},
	{"out of order",
		slices.Concat(shake, []pkt{down("A", 507, 101, "ghi"), down("A", 504, 101, "def"), down("A", 501, 101, "abc")}),
		[]string{"1 s2c abc", "1 s2c def", "1 s2c ghi", "1 close"}, nil},
	{"retransmitted",
		slices.Concat(shake, []pkt{up("A", 101, 501, "abc"), up("A", 101, 501, "abc"), up("A", 104, 501, "def"), up("A", 101, 501, "abcdef")}),
		[]string{"1 c2s abc", "1 c2s def", "1 close"}, nil},
	{"retransmitted with other cuts",
		slices.Concat(shake, []pkt{up("A", 101, 501, "abc"), up("A", 103, 501, "cde"), up("A", 102, 501, "bcdefg")}),
		[]string{"1 c2s abc", "1 c2s de", "1 c2s fg", "1 close"}, nil},
	{"held with overlaps",
		slices.Concat(shake, []pkt{up("A", 105, 501, "ef"), up("A", 109, 501, "ij"), up("A", 103, 501, "cdefghijk"), up("A", 101, 501, "abc")}),
		[]string{"1 c2s abc", "1 c2s d", "1 c2s ef", "1 c2s gh", "1 c2s ij", "1 c2s k", "1 close"}, nil},
	{"held, and then sent again with more before and behind",
		slices.Concat(shake, []pkt{up("A", 103, 501, "c"), up("A", 106, 501, "fg"), up("A", 101, 501, "abcdef"), up("A", 108, 501, "h")}),
		[]string{"1 c2s abcdef", "1 c2s g", "1 c2s h", "1 close"}, nil},
	{"a handshake sent twice",
		[]pkt{up("S", 100, 0, ""), up("S", 100, 0, ""), down("SA", 500, 101, ""), down("SA", 500, 101, ""), up("A", 101, 501, "x"), down("SA", 500, 101, "")},
		[]string{"1 c2s x", "1 close"}, nil},
	{"a reply after a request that came late in the capture",
		slices.Concat(shake, []pkt{down("A", 501, 104, "answer"), up("A", 101, 501, "ask")}),
		[]string{"1 c2s ask", "1 s2c answer", "1 close"}, nil},
	{"a reply to a request whose first part is not in the capture",
		slices.Concat(shake, []pkt{up("A", 103, 501, "k"), down("A", 501, 104, "answer")}),
		[]string{"1 gap c2s 2", "1 c2s k", "1 s2c answer", "1 close"}, nil},
	{"both at once",
		slices.Concat(shake, []pkt{up("A", 101, 501, "abc"), down("A", 501, 101, "ABC"), up("A", 104, 501, "def"), down("A", 504, 101, "DEF"), up("A", 107, 507, "g")}),
		[]string{"1 c2s abc", "1 s2c ABC", "1 c2s def", "1 s2c DEF", "1 c2s g", "1 close"}, nil},
	{"a gap that is never filled, at the end of the file",
		slices.Concat(shake, []pkt{down("A", 501, 101, "abc"), down("A", 509, 101, "ijk")}),
		[]string{"1 s2c abc", "1 gap s2c 5", "1 s2c ijk", "1 close"}, nil},
	{"a gap before the FIN",
		slices.Concat(shake, []pkt{down("FA", 509, 101, ""), up("FA", 101, 510, "")}),
		[]string{"1 gap s2c 8", "1 close"}, nil},
	{"a gap at the end that only an acknowledgement tells of",
		slices.Concat(shake, []pkt{down("A", 501, 101, "abc"), up("A", 101, 511, "")}),
		[]string{"1 s2c abc", "1 gap s2c 7", "1 close"}, nil},
	{"a FIN that only an acknowledgement tells of",
		slices.Concat(shake, []pkt{down("A", 501, 101, "abc"), up("FA", 101, 505, "")}),
		[]string{"1 s2c abc", "1 close"}, nil},
	{"a single byte that was taken for a FIN, until there was more",
		slices.Concat(shake, []pkt{at(1e6, up("A", 101, 502, "a")), at(3e6, up("A", 102, 502, "b")), down("A", 502, 103, "B")}),
		[]string{"1 c2s a", "1 c2s b", "1 gap s2c 1", "1 s2c B", "1 close"}, nil},
	{"a reply to a FIN that came late",
		slices.Concat(shake, []pkt{up("A", 101, 501, "ask"), down("A", 501, 105, "answer"), up("FA", 104, 501, "")}),
		[]string{"1 c2s ask", "1 s2c answer", "1 close"}, nil},
	{"a gap is given up after 64 packets once it is acknowledged",
		slices.Concat(shake, []pkt{down("A", 504, 101, "defg")}, acks(66), []pkt{down("A", 511, 101, "x")}),
		[]string{"1 gap s2c 3", "1 s2c defg", "1 gap s2c 3", "1 s2c x", "1 close"}, nil},
	{"a gap is given up a second after it, when others go on",
		slices.Concat(shake, []pkt{at(1e6, down("A", 504, 101, "d")), up("A", 101, 505, "")},
			between("10.0.0.3:1", "10.0.0.4:80", at(2.1e6, up("S", 1, 0, "hi"))), []pkt{at(2.2e6, down("A", 505, 101, "e"))}),
		[]string{"2 c2s hi", "1 gap s2c 3", "1 s2c d", "1 s2c e", "1 close", "2 close"}, nil},
	{"missing bytes that nobody acknowledges are waited for longer",
		slices.Concat(shake, []pkt{at(1e6, down("A", 504, 101, "d")), at(50e6, down("A", 501, 101, "abc"))}),
		[]string{"1 s2c abc", "1 s2c d", "1 close"}, nil},
	{"but not forever",
		slices.Concat(shake, []pkt{at(1e6, down("A", 504, 101, "d")), at(62e6, down("A", 505, 101, "e")), down("A", 501, 101, "abc")}),
		[]string{"1 gap s2c 3", "1 s2c d", "1 s2c e", "1 close"}, nil},
	{"cut off by the snap length",
		slices.Concat(shake, []pkt{cut(4, up("A", 101, 501, "abcdef")), up("A", 107, 501, "gh")}),
		[]string{"1 c2s ab", "1 gap c2s 4", "1 c2s gh", "1 close"}, nil},
	{"cut off after the headers, out of order",
		slices.Concat(shake, []pkt{cut(2, up("A", 103, 501, "cd")), cut(2, up("A", 101, 501, "ab"))}),
		[]string{"1 gap c2s 2", "1 gap c2s 2", "1 close"}, nil},
	{"cut off within the headers",
		slices.Concat(shake, []pkt{cut(23, up("A", 101, 501, "abcdef"))}),
		[]string{"1 close"}, map[string]int{"cut off before the end of the headers": 1}},
	{"sequence numbers wrap around",
		[]pkt{up("S", 0xfffffffd, 0, ""), down("SA", 0xffffffff, 0xfffffffe, ""), up("A", 1, 0, "def"), up("A", 0xfffffffe, 0, "abc"), down("A", 0, 4, "ABC"), up("A", 4, 3, "g")},
		[]string{"1 c2s abc", "1 c2s def", "1 s2c ABC", "1 c2s g", "1 close"}, nil},
	{"keep-alive probes, with and without their byte",
		slices.Concat(shake, []pkt{up("A", 101, 501, "abc"), up("A", 103, 501, ""), down("A", 501, 104, ""), up("A", 103, 501, "\x00"), down("A", 501, 104, ""), up("A", 104, 501, "d")}),
		[]string{"1 c2s abc", "1 c2s d", "1 close"}, nil},
	{"a reset", slices.Concat(shake, []pkt{up("A", 101, 501, "abc"), down("RA", 501, 104, ""), up("A", 104, 501, "def")}),
		[]string{"1 c2s abc", "1 close"}, map[string]int{"data after the connection's end": 1}},
	{"a reset that is old", slices.Concat(shake, []pkt{down("A", 501, 101, "abc"), down("R", 501, 101, ""), up("A", 101, 504, "def")}),
		[]string{"1 s2c abc", "1 c2s def", "1 close"}, nil},
	{"a reset from elsewhere", slices.Concat(shake, []pkt{down("R", 501+1<<21, 0, ""), up("A", 101, 501, "abc")}),
		[]string{"1 c2s abc", "1 close"}, nil},
	{"a reset with bytes missing before it", slices.Concat(shake, []pkt{down("A", 504, 101, "def"), down("R", 507, 0, "")}),
		[]string{"1 gap s2c 3", "1 s2c def", "1 close"}, nil},
	{"a refusal", []pkt{up("S", 100, 0, ""), down("RA", 0, 101, "")}, []string{"1 close"}, nil},
	{"the same ports again",
		slices.Concat(shake, []pkt{up("A", 101, 501, "abc"), up("FA", 104, 501, ""), down("FA", 501, 105, ""), up("A", 105, 502, ""),
			up("S", 9000, 0, ""), down("SA", 7000, 9001, ""), up("A", 9001, 7001, "xyz")}),
		[]string{"1 c2s abc", "1 close", "2 c2s xyz", "2 close"}, nil},
	{"the same ports again, of a connection that did not end",
		slices.Concat(shake, []pkt{up("A", 104, 501, "def"), up("S", 9000, 0, ""), up("A", 9001, 7001, "xyz")}),
		[]string{"1 gap c2s 3", "1 c2s def", "1 close", "2 c2s xyz", "2 close"}, nil},
	{"the same ports again, without a SYN",
		slices.Concat(shake, []pkt{down("R", 501, 101, ""), up("A", 90000000, 1, "GET / HTTP/1.1\r\n")}),
		[]string{"1 close", "2 c2s GET / HTTP/1.1\r\n", "2 close"}, nil},
	{"several connections",
		slices.Concat(shake, between("10.0.0.1:50001", "10.0.0.2:80", shake...), []pkt{up("A", 101, 501, "a")},
			between("10.0.0.1:50001", "10.0.0.2:80", up("A", 101, 501, "b"), up("FA", 102, 501, ""), down("FA", 501, 103, "")), []pkt{up("A", 102, 501, "c")}),
		[]string{"1 c2s a", "2 c2s b", "2 close", "1 c2s c", "1 close"}, nil},
	{"only one direction is in the capture",
		[]pkt{up("S", 100, 0, ""), up("A", 101, 501, "ask"), up("A", 104, 511, "more")},
		[]string{"1 c2s ask", "1 c2s more", "1 gap s2c 10", "1 close"}, nil},
	{"from the SYN-ACK on",
		[]pkt{down("SA", 500, 101, ""), down("A", 504, 101, "d"), down("A", 501, 101, "abc"), up("A", 101, 501, "x")},
		[]string{"1 s2c abc", "1 s2c d", "1 c2s x", "1 close"}, nil},
	{"in the midst: nothing is missing before the first bytes",
		[]pkt{up("A", 7101, 8501, ""), down("A", 8501, 7101, "abc"), up("A", 7101, 8504, "def")},
		[]string{"1 s2c abc", "1 c2s def", "1 close"}, nil},
	{"in the midst: only the end", []pkt{up("FA", 7101, 8501, ""), down("FA", 8501, 7102, "")}, nil, nil},
	{"far out of the window", slices.Concat(shake, []pkt{up("A", 0x60000000, 501, "abc"), up("A", 101, 501, "x")}),
		[]string{"1 c2s x", "1 close"}, map[string]int{"out of the connection's window": 1}},
	{"an acknowledgement of what can't be", slices.Concat(shake, []pkt{up("A", 101, 501+1<<30+1, "abc"), down("A", 501, 104, "x")}),
		[]string{"1 c2s abc", "1 s2c x", "1 close"}, nil},
	{"data after the FIN", slices.Concat(shake, []pkt{up("FA", 101, 501, "abc"), up("A", 104, 501, "no"), up("A", 102, 501, "bcdef")}),
		[]string{"1 c2s abc", "1 close"}, map[string]int{"out of the connection's window": 1}},
	{"each waits for the other, which can't be",
		slices.Concat(shake, []pkt{up("A", 101, 502, "a"), down("A", 501, 102, "b")}),
		[]string{"1 c2s a", "1 s2c b", "1 close"}, nil},
}

func TestReassembly(t *testing.T) {
	for _, c := range reassembly {
		t.Run(c.name, func(t *testing.T) {
			l, stats := readAll(t, bytes.NewReader(capture(t, c.pkts)))
			if diff := cmp.Diff(c.want, l.strings()); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			if c.skip == nil {
				c.skip = map[string]int{}
			}
			if diff := cmp.Diff(c.skip, stats.Skipped); diff != "" {
				t.Errorf("skipped (-want +got):\n%s", diff)
			}
			if stats.Packets != len(c.pkts) || stats.Connections != len(l.opens) {
				t.Errorf("%d packets and %d connections counted of %d and %d", stats.Packets, stats.Connections, len(c.pkts), len(l.opens))
			}
		})
	}
}

func TestTimes(t *testing.T) {
	l, stats := readAll(t, bytes.NewReader(capture(t, slices.Concat(shake, []pkt{
		at(10, up("A", 104, 501, "def")), at(20, up("A", 101, 501, "abc")), at(15, down("A", 501, 107, "x")), at(30, up("A", 104, 502, "def")), at(40, up("A", 200, 502, "z")),
	}))))
	want := []call{{1, "c2s", 20, "abc", 0}, {1, "c2s", 20, "def", 0}, {1, "s2c", 20, "x", 0}, {1, "gap c2s", 40, "", 93}, {1, "c2s", 40, "z", 0}, {1, "close", 40, "", 0}}
	if diff := cmp.Diff(want, l.calls, cmp.AllowUnexported(call{})); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	counts := pcap.Stats{Packets: 8, Connections: 1, Bytes: 8, Missing: 93, Retransmitted: 3, Skipped: map[string]int{}}
	if diff := cmp.Diff(counts, stats); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
}

func TestEndpoints(t *testing.T) {
	const a, b = "10.0.0.1:50000", "10.0.0.2:40000"
	request, response := "GET / HTTP/1.1\r\n", "HTTP/1.1 200 OK\r\n"
	for _, c := range []struct {
		name   string
		pkt    pkt
		client string
		server string
		whole  bool
	}{
		{"a SYN", up("S", 1, 0, ""), "10.0.0.1:80", "10.0.0.2:5000", true},
		{"a SYN-ACK", down("SA", 1, 5, ""), "10.0.0.1:80", "10.0.0.2:5000", true},
		{"a request line", up("A", 1, 5, request), "10.0.0.1:80", "10.0.0.2:5000", false},
		{"a request for an authority", up("A", 1, 5, "CONNECT a:1 HTTP/1.1\r\n"), "10.0.0.1:80", "10.0.0.2:5000", false},
		{"a status line", down("A", 1, 5, response), "10.0.0.1:80", "10.0.0.2:5000", false},
		{"a system port", down("A", 1, 5, "x"), "10.0.0.1:1025", "10.0.0.2:443", false},
		{"a system port, as the sender's peer", up("A", 1, 5, "GETX"), "10.0.0.1:1025", "10.0.0.2:443", false},
		{"a known port", down("A", 1, 5, "x"), "10.0.0.1:2000", "10.0.0.2:8080", false},
		{"the lower port", down("A", 1, 5, "x"), a, b, false},
		{"the lower port, as the sender's peer", up("A", 1, 5, "x"), a, b, false},
		{"IPv6", up("S", 1, 0, ""), "[2001:db8::1]:50000", "[2001:db8::2]:80", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			pkts := between(c.client, c.server, at(77, c.pkt))
			l, _ := readAll(t, bytes.NewReader(capture(t, pkts)))
			want := []pcap.Endpoints{{Conn: 1, Client: netip.MustParseAddrPort(c.client), Server: netip.MustParseAddrPort(c.server), At: 77, Whole: c.whole}}
			if diff := cmp.Diff(want, l.opens, cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b })); diff != "" {
				t.Errorf("opened (-want +got):\n%s", diff)
			}
		})
	}
}

func TestConnectionsMayBeLeftOut(t *testing.T) {
	pkts := slices.Concat(shake, []pkt{up("A", 101, 501, "abc"), up("A", 110, 501, "abc")})
	stats, err := pcap.Read(bytes.NewReader(capture(t, pkts)), func(pcap.Endpoints) pcap.Stream { return nil })
	if err != nil {
		t.Fatal(err)
	}
	want := pcap.Stats{Packets: 5, Connections: 1, Skipped: map[string]int{"of a connection that was left out": 5}}
	if diff := cmp.Diff(want, stats); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
}

// What is held has limits, and what they cost is counted.
func TestLimits(t *testing.T) {
	var holes, many []pkt
	waits := slices.Clone(shake)
	waits = append(waits, down("A", 501, 101, "x"))
	for i := range uint32(10) {
		holes = append(holes, up("A", 201+100*i, 501, strings.Repeat("x", 50)))
		waits = append(waits, up("A", 101+50*i, 521, strings.Repeat("x", 50)))
		many = append(many, between(fmt.Sprintf("10.0.0.1:%d", 1000+i), "10.0.0.2:80", up("S", 1, 0, ""), up("A", 3, 1, "x"))...)
	}
	roomy := pcap.Limits{Held: 1 << 20, Pieces: 1000, Total: 1 << 20, Conns: 1000}
	for _, c := range []struct {
		name    string
		pkts    []pkt
		change  func(*pcap.Limits)
		overrun int
		evicted int
		missing int64
	}{
		{"none is reached", slices.Concat(shake, holes), func(*pcap.Limits) {}, 0, 0, 550},
		{"bytes of a direction", slices.Concat(shake, holes), func(l *pcap.Limits) { l.Held = 400 }, 7, 0, 550},
		{"pieces of a direction", slices.Concat(shake, holes), func(l *pcap.Limits) { l.Pieces = 2 }, 8, 0, 550},
		{"bytes of all", slices.Concat(shake, holes), func(l *pcap.Limits) { l.Total = 400 }, 7, 0, 550},
		{"bytes that wait for the other side", waits, func(l *pcap.Limits) { l.Held = 400 }, 1, 0, 19},
		{"connections", many, func(l *pcap.Limits) { l.Conns = 3 }, 0, 7, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			limits := roomy
			c.change(&limits)
			l := &log{t: t}
			stats, err := pcap.ReadLimited(bytes.NewReader(capture(t, c.pkts)), l.open, limits)
			if err != nil {
				t.Fatal(err)
			}
			l.closed()
			if diff := cmp.Diff([]int{c.overrun, c.evicted, int(c.missing)}, []int{stats.Overrun, stats.Evicted, int(stats.Missing)}); diff != "" {
				t.Errorf("overrun, evicted, missing (-want +got):\n%s", diff)
			}
		})
	}
}

// What is released when a limit is reached goes on to be read in order.
func TestOverrunKeepsTheOrder(t *testing.T) {
	pkts := slices.Concat(shake, []pkt{up("A", 104, 501, "d"), up("A", 106, 501, "f"), up("A", 108, 501, "h"), up("A", 101, 501, "abc"), up("A", 107, 501, "g")})
	l := &log{t: t}
	if _, err := pcap.ReadLimited(bytes.NewReader(capture(t, pkts)), l.open, pcap.Limits{Held: 1 << 20, Pieces: 2, Total: 1 << 20, Conns: 9}); err != nil {
		t.Fatal(err)
	}
	want := []string{"1 gap c2s 3", "1 c2s d", "1 gap c2s 1", "1 c2s f", "1 c2s g", "1 c2s h", "1 close"}
	if diff := cmp.Diff(want, l.strings()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}
