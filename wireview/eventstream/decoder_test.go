package eventstream

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// TestWhen shows with which byte a block is emitted: its own last, unless that is a CR.
func TestWhen(t *testing.T) {
	tests := []struct {
		in   string
		want []int // how many bytes were written when each unit came
	}{
		{"data: a\n\n: b\n\n", []int{9, 14}},
		{"data: a\r\n\r\n: b\r\n\r\n", []int{11, 18}},
		{"data: a\r\r: b\r\r", []int{10, 14}}, // the second comes with the end
		{"data: a\n\r\n", []int{10}},
		{"\r\r\n", []int{2, 3}},
	}
	for _, test := range tests {
		var got []int
		written := 0
		d := New(Config{Emit: func(u *wire.Unit) {
			if u.Kind == wire.KindEvent {
				got = append(got, written)
			}
		}})
		for i := range len(test.in) {
			written++
			d.Write([]byte{test.in[i]}, int64(i))
		}
		d.Close(true)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q: -want +got\n%s", test.in, diff)
		}
	}
}

// TestPriorAndPayload looks at what a unit carries before it is explained.
func TestPriorAndPayload(t *testing.T) {
	type unit struct {
		Prior   string
		Payload int64
	}
	in := bom + "data: abc\ndata:de\ndata\nDATA: x\nid: 1\n\n: c\n\nid: 2\ndata:  f\n\ndata: gh\nid: 3\ndata: i"
	var got []unit
	d := New(Config{Emit: func(u *wire.Unit) { got = append(got, unit{u.Prior.LastEventID, u.Payload}) }})
	d.Write([]byte(in), 0)
	d.Close(false)
	want := []unit{{"", 5}, {"1", 0}, {"1", 2}, {"2", 3}, {"", 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestTooLarge shows that a block above the limit is passed on raw, and all that follows it.
func TestTooLarge(t *testing.T) {
	const limit = 10000
	block := func(n int, end string) string { return strings.Repeat("x", n-len(end)) + end }
	raw := func(n int) []int64 {
		var out []int64
		for ; n > rawUnit; n -= rawUnit {
			out = append(out, rawUnit)
		}
		return append(out, int64(n))
	}
	tests := []struct {
		name, in string
		events   int
		raw      []int64
	}{
		{"at the limit", block(limit, "\n\n") + "data: a\n\n", 2, nil},
		{"above", block(limit+1, "\n\n") + "data: a\n\n", 0, raw(limit + 10)},
		{"by the LF of a CRLF", "retry: 1\n\nretry: 5\n" + block(limit-8, "\n\r\n") + "data: a\n\n", 1, raw(limit + 10)},
		{"CR at the limit", "retry: 5\n" + block(limit-9, "\n\r") + "data: a\n\n", 2, nil},
		{"later", "data: a\n\n" + block(limit+1, "\n\n") + "data: a\n\n", 1, raw(limit + 10)},
		{"without an end", block(2*rawUnit+limit, ""), 0, raw(2*rawUnit + limit)},
		{"of whole raw units", block(3*rawUnit, "\n\n"), 0, raw(3 * rawUnit)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := Config{MaxEvent: limit}
			c := chunks{[]byte(test.in[:5]), []byte(test.in[5:])}
			want := decode(cfg, c, true)
			conserved(t, c, want)
			var lengths []int64
			for _, u := range want {
				if u.Kind == wire.KindRaw {
					lengths = append(lengths, u.Length)
					if u.Error != BlockTooLarge || u.Proto != wire.Raw || u.Payload != 0 {
						t.Errorf("raw unit as %s with violation %v and %d bytes of payload", u.Proto, u.Error, u.Payload)
					}
				}
			}
			if got := len(events(want)); got != test.events {
				t.Errorf("%d events, want %d", got, test.events)
			}
			if diff := cmp.Diff(test.raw, lengths); diff != "" {
				t.Errorf("raw units: -want +got\n%s", diff)
			}
			same(t, want, decode(cfg, c, true, bytewise(len(test.in))...))
			for _, cut := range []int{1, 9, limit - 1, limit, limit + 1, limit + 2} {
				same(t, want, decode(cfg, c, true, cut))
			}
		})
	}
}

// TestTooManyPieces has a block on more pieces of the connection than a unit lists.
func TestTooManyPieces(t *testing.T) {
	for _, pieces := range []int{maxSpans, maxSpans + 1} {
		kinds := map[wire.Kind]int{}
		d := New(Config{Emit: func(u *wire.Unit) {
			kinds[u.Kind]++
			if len(u.Spans) > maxSpans {
				t.Errorf("%d spans", len(u.Spans))
			}
		}})
		for i := range pieces - 1 {
			d.Write([]byte("x"), int64(2*i))
		}
		d.Write([]byte("\n\n"), int64(2*pieces))
		d.Close(true)
		want := map[wire.Kind]int{wire.KindEvent: 1, wire.KindEnd: 1}
		if pieces > maxSpans {
			want = map[wire.Kind]int{wire.KindRaw: (pieces + 1 + rawUnit - 1) / rawUnit, wire.KindEnd: 1}
		}
		if diff := cmp.Diff(want, kinds); diff != "" {
			t.Errorf("%d pieces: -want +got\n%s", pieces, diff)
		}
	}
}

// TestTruncated cuts a stream at every byte. What is left of a block is there, and is not dispatched.
func TestTruncated(t *testing.T) {
	in := bom + "id: 1\r\ndata: a\r\n\r\n: b\n\ndata: c\r\revent: d\ndata: e\n\n"
	whole := read(in)
	for n := range len(in) + 1 {
		c := chunks{[]byte(in[:n])}
		units := decode(Config{}, c, true)
		conserved(t, c, units)
		blocks := units[:len(units)-1]
		unfinished := len(blocks) > 0 && blocks[len(blocks)-1].Length < whole[len(blocks)-1].Length
		if unfinished {
			// A CRLF that has lost its LF still ends a line, and maybe a block.
			last := blocks[len(blocks)-1]
			if e := last.Value.(Event); e.Dispatched && !bytes.HasSuffix(last.Raw, []byte("\n\r")) {
				t.Errorf("at %d: %q is dispatched", n, last.Raw)
			} else if e.Dispatched {
				unfinished = false
			}
			blocks = blocks[:len(blocks)-1]
		}
		if diff := cmp.Diff(events(whole[:len(blocks)]), events(blocks)); diff != "" {
			t.Errorf("at %d: -want +got\n%s", n, diff)
		}
		if end := units[len(units)-1].Value.(End); end.Incomplete != unfinished {
			t.Errorf("at %d: incomplete is %t, want %t", n, end.Incomplete, unfinished)
		}
	}
}

func TestZeroCopy(t *testing.T) {
	in := []byte("data: a\n\n: b\n\n")
	var got []int
	d := New(Config{Emit: func(u *wire.Unit) {
		got = append(got, int(uintptr(unsafe.Pointer(&u.Raw[0]))-uintptr(unsafe.Pointer(&in[0]))))
	}})
	d.Write(in, 0)
	if diff := cmp.Diff([]int{0, 9}, got); diff != "" {
		t.Errorf("places of Raw in the input: -want +got\n%s", diff)
	}
}

// TestIdle shows that a decoder is small, and holds no buffer between blocks.
func TestIdle(t *testing.T) {
	if size := unsafe.Sizeof(Decoder{}); size > 200 {
		t.Errorf("a decoder takes %d bytes", size)
	}
	d := New(Config{Emit: func(*wire.Unit) {}})
	d.Write([]byte("data: a"), 0)
	if d.held == nil {
		t.Fatal("an unfinished block is not held")
	}
	d.Write([]byte("\n\n"), 7)
	if d.held != nil {
		t.Error("something is held after a block")
	}
	s := &scratch{buf: make([]byte, 0, maxKept+1), spans: make(wire.Spans, 0, maxKeptSpans+1)}
	if d.give(s); s.buf != nil || s.spans != nil {
		t.Error("large buffers are kept for the next user")
	}
}

// TestIDsStay shows that an ID does not change when later ones are read.
func TestIDsStay(t *testing.T) {
	var got []string
	d := New(Config{Emit: func(u *wire.Unit) { got = append(got, u.Prior.LastEventID) }})
	var want []string
	last := ""
	for i := range 300 {
		want = append(want, last)
		last = fmt.Sprint(i)
		if i%10 == 0 {
			last = strings.Repeat(last, shortID)
		}
		d.Write([]byte("id: "+last+"\n\n"), 0)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	s := new(scratch)
	for i := range 10 * idPage {
		s.decode(fmt.Append(nil, i), "")
	}
	if s.ids.Cap() > 2*idPage {
		t.Errorf("a page of IDs has grown to %d bytes", s.ids.Cap())
	}
}

func TestCloseTwice(t *testing.T) {
	units := 0
	d := New(Config{Emit: func(*wire.Unit) { units++ }})
	d.Write([]byte("data"), 0)
	d.Close(true)
	d.Close(true)
	if units != 2 {
		t.Errorf("%d units, want 2", units)
	}
}

func TestSteadyStateAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector empties pools at random")
	}
	var in []byte
	for i := range 1000 {
		in = fmt.Appendf(in, "id: %d\ndata: {\"seq\":%d}\n\n", i, i)
	}
	d := New(Config{Emit: func(*wire.Unit) {}})
	at := 0
	if n := testing.AllocsPerRun(10000, func() {
		end := min(at+100, len(in))
		d.Write(in[at:end], int64(at))
		at = end % len(in)
	}); n != 0 {
		t.Errorf("%v allocations for each write", n)
	}
}
