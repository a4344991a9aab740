package sse

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// decoded is what a stream brings: its events, and the last retry.
type decoded struct {
	Events []Event
	Retry  time.Duration
	Err    error
}

// decode writes a stream in pieces of n bytes.
func decode(stream string, n int) decoded {
	var out decoded
	d := Decoder{Event: func(e Event) { out.Events = append(out.Events, e) }, Retry: func(r time.Duration) { out.Retry = r }}
	for len(stream) > 0 {
		piece := stream[:min(n, len(stream))]
		stream = stream[len(piece):]
		if _, out.Err = d.Write([]byte(piece)); out.Err != nil {
			break
		}
	}
	return out
}

// message is an event of the default type.
func message(data string) Event { return Event{Type: DefaultType, Data: data} }

func TestDecoder(t *testing.T) {
	for _, test := range []struct {
		name   string
		stream string
		want   decoded
	}{
		// The examples of WHATWG 9.2.6.
		{"one event of three lines", "data: YHOO\ndata: +2\ndata: 10\n\n", decoded{Events: []Event{message("YHOO\n+2\n10")}}},
		{"four blocks, the last cut off",
			": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event",
			decoded{Events: []Event{{Type: DefaultType, Data: "first event", ID: "1"}, message("second event")}}},
		{"four blocks, all ended",
			": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
			decoded{Events: []Event{{Type: DefaultType, Data: "first event", ID: "1"}, message("second event"), message(" third event")}}},
		{"empty and cut off", "data\n\ndata\ndata\n\ndata:", decoded{Events: []Event{message(""), message("\n")}}},
		{"one space is taken away", "data:test\n\ndata: test\n\n", decoded{Events: []Event{message("test"), message("test")}}},

		{"line ends of all kinds", "data: a\rdata: b\r\ndata: c\n\rdata: d\r\n\r\n", decoded{Events: []Event{message("a\nb\nc"), message("d")}}},
		{"CR CR", "data: a\r\rdata: b\r\r", decoded{Events: []Event{message("a"), message("b")}}},
		{"byte order mark", "\uFEFFdata: a\n\n", decoded{Events: []Event{message("a")}}},
		{"only one byte order mark", "\uFEFF\uFEFFdata: a\n\ndata: b\n\n", decoded{Events: []Event{message("b")}}},
		{"byte order mark later", "\n\uFEFFdata: a\n\n", decoded{}},
		{"type", "event: gap\ndata: a\n\ndata: b\n\n", decoded{Events: []Event{{Type: "gap", Data: "a"}, message("b")}}},
		{"type without data is forgotten", "event: gap\n\ndata: b\n\n", decoded{Events: []Event{message("b")}}},
		{"last type counts", "event: a\nevent: b\ndata: x\n\n", decoded{Events: []Event{{Type: "b", Data: "x"}}}},
		{"ID stays", "id: 7\n\ndata: a\n\n", decoded{Events: []Event{{Type: DefaultType, Data: "a", ID: "7"}}}},
		{"ID with NUL is ignored", "id: 7\nid: 8\x00\ndata: a\n\n", decoded{Events: []Event{{Type: DefaultType, Data: "a", ID: "7"}}}},
		{"retry", "retry: 1500\n\n", decoded{Retry: 1500 * time.Millisecond}},
		{"retry that is none", "retry: 1500\nretry: 1.5\nretry: -1\nretry:\nretry: 1s\nretry: 0x1\n\n", decoded{Retry: 1500 * time.Millisecond}},
		{"retry beyond reason", "retry: 99999999999999999999\n\n", decoded{Retry: 24 * time.Hour}},
		{"unknown fields and case", "Data: a\nDATA: a\n data: a\nfoo: bar\nfoo\n\n", decoded{}},
		{"comments", ":\n: x\n:data: y\n\n", decoded{}},
		{"colon in a value", "data: a:b: c\n\n", decoded{Events: []Event{message("a:b: c")}}},
		{"not UTF-8", "data: a\xffb\n\n", decoded{Events: []Event{message("a\uFFFDb")}}},
		{"nothing", "", decoded{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for n := 1; n <= len(test.stream)+1; n++ {
				if diff := cmp.Diff(test.want, decode(test.stream, n)); diff != "" {
					t.Fatalf("in pieces of %d (-want +got)\n%s", n, diff)
				}
			}
		})
	}
}

func TestDecoderLimit(t *testing.T) {
	for name, stream := range map[string]string{
		"a line":      strings.Repeat("x", 101),
		"many lines":  strings.Repeat("data: 12345\n", 20),
		"no line end": "data: " + strings.Repeat("x", 1000),
	} {
		d := Decoder{MaxEvent: 100, Event: func(Event) { t.Errorf("%s: an event", name) }}
		_, err := d.Write([]byte(stream + "\n\n"))
		if _, again := d.Write([]byte("data: x\n\n")); !errors.Is(err, ErrTooLong) || !errors.Is(again, ErrTooLong) {
			t.Errorf("%s: %v, then %v", name, err, again)
		}
	}
	n := 0
	d := Decoder{MaxEvent: 100, Event: func(Event) { n++ }}
	if _, err := d.Write([]byte(strings.Repeat("data: 12345\n\n", 1000))); err != nil || n != 1000 {
		t.Errorf("the limit is an event's: %v after %d", err, n)
	}
}

// FuzzDecoder holds that a stream brings the same however it is cut.
func FuzzDecoder(f *testing.F) {
	f.Add("data: a\r\ndata: b\rid: 1\n\n", 3)
	f.Add("\uFEFFretry: 5\n\nevent: x\ndata\n\n", 1)
	f.Fuzz(func(t *testing.T, stream string, n int) {
		if n < 1 {
			n = 1
		}
		if diff := cmp.Diff(decode(stream, len(stream)+1), decode(stream, n)); diff != "" {
			t.Errorf("in pieces of %d (-whole +pieces)\n%s", n, diff)
		}
	})
}

// FuzzRoundTrip holds that what AppendEvent writes is read back, with LF for every line end.
func FuzzRoundTrip(f *testing.F) {
	f.Add("gap", "a\nb\r\nc\r", "42")
	f.Fuzz(func(t *testing.T, typ, data, id string) {
		in := Event{Type: typ, Data: data, ID: id}
		stream, err := AppendEvent(nil, in)
		if err != nil {
			return
		}
		want := Event{Type: typ, Data: strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(data), ID: id}
		if typ == "" {
			want.Type = DefaultType
		}
		for _, s := range []*string{&want.Type, &want.Data, &want.ID} {
			*s = strings.ToValidUTF8(*s, "\uFFFD")
		}
		if diff := cmp.Diff(decoded{Events: []Event{want}}, decode(string(stream), len(stream)+1)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", stream, diff)
		}
	})
}
