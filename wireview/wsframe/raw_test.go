package wsframe

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// TestImpossibleLength shows that nothing after an impossible length is read as frames.
func TestImpossibleLength(t *testing.T) {
	bad := append([]byte{0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0}, make([]byte, 5000)...)
	in := join(text1("a"), bad, text1("b"))
	want := []string{"frame", "raw frame-length-too-large", "raw frame-length-too-large", "end"}
	for _, cuts := range [][]int{nil, {4}, {9}, {4099}, {4100}, bytewise(len(in))} {
		units := decode(Config{}, in, cuts...)
		conserved(t, in, 0, units)
		if diff := cmp.Diff(want, kinds(units)); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		if units[1].Length != rawUnit || units[1].Payload != 0 || units[1].Proto != wire.Raw {
			t.Errorf("raw unit of %d bytes, %d of them payload, as %s", units[1].Length, units[1].Payload, units[1].Proto)
		}
		if diff := cmp.Diff(any(End{Incomplete: true}), units[3].Value); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
}

// TestFrameTooLarge shows that decoding goes on after a frame that is too large.
func TestFrameTooLarge(t *testing.T) {
	const tooLarge = "raw frame-too-large"
	big := frame(0x82, make([]byte, 5000), nil)
	in := join(big, text1("a"), big[:5])
	want := []string{tooLarge, tooLarge, "frame", tooLarge, "end"}
	for _, cuts := range [][]int{nil, {1}, {4}, {4096}, {5003}, {5004}, {5005}, bytewise(len(in))} {
		units := decode(Config{MaxFrame: 5003}, in, cuts...)
		conserved(t, in, 0, units)
		if diff := cmp.Diff(want, kinds(units)); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		var payload []int64
		for _, u := range units {
			payload = append(payload, u.Payload)
		}
		if diff := cmp.Diff([]int64{4092, 908, 1, 1, 0}, payload); diff != "" {
			t.Errorf("payload: -want +got\n%s", diff)
		}
	}
	units := decode(Config{MaxFrame: 5004}, big)
	if diff := cmp.Diff([]string{"frame", "end"}, kinds(units)); diff != "" {
		t.Errorf("at the limit: -want +got\n%s", diff)
	}
	units = decode(Config{MaxFrame: 1}, text1("a"))
	if diff := cmp.Diff([]string{tooLarge, "end"}, kinds(units)); diff != "" {
		t.Errorf("limit below a header: -want +got\n%s", diff)
	}
}

// TestFragmentTooLarge shows what a fragment that is too large does to its message.
func TestFragmentTooLarge(t *testing.T) {
	const tooLarge = "raw frame-too-large"
	big, small := make([]byte, 126), []byte("a")
	cfg := Config{MaxFrame: 100}
	for _, test := range []struct {
		name string
		in   []byte
		want []string
	}{
		{
			"the first", join(frame(0x01, big, nil), frame(0x00, small, nil), frame(0x80, small, nil)),
			[]string{tooLarge, "frame", "frame message-too-large", "end"},
		},
		{
			"one between", join(frame(0x01, small, nil), frame(0x00, big, nil), frame(0x80, small, nil)),
			[]string{"frame", tooLarge, "frame message-too-large", "end"},
		},
		{
			"the last", join(frame(0x01, small, nil), frame(0x80, big, nil), text1("a")),
			[]string{"frame", tooLarge, "frame", "end"},
		},
		{
			"a close frame", join(frame(0x88, big, nil), text1("a")),
			[]string{tooLarge, "frame frame-data-after-close", "end"},
		},
		{
			"a whole message between", join(frame(0x01, small, nil), frame(0x81, big, nil), frame(0x80, small, nil)),
			[]string{"frame", tooLarge, "frame", "message", "end"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			units := decode(cfg, test.in)
			conserved(t, test.in, 0, units)
			if diff := cmp.Diff(test.want, kinds(units)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestTruncated cuts a stream at every byte, and looks for the rest in a raw unit.
func TestTruncated(t *testing.T) {
	whole := [][]byte{
		frame(0x81, []byte("Hello"), &rfcKey), frame(0x01, []byte("a"), &rfcKey),
		frame(0x80, make([]byte, 300), &rfcKey), frame(0x88, []byte("\x03\xe8bye"), &rfcKey),
	}
	ends := map[int]bool{0: true}
	in := join(whole...)
	for i := range whole {
		ends[len(join(whole[:i+1]...))] = true
	}
	for n := range len(in) + 1 {
		units := decode(Config{FromClient: true}, in[:n])
		conserved(t, in[:n], 0, units)
		fragmented := n >= len(join(whole[:2]...)) && n < len(join(whole[:3]...))
		end := units[len(units)-1]
		if diff := cmp.Diff(any(End{Incomplete: !ends[n] || fragmented}), end.Value); diff != "" {
			t.Errorf("at %d: -want +got\n%s", n, diff)
		}
		if ends[n] {
			continue
		}
		if cut := units[len(units)-2]; cut.Kind != wire.KindRaw || cut.Error != Incomplete {
			t.Errorf("at %d: %s unit with violation %v, want raw and %v", n, cut.Kind, cut.Error, Incomplete)
		}
	}
}
