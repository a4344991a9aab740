package oracle

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/tests/tshark"
	"wireside/wireview/wire"
)

// Whatever crosses a socket, tshark and the inspector say the same of it: of the traffic itself, of the file that the
// inspector makes of it, and of tshark's own capture when the inspector reads that.
func TestTsharkSeesTheSame(t *testing.T) {
	tshark.Need(t)
	s := start(t)
	capture := tshark.Capture(t, s.port())
	s.drive()
	file := capture.Stop()
	theirs, units := dissect(t, file, s.port()), s.units()
	t.Run("live", func(t *testing.T) {
		checkCoverage(t, theirs)
		report(t, compare(t, theirs, units))
	})
	t.Run("corrupted", func(t *testing.T) { checkCorruptions(t, theirs, units) })
	t.Run("our file", func(t *testing.T) { checkFile(t, s, file, units) })
	t.Run("their file", func(t *testing.T) { checkReading(t, file, s.port(), units) })
}

func report(t *testing.T, differences []string) {
	t.Helper()
	for _, d := range differences {
		t.Error(d)
	}
}

// compare says in what tshark and the units differ.
func compare(t *testing.T, theirs conversations, units []unit) []string {
	t.Helper()
	ours, broken := read(t, units)
	return append(broken, differences(theirs, ours)...)
}

// checkCoverage fails if tshark was shown less than everything that may cross the lanes: agreement on little is no proof.
func checkCoverage(t *testing.T, theirs conversations) {
	t.Helper()
	type seen = map[any]bool
	methods, statuses, opcodes, lengths, forms := seen{}, seen{}, seen{}, seen{}, seen{}
	for _, c := range theirs {
		for _, m := range c[wire.C2S].messages {
			methods[m.Start[0]] = true
		}
		for _, m := range c[wire.S2C].messages {
			statuses[m.Start[1]] = true
			forms["chunks"] = forms["chunks"] || len(m.Chunks) > 10
		}
		for _, dir := range wire.Dirs {
			for _, f := range c[dir].frames {
				opcodes[f.Opcode] = true
				lengths[f.Length] = true
				forms["payload"] = forms["payload"] || f.payload != nil
				forms["inflated"] = forms["inflated"] || f.inflated != nil
				forms["joined"] = forms["joined"] || f.joined != nil
				forms["close"] = forms["close"] || f.code == 4000
			}
		}
	}
	for _, c := range []struct {
		what string
		seen seen
		want []any
	}{
		{"methods", methods, []any{"GET", "HEAD", "POST"}},
		{"statuses", statuses, []any{"101", "200", "204", "304", "400", "501"}},
		{"opcodes", opcodes, []any{0, 1, 2, 8, 9, 10}},
		{"lengths", lengths, []any{int64(0), int64(1), int64(125), int64(126), int64(65535), int64(65536)}},
		{"forms", forms, []any{"chunks", "payload", "inflated", "joined", "close"}},
	} {
		for _, want := range c.want {
			if !c.seen[want] {
				t.Errorf("%s: tshark saw no %v, but %v", c.what, want, slices.Collect(maps.Keys(c.seen)))
			}
		}
	}
	want := []string{
		"GET /labs/longpolling hand", "GET /labs/longpolling long", "GET /labs/polling hand", "GET /labs/polling poll",
		"GET /labs/sse begun", "GET /labs/sse plain", "GET /labs/sse resumed", "GET /labs/sse whole",
		"GET /labs/websocket deflated", "GET /labs/websocket follow", "GET /labs/websocket talk",
		"GET /labs/websocket/echo echo", "GET /labs/websocket/echo squeezed", "HEAD /labs/sse head",
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(theirs))); diff != "" {
		t.Errorf("conversations (-want +got):\n%s", diff)
	}
}
