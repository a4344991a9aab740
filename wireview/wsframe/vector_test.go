package wsframe

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// TestVectorsRFC6455 decodes all the examples of RFC 6455 5.7.
func TestVectorsRFC6455(t *testing.T) {
	type unit struct {
		Kind    wire.Kind
		Summary string
		Payload int64
		Value   any
	}
	hello := []byte("Hello")
	count := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i)
		}
		return b
	}
	tests := []struct {
		name   string
		client bool
		in     []byte
		want   []unit
	}{
		{
			name: "single-frame unmasked text", in: unhex(t, "81 05 48 65 6c 6c 6f"),
			want: []unit{{"frame", "text fin · Hello", 5, Frame{Fin: true, Opcode: 1, Length: 5, Payload: hello}}},
		},
		{
			name: "single-frame masked text", client: true, in: unhex(t, "81 85 37 fa 21 3d 7f 9f 4d 51 58"),
			want: []unit{{"frame", "text fin · Hello", 5, Frame{
				Fin: true, Opcode: 1, Masked: true, MaskKey: "37fa213d", Length: 5, Payload: hello,
			}}},
		},
		{
			name: "fragmented unmasked text", in: unhex(t, "01 03 48 65 6c 80 02 6c 6f"),
			want: []unit{
				{"frame", "text · Hel", 3, Frame{Opcode: 1, Length: 3, Payload: []byte("Hel")}},
				{"frame", "continuation fin · lo", 2, Frame{Fin: true, Length: 2, Payload: []byte("lo")}},
				{"message", "text message of 2 frames · Hello", 0, Message{Type: "text", Data: hello, Frames: []uint64{1, 2}}},
			},
		},
		{
			name: "unmasked ping", in: unhex(t, "89 05 48 65 6c 6c 6f"),
			want: []unit{{"frame", "ping 5 B", 0, Frame{Fin: true, Opcode: 9, Length: 5, Payload: hello}}},
		},
		{
			name: "masked pong", client: true, in: unhex(t, "8a 85 37 fa 21 3d 7f 9f 4d 51 58"),
			want: []unit{{"frame", "pong 5 B", 0, Frame{
				Fin: true, Opcode: 10, Masked: true, MaskKey: "37fa213d", Length: 5, Payload: hello,
			}}},
		},
		{
			name: "256 bytes of binary", in: append(unhex(t, "82 7e 01 00"), count(256)...),
			want: []unit{{"frame", "binary fin · 256 B", 256, Frame{Fin: true, Opcode: 2, Length: 256, Payload: count(256)}}},
		},
		{
			name: "64 KiB of binary", in: append(unhex(t, "82 7f 00 00 00 00 00 01 00 00"), count(64<<10)...),
			want: []unit{{"frame", "binary fin · 65536 B", 64 << 10, Frame{
				Fin: true, Opcode: 2, Length: 64 << 10, Payload: count(64 << 10),
			}}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			units := decode(Config{FromClient: test.client, Base: 402}, test.in)
			conserved(t, test.in, 402, units)
			var got []unit
			for _, u := range units {
				if u.Error != nil {
					t.Errorf("violation %v", u.Error)
				}
				got = append(got, unit{u.Kind, u.Summary, u.Payload, u.Value})
			}
			want := append(test.want, unit{"end", "end", 0, End{}})
			if !reflect.DeepEqual(want, got) { // cmp is slow on 64 KiB
				t.Errorf("-want +got\n%s", cmp.Diff(want, got))
			}
		})
	}
}

// TestVectorsRFC7692 decodes all the examples of RFC 7692 7.2.3.
func TestVectorsRFC7692(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want []string // what each frame inflates to; "-" if it does not by itself
	}{
		{"one block", "c1 07 f2 48 cd c9 c9 07 00", []string{"Hello"}},
		{"fragments", "41 03 f2 48 cd 80 04 c9 c9 07 00", []string{"-", "-"}},
		{
			"the second shares the first one's window", "c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00",
			[]string{"Hello", "Hello"},
		},
		{"no compression", "c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00", []string{"Hello"}},
		{"BFINAL", "c1 08 f3 48 cd c9 c9 07 00 00", []string{"Hello"}},
		{"an empty message", "c1 01 00", []string{""}},
		{"two blocks", "c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00", []string{"Hello"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := unhex(t, test.in)
			units := decode(Config{Deflate: true}, in)
			conserved(t, in, 0, units)
			var got []string
			for _, u := range units {
				if u.Error != nil {
					t.Errorf("violation %v", u.Error)
				}
				switch f, ok := u.Value.(Frame); {
				case !ok:
				case f.Inflated == nil:
					got = append(got, "-")
				default:
					got = append(got, string(f.Inflated))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
	units := decode(Config{Deflate: true}, unhex(t, tests[1].in))
	want := Message{Type: "text", Data: []byte("Hello"), Frames: []uint64{1, 2}, Compressed: 7}
	if diff := cmp.Diff(any(want), units[2].Value); diff != "" {
		t.Errorf("fragmented message: -want +got\n%s", diff)
	}
}

// TestFields looks at every field of a client's close frame and of a long frame.
func TestFields(t *testing.T) {
	type field struct {
		Name, Value string
		Spans       wire.Spans
		Spec        string
	}
	in := join(
		frame(finBit|opClose, []byte("\x03\xe9going away"), &rfcKey),
		frame(finBit|opText, bytes.Repeat([]byte("x"), 126), &rfcKey),
	)
	units := decode(Config{FromClient: true, Base: 10}, in)
	conserved(t, in, 10, units)
	var got []field
	for _, u := range units {
		for _, f := range u.Fields {
			if f.Note == "" {
				t.Errorf("field %q has no note", f.Name)
			}
			got = append(got, field{f.Name, f.Value, f.Spans, f.Spec})
		}
	}
	want := []field{
		{"opcode", "close, fin", wire.Spans{{10, 11}}, "RFC 6455 5.2"},
		{"length", "masked, 12", wire.Spans{{11, 12}}, "RFC 6455 5.2"},
		{"masking key", "37fa213d", wire.Spans{{12, 16}}, "RFC 6455 5.3"},
		{"close code", "1001", wire.Spans{{16, 18}}, "RFC 6455 7.4.1"},
		{"reason", "going away", wire.Spans{{18, 28}}, "RFC 6455 5.5.1"},
		{"opcode", "text, fin", wire.Spans{{28, 29}}, "RFC 6455 5.2"},
		{"length", "masked, 126", wire.Spans{{29, 30}}, "RFC 6455 5.2"},
		{"extended length", "126", wire.Spans{{30, 32}}, "RFC 6455 5.2"},
		{"masking key", "37fa213d", wire.Spans{{32, 36}}, "RFC 6455 5.3"},
		{"payload", string(bytes.Repeat([]byte("x"), 126)), wire.Spans{{36, 162}}, "RFC 6455 5.2"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got, want := units[0].Summary, `close 1001 "going away"`; got != want {
		t.Errorf("summary %s, want %s", got, want)
	}
}
