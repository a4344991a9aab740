package wsframe

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

func TestMessageWithControlFramesBetween(t *testing.T) {
	in := join(
		frame(0x02, []byte{1}, &rfcKey), frame(0x89, []byte("?"), &rfcKey), frame(0x00, []byte{2}, &rfcKey),
		frame(0x8a, nil, &rfcKey), frame(0x80, []byte{3}, &rfcKey),
	)
	units := decode(Config{FromClient: true}, in)
	conserved(t, in, 0, units)
	want := Message{Type: "binary", Data: []byte{1, 2, 3}, Frames: []uint64{1, 3, 5}}
	message := units[5]
	if diff := cmp.Diff(any(want), message.Value); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff(wire.Prior{Frames: []uint64{1, 3, 5}}, message.Prior); diff != "" {
		t.Errorf("prior: -want +got\n%s", diff)
	}
	if got, want := message.Summary, "binary message of 3 frames · 3 B"; got != want {
		t.Errorf("summary %q, want %q", got, want)
	}
	var opcodes []byte
	for _, u := range units[:5] {
		opcodes = append(opcodes, u.Prior.Opcode)
	}
	if diff := cmp.Diff([]byte{0, 0, 2, 0, 2}, opcodes); diff != "" {
		t.Errorf("prior opcodes: -want +got\n%s", diff)
	}
}

func TestMessageLimit(t *testing.T) {
	first, last := frame(0x01, []byte("abcd"), nil), frame(0x80, []byte("efgh"), nil)
	for _, test := range []struct {
		limit int64
		want  []string
	}{
		{8, []string{"frame", "frame", "message", "frame", "end"}},
		{7, []string{"frame", "frame message-too-large", "frame", "end"}},
		{3, []string{"frame", "frame message-too-large", "frame", "end"}},
	} {
		units := decode(Config{MaxMessage: test.limit}, join(first, last, text1("next")))
		if diff := cmp.Diff(test.want, kinds(units)); diff != "" {
			t.Errorf("limit %d: -want +got\n%s", test.limit, diff)
		}
	}
}

func TestMessageOfTooManyFrames(t *testing.T) {
	in := join(frame(0x01, nil, nil), bytes.Repeat(frame(0x00, nil, nil), maxFragments-1), frame(0x80, nil, nil))
	last := &wire.Unit{}
	messages := 0
	d := New(Config{Emit: func(u *wire.Unit) {
		if u.Kind == wire.KindFrame {
			last.Error = u.Error
		}
		if u.Kind == wire.KindMessage {
			messages++
		}
	}})
	d.Write(in)
	if last.Error != MessageTooLarge || messages != 0 {
		t.Errorf("violation %v and %d messages, want %v and none", last.Error, messages, MessageTooLarge)
	}
}

// TestInflatedLimit shows that neither a frame nor a message inflates beyond its limit.
func TestInflatedLimit(t *testing.T) {
	bomb := deflated(t, make([]byte, MaxInflated+1))
	in := join(frame(0xc2, bomb, nil), frame(0x42, bomb, nil), frame(0x80, nil, nil))
	units := decode(Config{Deflate: true, MaxMessage: MaxInflated}, in)
	conserved(t, in, 0, units)
	if diff := cmp.Diff([]string{"frame deflate-context-lost", "frame", "frame message-too-large", "end"}, kinds(units)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := units[0].Value.(Frame).Inflated; got != nil {
		t.Errorf("a frame shows %d bytes, want none", len(got))
	}
	in = frame(0xc2, deflated(t, make([]byte, MaxInflated)), nil)
	if got := decode(Config{Deflate: true}, in)[0].Value.(Frame).Inflated; len(got) != MaxInflated {
		t.Errorf("a frame at the limit shows %d bytes, want %d", len(got), MaxInflated)
	}
}

func TestEndInsideMessage(t *testing.T) {
	units := decode(Config{}, frame(0x01, []byte("a"), nil))
	if diff := cmp.Diff(any(End{Incomplete: true}), units[1].Value); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestContinuationUnderDeflate shows that a continuation frame knows whether its message is compressed.
func TestContinuationUnderDeflate(t *testing.T) {
	in := join(
		frame(0x41, []byte{1}, nil), frame(0x80, []byte("ab"), nil), // the first says compressed
		frame(0x01, []byte("a"), nil), frame(0x80, []byte("ab"), nil),
		frame(0x41, make([]byte, 126), nil), frame(0x80, []byte("ab"), nil), // the first is too large
	)
	var got []string
	for _, u := range decode(Config{Deflate: true, MaxFrame: 100}, in) {
		if f, ok := u.Value.(Frame); ok && f.Opcode == opContinuation {
			got = append(got, u.Summary)
		}
	}
	want := []string{"continuation fin deflate · 2 B", "continuation fin · ab", "continuation fin deflate · 2 B"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
