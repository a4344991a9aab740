package pcap_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/decode"
	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

// What is written reads as the same bytes, whatever crossed the connections, and the same units come out of them.
func TestWriteThenRead(t *testing.T) {
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 1))
		story, sent := tale(random)
		units := decoded(story)
		l, stats := readAll(t, bytes.NewReader(written(t, units, pcap.Config{Endpoints: byNumber})))
		if len(stats.Skipped) > 0 || stats.Missing > 0 || stats.Retransmitted > 0 || len(l.opens) != len(sent) {
			t.Errorf("seed %d: %+v", seed, stats)
		}
		var again []said
		for _, c := range l.calls {
			dir := wire.C2S
			if c.what == "s2c" {
				dir = wire.S2C
			}
			again = append(again, said{c.conn, dir, c.at, c.data})
		}
		after := decoded(again)
		for _, e := range l.opens {
			conn := uint64(e.Client.Port()) - 1000
			for _, dir := range wire.Dirs {
				if got := string(l.bytes(e.Conn, dir)); got != sent[conn-1][dir] {
					t.Fatalf("seed %d, connection %d, %v: sent %.200q, read %.200q", seed, conn, dir, sent[conn-1][dir], got)
				}
			}
			if diff := cmp.Diff(outline(units, conn), outline(after, e.Conn)); diff != "" {
				t.Fatalf("seed %d, connection %d: units (-before +after):\n%s", seed, conn, diff)
			}
		}
	}
}

// byNumber names a connection's client by its number.
func byNumber(conn uint64) (c, s netip.AddrPort, ok bool) {
	return netip.AddrPortFrom(client.Addr(), uint16(1000+conn)), server, true
}

// outline lists a connection's units, each direction by itself, with their times.
func outline(units []*wire.Unit, conn uint64) (lines [2][]string) {
	for _, u := range units {
		if u.Conn == conn && u.Kind != wire.KindEnd {
			lines[u.Dir] = append(lines[u.Dir], fmt.Sprintf("%d %s %q", u.At, u.Kind, u.Raw))
		}
	}
	return lines
}

// tale makes up some connections, whose pieces mix, and what each direction has sent in all.
func tale(random *rand.Rand) (story []said, sent [][2]string) {
	stories := make([][]said, 1+random.IntN(4))
	for i := range stories {
		conn := uint64(i + 1)
		up := func(text string) { stories[i] = append(stories[i], said{conn, wire.C2S, 0, text}) }
		down := func(text string) { stories[i] = append(stories[i], said{conn, wire.S2C, 0, text}) }
		for range random.IntN(3) {
			up(get)
			down(plain)
		}
		switch random.IntN(4) {
		case 3:
			up(getEvents)
			down(strings.Replace(events, "\r\n", "\r\nContent-Encoding: gzip\r\n", 1))
			var out bytes.Buffer
			w := gzip.NewWriter(&out)
			for range random.IntN(20) {
				fmt.Fprintf(w, "data: %s\n\n", strings.Repeat("x", random.IntN(50)))
				w.Flush()
				down(chunk(out.String()))
				out.Reset()
			}
			down("0\r\n\r\n")
		case 0:
			up(getEvents)
			down(events)
			for range random.IntN(20) {
				body := "data: " + strings.Repeat("x", random.IntN(50)) + "\n\n"
				cut := random.IntN(len(body)-1) + 1
				down(chunk(body[:cut]) + chunk(body[cut:])[:2])
				down(chunk(body[cut:])[2:])
			}
			down("0\r\n\r\n")
		case 1:
			up(upgrade)
			down(switching)
			for range random.IntN(20) {
				up(masked)
				down(frame + frame)
			}
		case 2:
			down("\x16\x03\x01 not HTTP at all")
			up(strings.Repeat("\x00", random.IntN(9000)+1))
		}
		stories[i] = append(stories[i], said{conn: conn}) // so that the decoder holds nothing back
	}
	sent = make([][2]string, len(stories))
	for at, left := int64(1), len(stories); left > 0; at += random.Int64N(3) {
		i := random.IntN(len(stories))
		if len(stories[i]) == 0 {
			continue
		}
		s := stories[i][0]
		s.at = at
		story = append(story, s)
		sent[i][s.dir] += s.text
		if stories[i] = stories[i][1:]; len(stories[i]) == 0 {
			left--
		}
	}
	return story, sent
}

// A capture that tcpdump took of node's own server and client decodes without a fault.
func TestRealCapture(t *testing.T) {
	f, err := os.Open("testdata/session.pcap")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var got []string
	stats, err := pcap.Read(f, func(e pcap.Endpoints) pcap.Stream {
		if e.Server.Port() != 18099 || !e.Whole {
			t.Errorf("opened %+v", e)
		}
		return whole{t, decode.New(e.Conn, func(u *wire.Unit) {
			if u.Error != nil {
				t.Errorf("%v %s %q: %v", u.Dir, u.Kind, u.Raw, u.Error)
			}
			u = u.Clone()
			decode.Explain(u)
			if u.Kind == wire.KindEvent || u.Kind == wire.KindFrame || u.Kind == wire.KindRequest {
				summary, _, _ := strings.Cut(u.Summary, ", ") // without how long a pong took
				got = append(got, u.Dir.String()+" "+string(u.Kind)+" "+summary)
			}
		})}
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(pcap.Stats{Packets: 39, Connections: 2, Bytes: 1644, Skipped: map[string]int{}}, stats); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
	want := []string{
		"c2s request GET /", "c2s request POST /echo", "c2s request GET /events",
		`s2c event id: 1 · data: {"n":1}`, `s2c event id: 2 · data: {"n":2}`, `s2c event id: 3 · data: {"n":3}`, `s2c event id: 4 · data: {"n":4}`, "s2c event : bye",
		"c2s request GET /ws", "s2c frame text fin · Hello", "s2c frame ping 2 B", "c2s frame text fin · Hello back",
		"c2s frame binary fin · 200 B", "c2s frame pong 2 B", "c2s frame close 1000", "s2c frame close 1000",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
}

// whole is a decoder of a connection from which nothing is missing.
type whole struct {
	t *testing.T
	*decode.Conn
}

func (w whole) Gap(dir wire.Dir, _, n int64) { w.t.Errorf("%v: a gap of %d", dir, n) }
