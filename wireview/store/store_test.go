package store

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

func unit(kind wire.Kind, dir wire.Dir, lane, raw string, payload int64) *wire.Unit {
	n := int64(len(raw))
	return &wire.Unit{Kind: kind, Dir: dir, Lane: lane, Raw: []byte(raw), Spans: wire.Spans{{0, n}}, Length: n, Payload: payload}
}

func TestUnitsAreNumberedAndPaged(t *testing.T) {
	r := New(Config{}).Open()
	const total = 3*pageUnits + 5 // over several pages
	for i := range total {
		u := unit(wire.KindFrame, wire.S2C, "websocket", fmt.Sprint(i), 0)
		r.Append(u)
		if u.Seq != uint64(i+1) {
			t.Fatalf("unit %d got number %d", i+1, u.Seq)
		}
	}
	for _, c := range []struct {
		after       uint64
		limit       int
		first, want int
	}{{0, 10, 1, 10}, {0, total + 9, 1, total}, {63, 2, 64, 2}, {64, 1, 65, 1}, {100, 70, 101, 70}, {total, 5, 0, 0}, {total + 9, 5, 0, 0}} {
		units, missed := r.After(c.after, c.limit)
		if missed != 0 || len(units) != c.want {
			t.Errorf("After(%d, %d): %d units, %d missed; want %d, 0", c.after, c.limit, len(units), missed, c.want)
			continue
		}
		for i, u := range units {
			if want := fmt.Sprint(c.first + i - 1); string(u.Raw) != want || u.Seq != uint64(c.first+i) {
				t.Errorf("After(%d, %d)[%d] = seq %d %q, want seq %d %q", c.after, c.limit, i, u.Seq, u.Raw, c.first+i, want)
			}
		}
	}
}

func TestFullRingDropsTheOldestAndCounts(t *testing.T) {
	s := New(Config{RingBytes: 1, Budget: 1}) // the least: MinRingBytes
	r := s.Open()
	raw := string(make([]byte, 1000))
	const total = 5000
	for range total {
		r.Append(unit(wire.KindBody, wire.S2C, "polling", raw, 1000))
	}
	l := r.Ledger()
	units, missed := r.After(0, total)
	if missed == 0 || missed != l.Wire.Dropped.Units || int(missed)+len(units) != total {
		t.Errorf("missed %d, dropped %d, kept %d of %d", missed, l.Wire.Dropped.Units, len(units), total)
	}
	if units[0].Seq != missed+1 {
		t.Errorf("oldest kept is %d, want %d", units[0].Seq, missed+1)
	}
	if r.size > s.RingBytes() || l.Wire.Dropped.Bytes != int64(missed)*1000 || l.Wire.Bytes != total*1000 {
		t.Errorf("size %d of %d; ledger %+v", r.size, s.RingBytes(), l.Wire)
	}
}

func TestAUnitLargerThanTheRingIsStillKept(t *testing.T) {
	r := New(Config{RingBytes: 1, Budget: 1}).Open()
	r.Append(unit(wire.KindFrame, wire.C2S, "websocket", "small", 5))
	r.Append(unit(wire.KindFrame, wire.C2S, "websocket", string(make([]byte, 2*MinRingBytes)), 0))
	units, missed := r.After(0, 9)
	if len(units) != 1 || missed != 1 {
		t.Errorf("%d units kept, %d missed; want the newest alone", len(units), missed)
	}
}

type heavy int

func (h heavy) Bytes() int { return int(h) }

func TestValuesCountAsMemory(t *testing.T) {
	r := New(Config{RingBytes: 1, Budget: 1}).Open()
	for range 10 * pageUnits {
		u := unit(wire.KindMessage, wire.C2S, "websocket", "", 0)
		u.Value = heavy(MinRingBytes / pageUnits)
		r.Append(u)
	}
	if l := r.Ledger(); l.Wire.Dropped.Units < 8*pageUnits {
		t.Errorf("values of ten times the limit, and only %d units were dropped", l.Wire.Dropped.Units)
	}
}

func TestRingsShareTheBudget(t *testing.T) {
	s := New(Config{RingBytes: 8 << 20, Budget: 10 << 20})
	a := s.Open()
	if got := a.limit; got != 8<<20 {
		t.Errorf("alone: %d", got)
	}
	b := s.Open()
	if a.limit != 5<<20 || b.limit != 5<<20 {
		t.Errorf("two share: %d, %d", a.limit, b.limit)
	}
	s.Close(b)
	if a.limit != 8<<20 || !b.Closed() || a.Closed() {
		t.Errorf("alone again: %d", a.limit)
	}
}

