package eventstream

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzEventStream holds the decoder to its laws on any input, in any chunks: it does not panic, no byte is lost, the way the
// input is cut changes nothing, and the events are those that the standard's own wording gives.
func FuzzEventStream(f *testing.F) {
	f.Add([]byte("data: YHOO\ndata: +2\ndata: 10\n\n"), []byte{3, 4}, []byte{9})
	f.Add([]byte(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"), []byte{1, 2, 3}, []byte{})
	f.Add([]byte(bom+"data: a\r\rdata: b\r\n\r\n\r\n\rdata"), []byte{1, 1, 1, 1}, []byte{10, 1})
	f.Add([]byte("id: 1\x00\nretry: 10\nretry\nevent: \xe2\x82\ndata\n\n"+bom+"data: a\n\n"), []byte{7}, []byte{2, 2, 2})
	f.Add([]byte("data: "+strings.Repeat("x", 5000)+"\r\n\r\ndata: a\n\n"), []byte{255, 255}, []byte{200})
	f.Add([]byte("data: "+strings.Repeat("x", 4500-8)+"\n\r\nretry: 5\n"), []byte{255}, []byte{})

	f.Fuzz(func(t *testing.T, in, steps, parts []byte) {
		if len(in) > 1<<14 {
			return
		}
		const limit = 4500 // small, so that what is too large is within reach
		cfg := Config{MaxEvent: limit}
		var c chunks
		rest := in
		for _, n := range parts {
			if n == 0 || int(n) > len(rest) {
				break
			}
			c, rest = append(c, rest[:n]), rest[n:]
		}
		c = append(c, rest)
		want := decode(cfg, c, true)
		conserved(t, c, want)

		var cuts []int
		at := 0
		for _, step := range steps {
			if at += int(step); at > len(in) {
				break
			}
			cuts = append(cuts, at)
		}
		same(t, want, decode(cfg, c, true, cuts...))
		same(t, want, decode(cfg, c, true, bytewise(len(in))...))

		ignoreLargeRetry := func(events []Event) []Event {
			for i, e := range events {
				if e.Retry != nil && (*e.Retry < 0 || *e.Retry >= 1e18) {
					events[i].Retry = nil
				}
			}
			return events
		}
		got, model := ignoreLargeRetry(dispatched(want)), ignoreLargeRetry(reference(string(in)))
		if len(in) > limit { // a block may have been too large
			model = model[:min(len(got), len(model))]
		}
		if len(model)+len(got) > 0 && !reflect.DeepEqual(model, got) {
			t.Fatalf("-standard +got\n%s", cmp.Diff(model, got))
		}
	})
}
