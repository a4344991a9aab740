package decode_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/coding"
	"wireside/wireview/decode"
	"wireside/wireview/eventstream"
	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

const (
	codedHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
	first     = "id: 1\ndata: one\n\n"
	second    = ": beat\n\nid: 2\nevent: x\ndata: two\n\n"
)

func chunk(s string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(s), s) }

// zip compresses pieces, and returns what each adds, with its flush if it has one, and the end.
func zip(flush bool, pieces ...string) []string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	var added []string
	for _, p := range pieces {
		w.Write([]byte(p))
		if flush {
			w.Flush()
		}
		added = append(added, out.String())
		out.Reset()
	}
	w.Close()
	return append(added, out.String())
}

// compressed are conversations with compressed responses.
var compressed = func() map[string][]piece {
	z, all := zip(true, first, second), strings.Join(zip(false, first, second), "")
	plainHead := func(more string) string { return "HTTP/1.1 200 OK\r\nContent-Encoding: GZip\r\n" + more + "\r\n" }
	json := strings.Join(zip(false, `{"events":[],"next":5}`), "")
	return map[string][]piece{
		"flushed":         {up(getHead), down(codedHead + chunk(z[0])), down(chunk(z[1])), down(chunk(z[2]) + "0\r\n\r\n")},
		"not flushed":     {up(getHead), down(codedHead + chunk(all[:20])), down(chunk(all[20:]) + "0\r\n\r\n")},
		"cut off":         {up(getHead), down(codedHead + chunk(z[0])), down(chunk(z[1])[:30])},
		"corrupt":         {up(getHead), down(codedHead + chunk(z[0]) + chunk("\x07\x00\x00") + chunk("more") + "0\r\n\r\n")},
		"until the close": {up(getHead), down(plainHead("Content-Type: text/event-stream\r\n") + z[0] + z[1])},
		"a body": {up(getHead), down(plainHead(fmt.Sprintf("Content-Type: application/json\r\nContent-Length: %d\r\n", len(json))) + json), up(getHead),
			down("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")},
		"nothing": {up("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + getHead), down(codedHead + codedHead + "0\r\n\r\n")},
	}
}()

func TestCompressed(t *testing.T) {
	z, json := zip(true, first, second), strings.Join(zip(false, `{"events":[],"next":5}`), "")
	all := strings.Join(zip(false, first, second), "")
	for name, want := range map[string][]string{
		"flushed": {
			fmt.Sprintf("s2c body gzip %d B, inflated to 17 B · id: 1␊data: one␊␊", len(z[0])), "s2c event id: 1 · data: one", "s2c chunk chunk, 33 bytes",
			fmt.Sprintf("s2c body gzip %d B, inflated to 34 B · : beat␊␊id: 2␊event: x␊data: two␊␊", len(z[1])), "s2c event : beat",
			"s2c event id: 2 · event: x · data: two", "s2c chunk chunk, 33 bytes",
			fmt.Sprintf("s2c body gzip %d B, says nothing: the end", len(z[2])), "s2c chunk chunk, 13 bytes", "s2c chunk last chunk", "s2c end end",
			"s2c trailers end of the chunks, no trailers",
		},
		"not flushed": {
			"s2c body gzip 20 B, inflated to 9 B · id: 1␊dat", "s2c chunk chunk, 20 bytes",
			fmt.Sprintf("s2c body gzip %d B, inflated to 42 B · a: one␊␊: beat␊␊id: 2␊event: x␊data: two␊␊", len(all)-20),
			"s2c event id: 1 · data: one", "s2c event : beat", "s2c event id: 2 · event: x · data: two",
			fmt.Sprintf("s2c chunk chunk, %d bytes", len(all)-20), "s2c chunk last chunk", "s2c end end", "s2c trailers end of the chunks, no trailers",
		},
		"a body": {
			fmt.Sprintf(`s2c body gzip %d B, inflated to 22 B · {"events":[],"next":5}`, len(json)), "s2c response 200 OK", "s2c body x", "s2c end end",
		},
		"nothing": {"s2c response 200 OK", "s2c chunk last chunk", "s2c end end", "s2c trailers end of the chunks, no trailers", "s2c end end"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range say(units(whole, compressed[name])) {
				if strings.HasPrefix(s, "s2c") {
					got = append(got, s)
				}
			}
			if got = got[1:]; name != "a body" && name != "nothing" {
				got = got[:len(got)-1] // the end of the connection
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// Each byte is covered once, and the way in which the pieces are cut changes nothing.
func TestCompressedIsTheSameHoweverItIsCut(t *testing.T) {
	for name, pieces := range compressed {
		t.Run(name, func(t *testing.T) {
			read(t, pieces)
			sameBytewise(t, whole, pieces)
			if text := pieces[1].text; len(pieces) > 3 {
				for cut := len(codedHead) - 2; cut < len(text); cut++ {
					cutPieces := append([]piece{pieces[0], down(text[:cut]), down(text[cut:])}, pieces[2:]...)
					want, got := units(whole, pieces), units(whole, cutPieces)
					if diff := cmp.Diff(places(wire.S2C, want), places(wire.S2C, got)); diff != "" {
						t.Fatalf("cut at %d, -want +got\n%s", cut, diff)
					}
				}
			}
		})
	}
}

// An event says what it would uncompressed, which units it came in, and when the last byte crossed that it takes.
func TestEventsOfACompressedStream(t *testing.T) {
	z := zip(true, first, second)
	flush := len(z[0]) - 5
	all := units(whole, []piece{up(getHead), down(codedHead + fmt.Sprintf("%x\r\n", len(z[0])) + z[0][:flush]), down(z[0][flush:] + "\r\n"),
		down(chunk(z[1][:7])), down(chunk(z[1][7:]))})
	type event struct {
		At, Length int64
		Value      any
		Exchange   uint64
	}
	var got []event
	for _, u := range all {
		if u.Kind == wire.KindEvent {
			got = append(got, event{u.At, u.Length, u.Value, u.Exchange})
			if diff := cmp.Diff(u.Prior.Frames, u.Value.(eventstream.Event).Bodies); diff != "" || len(u.Spans) > 0 || u.Payload != 0 || len(u.Fields) > 0 {
				t.Errorf("%+v: %s", u, diff)
			}
		}
	}
	want := []event{
		{2e6, 0, eventstream.Event{Type: "message", Data: "one", LastEventID: "1", Dispatched: true, Bodies: []uint64{3}}, 1},
		{5e6, 0, eventstream.Event{Type: "message", LastEventID: "1", Why: eventstream.WhyComments, Bodies: []uint64{6, 8}}, 1},
		{5e6, 0, eventstream.Event{Type: "x", Data: "two", LastEventID: "2", Dispatched: true, Bodies: []uint64{8}}, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for i, u := range all {
		if _, is := u.Value.(coding.Content); is != (i == 2 || i == 5 || i == 7) {
			t.Errorf("unit %d is %v %s: %s", i+1, u.Dir, u.Kind, u.Summary)
		}
	}
}

// What cannot be read is raw, with the rule that is broken, and the events end there.
func TestCorruptStream(t *testing.T) {
	want := []string{"s2c chunk chunk, 33 bytes", "s2c end end, incomplete", "s2c raw 3 bytes not read: deflate-block-type", "s2c chunk chunk, 3 bytes",
		"s2c raw 4 bytes not read: deflate-block-type", "s2c chunk chunk, 4 bytes", "s2c chunk last chunk", "s2c trailers end of the chunks, no trailers"}
	got := say(units(whole, compressed["corrupt"]))[4:12]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Which codings are read: others leave their bytes as they are, and no compressed byte is taken for text.
func TestCodings(t *testing.T) {
	for head, want := range map[string]string{
		"Content-Encoding: gzip\r\n": "body", "Content-Encoding: X-GZIP\r\n": "body", "Content-Encoding: identity, gzip\r\n": "body",
		"Content-Encoding: identity\r\n": "event", "Content-Encoding:\r\n": "event", "": "event",
		"Content-Encoding: br\r\n": "chunk", "Content-Encoding: gzip, gzip\r\n": "chunk",
		"Content-Encoding: gzip\r\nContent-encoding: br\r\n": "chunk", "Content-Encoding: gzip\r\nRange: x\r\n": "body",
	} {
		body := strings.Join(zip(true, first), "")
		if want == "event" {
			body = first
		}
		response := "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + head + "Transfer-Encoding: chunked\r\n\r\n" + chunk(body)
		if got := units(whole, []piece{up(getHead), down(response)})[2]; string(got.Kind) != want {
			t.Errorf("%q is read as %s, want %s", head, got.Kind, want)
		}
		partial := strings.Replace(response, "200 OK", "206 Partial Content", 1)
		if got := units(whole, []piece{up(getHead), down(partial)})[2]; want != "event" && got.Kind != wire.KindChunk {
			t.Errorf("%q is read as %s in a part", head, got.Kind)
		}
	}
}

// A few bytes that say millions of events end the events, with a word on it, and not the rest.
func TestTooManyEvents(t *testing.T) {
	z := strings.Join(zip(true, strings.Repeat("\n", 1<<20), first), "")
	pieces := []piece{up(getHead), down(codedHead + chunk(z))}
	all := units(whole, pieces)
	events, ends := 0, []*wire.Violation{}
	for _, u := range all {
		switch {
		case u.Kind == wire.KindEvent:
			events++
		case u.Kind == wire.KindEnd && u.Proto == wire.SSE:
			ends = append(ends, u.Error)
		}
	}
	if events != decode.MaxEvents || len(ends) != 1 || ends[0] != decode.TooManyEvents {
		t.Errorf("%d events, ends %v", events, ends)
	}
	sameBytewise(t, whole, pieces)
}

// A block that is too large is said once, and has no bytes of the connection.
func TestBlockTooLargeInACompressedStream(t *testing.T) {
	z := strings.Join(zip(false, "data: "+strings.Repeat("x", eventstream.DefaultMaxEvent)+"\n\n"+first), "")
	var got []string
	for _, s := range say(units(whole, []piece{up(getHead), down(codedHead + chunk(z))}))[3:] {
		got = append(got, strings.Join(strings.Fields(s)[:3], " "))
	}
	want := []string{"s2c raw 0", "s2c chunk chunk,", "c2s end end", "s2c end end,", "s2c end end,"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// A gap ends what is compressed; the next response is read again.
func TestGapInACompressedStream(t *testing.T) {
	z := zip(true, first, second)
	pieces := []piece{up(getHead), down(codedHead + chunk(z[0]) + "26\r\nabc"), lose(wire.S2C, 40), up(getHead), down(codedHead + chunk(z[0]))}
	read(t, pieces)
	all := units(whole, pieces)
	var got []string
	for _, u := range all {
		if u.Dir == wire.S2C {
			got = append(got, fmt.Sprint(u.Kind, " ", u.Exchange))
		}
	}
	want := []string{"response 1", "body 1", "event 1", "chunk 1", "body 1", "end 1", "raw 1", "response 2", "body 2", "event 2", "chunk 2", "end 2", "end 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s\n%s", diff, strings.Join(say(all), "\n"))
	}
}

// A reader of one direction alone has bodies read further as a connection has.
func TestBody(t *testing.T) {
	want := map[wire.Kind]int{wire.KindResponse: 1, wire.KindBody: 3, wire.KindEvent: 3, wire.KindChunk: 4, wire.KindTrailers: 1, wire.KindEnd: 2}
	got, times := make(map[wire.Kind]int), make(map[int64]bool)
	at := int64(5)
	emit := func(u *wire.Unit) {
		got[u.Kind]++
		times[at] = true
	}
	d := http1.New(http1.Config{Role: http1.Responses, Emit: emit, Head: func(h *http1.Head) http1.Body { return decode.Body(h, &at, emit) }})
	for _, p := range compressed["flushed"][1:] {
		d.Write([]byte(p.text))
		at++
	}
	d.Close()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("units, -want +got\n%s", diff)
	}
	if diff := cmp.Diff(map[int64]bool{5: true, 6: true, 7: true, 8: true}, times); diff != "" {
		t.Errorf("times, -want +got\n%s", diff)
	}
}

// FuzzCompressed holds a compressed event stream to the laws of a connection, whatever its bytes are, however they are chunked,
// and however they are cut: no panic, every byte in one unit and one field, and the same units.
func FuzzCompressed(f *testing.F) {
	for _, flush := range []bool{false, true} {
		z := strings.Join(zip(flush, first, second), "")
		f.Add([]byte(z), uint8(255), false)
		f.Add([]byte(z[:len(z)-9]), uint8(20), false)
		f.Add([]byte(z+z), uint8(1), false)
		f.Add([]byte("\x78\x9c"+z[10:]), uint8(30), true)
	}
	f.Add([]byte(strings.Join(zip(true, strings.Repeat("\n", 1<<18), first), "")), uint8(200), false)
	f.Fuzz(func(t *testing.T, z []byte, size uint8, isZlib bool) {
		if len(z) > 1<<10 || size == 0 {
			return
		}
		head := codedHead
		if isZlib {
			head = strings.Replace(head, "gzip", "deflate", 1)
		}
		pieces := []piece{up(getHead), down(head)}
		for n := int(size); len(z) > 0; z = z[n:] {
			n = min(n, len(z))
			pieces = append(pieces, down(chunk(string(z[:n]))))
		}
		read(t, pieces)
		sameBytewise(t, whole, pieces)
		pieces = append(pieces, down("0\r\n\r\n"), up(getHead))
		read(t, pieces)
		sameBytewise(t, whole, pieces)
	})
}

// BenchmarkCompressed decodes a compressed event stream, an event of 71 bytes a chunk, in pieces of a chunk. An operation is
// an event.
func BenchmarkCompressed(b *testing.B) {
	var texts []string
	for i := range 512 {
		texts = append(texts, fmt.Sprintf("id: %d\ndata: {\"seq\":%d,\"at\":%d,\"data\":\"WIRE 101.37 +0.12\"}\n\n", i, i, 1763794512203114+i*200123))
	}
	var chunks [][]byte
	for _, z := range zip(true, texts...) {
		chunks = append(chunks, []byte(chunk(z)))
	}
	b.ReportAllocs()
	for n := 0; n < b.N; n += len(texts) {
		c := decode.New(1, func(*wire.Unit) {})
		c.Write(wire.C2S, 1, []byte(getHead))
		c.Write(wire.S2C, 1, []byte(codedHead))
		for i, p := range chunks {
			c.Write(wire.S2C, int64(i), p)
		}
	}
}