func TestLedgerAddsUp(t *testing.T) {
	r := New(Config{}).Open("polling", "sse")
	r.Connection(Opening{Conn: 1}, "sse")
	r.Append(unit(wire.KindRequest, wire.C2S, "sse", "GET / HTTP/1.1\r\n\r\n", 0))
	r.Append(unit(wire.KindResponse, wire.S2C, "sse", "HTTP/1.1 200 OK\r\n\r\n", 0))
	r.Append(unit(wire.KindEvent, wire.S2C, "sse", "data: hi\n\n", 2))
	r.Append(unit(wire.KindChunk, wire.S2C, "sse", "a\r\n\r\n", 0))
	r.Append(unit(wire.KindRaw, wire.S2C, "sse", "???", 0))
	want := Ledger{
		Lanes: map[string]Lane{
			"polling": {Statuses: map[string]int{}},
			"sse": {Requests: 1, Connections: 1, Units: 5, Statuses: map[string]int{"200": 1}, Bytes: Bytes{
				C2S:   Layers{HTTP: 18, Total: 18},
				S2C:   Layers{HTTP: 19, Framing: 8 + 5 + 3, Payload: 2, Total: 37},
				Total: 55,
			}},
		},
		Wire: Totals{Bytes: 55, Unexplained: 3, Units: 5},
	}
	if diff := cmp.Diff(want, r.Ledger()); diff != "" {
		t.Error("ledger (-want +got):\n", diff)
	}
}

func TestWaitWakesOnAppendAndOnClose(t *testing.T) {
	s := New(Config{})
	r := s.Open()
	wait := r.Wait(0)
	select {
	case <-wait:
		t.Fatal("woken with nothing to read")
	default:
	}
	r.Append(unit(wire.KindEnd, wire.S2C, "sse", "", 0))
	<-wait
	<-r.Wait(0) // there is one already
	wait = r.Wait(1)
	s.Close(r)
	<-wait
	r.Append(unit(wire.KindEnd, wire.S2C, "sse", "", 0))
	if r.Last() != 1 {
		t.Error("a closed ring took a unit")
	}
}

// Readers copy while writers append and drop: the race detector watches, and what is read must never change.
func TestReadersDoNotDisturbWriters(t *testing.T) {
	r := New(Config{RingBytes: 1, Budget: 1}).Open()
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 3000 {
				r.Append(unit(wire.KindFrame, wire.S2C, "websocket", fmt.Sprintf("%d-%d-%0300d", w, i, i), 0))
			}
		})
	}
	seen := uint64(0)
	for seen < 12000 {
		<-r.Wait(seen)
		units, missed := r.After(seen, 100)
		if missed == 0 && len(units) > 0 && units[0].Seq != seen+1 {
			t.Fatalf("after %d came %d, and nothing was said to be missing", seen, units[0].Seq)
		}
		for i, u := range units {
			if u.Seq != units[0].Seq+uint64(i) || len(u.Raw) < 300 {
				t.Fatalf("unit %d is damaged: %q", u.Seq, u.Raw)
			}
		}
		if n := len(units); n > 0 {
			seen = units[n-1].Seq
		}
	}
	wg.Wait()
}

// A reader of large units gets few at a time, so that writers do not wait for it, and misses none.
func TestLargeUnitsComeFewAtATime(t *testing.T) {
	r := New(Config{}).Open()
	const total = 100
	for range total {
		r.Append(unit(wire.KindBody, wire.S2C, "polling", string(make([]byte, 64<<10)), 0))
	}
	calls, next := 0, uint64(1)
	for {
		units, missed := r.After(next-1, total)
		if len(units) == 0 {
			break
		}
		if calls++; units[0].Seq != next || missed != 0 {
			t.Fatalf("unit %d in place of %d, %d missed", units[0].Seq, next, missed)
		}
		next += uint64(len(units))
	}
	if next != total+1 || calls < 5 {
		t.Errorf("%d units in %d calls", next-1, calls)
	}
}

// What a reader has got stays as it was, though the memory of the page that it came from is used again.
func TestReadersKeepWhatTheyGot(t *testing.T) {
	r := New(Config{RingBytes: 1, Budget: 1}).Open()
	raw := string(make([]byte, 1000))
	r.Append(unit(wire.KindBody, wire.S2C, "polling", "first", 5))
	got, _ := r.After(0, 1)
	for range 3000 {
		r.Append(unit(wire.KindBody, wire.S2C, "polling", raw, 1000))
	}
	if string(got[0].Raw) != "first" || got[0].Spans[0] != (wire.Span{0, 5}) {
		t.Errorf("it reads %q at %v now", got[0].Raw, got[0].Spans)
	}
}

func BenchmarkAppend(b *testing.B) {
	r := New(Config{}).Open("websocket")
	u := unit(wire.KindFrame, wire.S2C, "websocket", string(make([]byte, 100)), 98)
	b.ReportAllocs()
	for b.Loop() {
		r.Append(u)
	}
}
