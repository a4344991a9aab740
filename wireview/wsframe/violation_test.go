package wsframe

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestViolations breaks each rule once, and looks at the name and the place of the violation.
func TestViolations(t *testing.T) {
	server, client := Config{}, Config{FromClient: true}
	deflate := Config{Deflate: true}
	whole := []string{"frame", "end"}
	flagged := func(name string) []string { return []string{"frame " + name, "end"} }
	long := bytes.Repeat([]byte("x"), 126)
	tests := []struct {
		name string
		cfg  Config
		in   []byte
		want []string
	}{
		{"rsv1 without an extension", server, frame(0xc1, nil, nil), flagged("frame-reserved-bits")},
		{"rsv2", server, frame(0xa1, nil, nil), flagged("frame-reserved-bits")},
		{"rsv3 under deflate", deflate, frame(0x91, nil, nil), flagged("frame-reserved-bits")},
		{"rsv1 under deflate", deflate, frame(0xc2, nil, nil), whole},
		{"deflate that is none", deflate, frame(0xc1, []byte("\xff\xff\xff\xff"), nil), flagged("not-deflated")},
		{"a reference before the first message", deflate, frame(0xc1, unhex(t, "f2 00 11 00 00"), nil), flagged("not-deflated")},
		{
			"deflate that is none, standing alone", Config{Deflate: true, NoContextTakeover: true},
			frame(0xc1, []byte("\xff\xff\xff\xff"), nil), flagged("not-deflated"),
		},
		{"rsv1 on a ping", deflate, frame(0xc9, nil, nil), flagged("frame-misplaced-rsv1")},
		{
			"rsv1 on a continuation", deflate, join(frame(0x01, nil, nil), frame(0xc0, nil, nil)),
			[]string{"frame", "frame frame-misplaced-rsv1", "message", "end"},
		},
		{"opcode 3", server, frame(0x83, nil, nil), flagged("frame-reserved-opcode")},
		{"opcode 7, not final", server, frame(0x07, nil, nil), flagged("frame-reserved-opcode")},
		{"opcode 11", server, frame(0x8b, nil, nil), flagged("frame-reserved-opcode")},
		{"opcode 15", server, frame(0x8f, long, nil), flagged("frame-reserved-opcode")},
		{"fragmented ping", server, frame(0x09, nil, nil), flagged("frame-fragmented-control")},
		{"unmasked from a client", client, text1("a"), flagged("frame-unmasked")},
		{"masked from a client", client, frame(0x81, []byte("a"), &rfcKey), whole},
		{"masked from a server", server, frame(0x81, []byte("a"), &rfcKey), flagged("frame-masked")},
		{"ping of 125", server, frame(0x89, long[:125], nil), whole},
		{"ping of 126", server, frame(0x89, long, nil), flagged("frame-long-control")},
		{"close of 126", server, frame(0x88, long, nil), flagged("frame-long-control")},
		{"16 bits for 125", server, append([]byte{0x82, 126, 0, 125}, long[:125]...), flagged("frame-length-not-minimal")},
		{"16 bits for 126", server, append([]byte{0x82, 126, 0, 126}, long...), whole},
		{"16 bits for 0", server, []byte{0x82, 126, 0, 0}, flagged("frame-length-not-minimal")},
		{
			"64 bits for 65535", server, append([]byte{0x82, 127, 0, 0, 0, 0, 0, 0, 255, 255}, make([]byte, 65535)...),
			flagged("frame-length-not-minimal"),
		},
		{"continuation first", server, frame(0x80, nil, nil), flagged("frame-unexpected-continuation")},
		{
			"continuation after a whole message", server, join(text1("a"), frame(0x00, nil, nil)),
			[]string{"frame", "frame frame-unexpected-continuation", "end"},
		},
		{
			"a whole message inside a fragmented one", server,
			join(frame(0x01, []byte("a"), nil), text1("x"), frame(0x80, []byte("b"), nil)),
			[]string{"frame", "frame frame-interrupted-message", "frame", "message", "end"},
		},
		{
			"a fragmented message inside a fragmented one", server,
			join(frame(0x01, []byte("a"), nil), frame(0x02, []byte("x"), nil), frame(0x80, []byte("y"), nil)),
			[]string{"frame", "frame frame-interrupted-message", "frame", "message", "end"},
		},
		{"close without a body", server, frame(0x88, nil, nil), whole},
		{"close of one byte", server, frame(0x88, []byte{3}, nil), flagged("close-short")},
		{"reason not UTF-8", server, frame(0x88, []byte("\x03\xe8\xff"), nil), flagged("close-reason-invalid-utf8")},
		{"masked reason not UTF-8", client, frame(0x88, []byte("\x03\xe8\xff"), &rfcKey), flagged("close-reason-invalid-utf8")},
		{"data after close", server, join(frame(0x88, nil, nil), text1("a")), []string{"frame", "frame frame-data-after-close", "end"}},
		{"ping after close", server, join(frame(0x88, nil, nil), frame(0x89, nil, nil)), []string{"frame", "frame", "end"}},
		{"text not UTF-8", server, text1("a\xc3"), flagged("invalid-utf8")},
		{"masked text not UTF-8", client, frame(0x81, []byte("a\xc3"), &rfcKey), flagged("invalid-utf8")},
		{"surrogate in text", server, text1("\xed\xa0\x80"), flagged("invalid-utf8")},
		{"binary not UTF-8", server, frame(0x82, []byte("a\xc3"), nil), whole},
		{"ping not UTF-8", server, frame(0x89, []byte("a\xc3"), nil), whole},
		{
			"compressed text not UTF-8", deflate, frame(0xc1, unhex(t, "00 01 00 fe ff c3 00"), nil),
			flagged("invalid-utf8"),
		},
		{
			"a character over two frames", server, join(frame(0x01, []byte("a\xc3"), nil), frame(0x80, []byte("\xa9"), nil)),
			[]string{"frame", "frame", "message", "end"},
		},
		{
			"fragmented text not UTF-8", server, join(frame(0x01, []byte("a\xc3"), nil), frame(0x80, []byte("b"), nil)),
			[]string{"frame", "frame invalid-utf8", "message", "end"},
		},
		{
			"a fragmented compressed message that is none, standing alone", Config{Deflate: true, NoContextTakeover: true},
			join(frame(0x41, []byte("\xff"), nil), frame(0x80, []byte("\xff"), nil)),
			[]string{"frame", "frame not-deflated", "message", "end"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			units := decode(test.cfg, test.in)
			conserved(t, test.in, 0, units)
			if diff := cmp.Diff(test.want, kinds(units)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestCloseCodes tries the codes around each border of RFC 6455 7.4.
func TestCloseCodes(t *testing.T) {
	valid := map[int]bool{
		0: false, 999: false, 1000: true, 1003: true, 1004: false, 1005: false, 1006: false, 1007: true, 1011: true,
		1012: true, 1014: true, 1015: false, 1016: false, 2999: false, 3000: true, 4999: true, 5000: false, 65535: false,
	}
	for code, want := range valid {
		units := decode(Config{}, frame(0x88, []byte{byte(code >> 8), byte(code)}, nil))
		if got := units[0].Error == nil; got != want {
			t.Errorf("close code %d: accepted is %t, want %t", code, got, want)
		}
		if got := units[0].Value.(Frame).Close.Code; got != code {
			t.Errorf("close code %d: value says %d", code, got)
		}
	}
}
