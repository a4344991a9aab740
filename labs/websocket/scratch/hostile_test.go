package scratch

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
)

// hostile is what a client may send that it must not, and the code with which the stream is closed.
type hostile struct {
	name   string
	frames [][]byte
	code   int
}

// hostileLimit is how long a message may be in these tests.
const hostileLimit = 300

// plain is a frame without a mask, as clients must not send them.
func plain(first byte, payload string) []byte {
	return append([]byte{first, byte(len(payload))}, payload...)
}

// promise is a header alone: masked, with the length in so many bytes.
func promise(first byte, length uint64, bytes int) []byte {
	seven := map[int]byte{2: 126, 8: 127}[bytes]
	b := []byte{first, 0x80 | seven}
	for i := bytes - 1; i >= 0; i-- {
		b = append(b, byte(length>>(8*i)))
	}
	return append(b, 1, 2, 3, 4)
}

// rsv shifts reserved bits to where they are in a frame's first byte.
func rsv(n byte) byte { return n << 4 }

// violations are all that RFC 6455 forbids a client, each behind a message that is right.
func violations() (all []hostile) {
	add := func(name string, code int, frames ...[]byte) { all = append(all, hostile{name, frames, code}) }
	long := strings.Repeat("x", hostileLimit)

	add("5.1 a text without a mask", 1002, plain(fin|text, "hi"))
	add("5.1 a ping without a mask", 1002, plain(fin|pinged, ""))
	add("5.1 a close without a mask", 1002, plain(fin|closed, "\x03\xe8"))
	add("5.1 a continuation without a mask", 1002, frame(text, "a"), plain(fin|cont, "b"))
	for bit := byte(1); bit < 8; bit++ {
		add(fmt.Sprintf("5.2 RSV %03b on a text", bit), 1002, frame(fin|rsv(bit)|text, "hi"))
		add(fmt.Sprintf("5.2 RSV %03b on a ping", bit), 1002, frame(fin|rsv(bit)|pinged, ""))
		add(fmt.Sprintf("5.2 RSV %03b on a continuation", bit), 1002, frame(text, "a"), frame(fin|rsv(bit)|cont, "b"))
	}
	for _, op := range []byte{3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF} {
		add(fmt.Sprintf("5.2 the opcode %#x", op), 1002, frame(fin|op, ""))
		add(fmt.Sprintf("5.2 the opcode %#x with a payload, in a message", op), 1002, frame(text, "a"), frame(fin|op, "b"))
	}
	add("5.2 five bytes in a length of two", 1002, promise(fin|text, 5, 2))
	add("5.2 125 bytes in a length of two", 1002, promise(fin|binry, 125, 2))
	add("5.2 five bytes in a length of eight", 1002, promise(fin|text, 5, 8))
	add("5.2 65,535 bytes in a length of eight", 1002, promise(fin|text, 65535, 8))
	add("5.2 a length with the most significant bit", 1002, promise(fin|binry, 1<<63, 8))
	add("5.2 the longest length there is", 1002, promise(fin|binry, 1<<64-1, 8))
	for _, op := range []byte{closed, pinged, ponged} {
		add(fmt.Sprintf("5.5 opcode %#x in a fragment", op), 1002, frame(op, ""))
		add(fmt.Sprintf("5.5 opcode %#x in a fragment, in a message", op), 1002, frame(text, "a"), frame(op, ""), frame(fin|cont, ""))
		add(fmt.Sprintf("5.5 opcode %#x with 126 bytes", op), 1002, frame(fin|op, long[:126]))
		add(fmt.Sprintf("5.5 opcode %#x that promises much", op), 1002, promise(fin|op, 1<<40, 8))
	}
	add("5.4 a continuation of nothing", 1002, frame(fin|cont, "hi"))
	add("5.4 a continuation of nothing, to be continued", 1002, frame(cont, ""))
	add("5.4 a continuation after the end", 1002, frame(fin|pinged, ""), frame(fin|cont, "c"))
	add("5.4 a text in a text", 1002, frame(text, "a"), frame(fin|text, "b"))
	add("5.4 a binary message in an empty text", 1002, frame(text, ""), frame(binry, ""))
	for _, bad := range []string{"\xff", "a\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5", "\x80", "\xe2\x82"} {
		add(fmt.Sprintf("8.1 the text %+q", bad), 1007, frame(fin|text, bad))
		add(fmt.Sprintf("8.1 the text %+q in fragments", bad), 1007, frame(text, bad[:1]), frame(fin|pinged, ""), frame(cont, ""), frame(fin|cont, bad[1:]))
	}
	add("7.4.1 a message of one byte too many", 1009, frame(fin|text, long+"x"))
	add("7.4.1 fragments of one byte too many", 1009, frame(text, long[:200]), frame(cont, long[:100]), frame(fin|cont, "x"))
	add("7.4.1 a promise", 1009, promise(fin|binry, hostileLimit+1, 2))
	add("7.4.1 the longest promise", 1009, promise(binry, 1<<63-1, 8))
	add("5.5.1 half a code", 1002, frame(fin|closed, "\x03"))
	for _, code := range []int{0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535} {
		add(fmt.Sprintf("7.4 the code %d", code), 1002, frame(fin|closed, closePayload(code, "")))
	}
	add("8.1 a reason that is not UTF-8", 1007, frame(fin|closed, closePayload(1000, "\xff")))
	add("8.1 a reason that ends too early", 1007, frame(fin|closed, closePayload(1000, "\xe2\x82")))
	return all
}

// TestViolations has the lane told all that must not be said, the handshake and all in one packet, with a ping behind that is
// not answered.
func TestViolations(t *testing.T) {
	r := start(t, feed.Config{}, Config{MessageBytes: hostileLimit}, Reference())
	for _, v := range violations() {
		t.Run(v.name, func(t *testing.T) {
			p := r.open(t, "/scratch", append([][]byte{frame(fin|text, "fine")}, append(v.frames, frame(fin|pinged, "late"))...)...)
			p.CloseWrite()
			seen, err := p.rest()
			if err != nil {
				t.Fatalf("%v after %q", err, seen)
			}
			want := []got{{fin | text, `{"echo":"fine"}`}, {fin | closed, closePayload(v.code, "")}}
			if diff := cmp.Diff(want, withoutPongsAndReason(seen)); diff != "" {
				t.Errorf("- expected, + seen\n%s", diff)
			}
		})
	}
}

// rest reads frames until the end of the bytes, which must come between two.
func (p *peer) rest() (all []got, err error) {
	for {
		f, err := p.next()
		if err == io.EOF {
			return all, nil
		} else if err != nil {
			return all, err
		}
		all = append(all, f)
	}
}

// withoutPongsAndReason leaves out what the tests of violations don't ask for: the answers to pings before the
// violation, which are empty, and the words of the close frame.
func withoutPongsAndReason(frames []got) (some []got) {
	for _, f := range frames {
		if f == (got{fin | ponged, ""}) {
			continue
		}
		if f.First == fin|closed {
			f.Payload = f.Payload[:min(2, len(f.Payload))]
		}
		some = append(some, f)
	}
	return some
}

// TestCutReads has the bytes come in pieces, cut at every byte, and one by one: what is made of them is always the same.
func TestCutReads(t *testing.T) {
	all := append(violations(), hostile{"a conversation", [][]byte{
		frame(text, "a\xe2"), frame(fin|pinged, "?"), frame(fin|cont, "\x82\xac"),
		frame(fin|binry, strings.Repeat("y", 200)), frame(fin|closed, closePayload(1000, "bye")),
	}, 1000})
	for _, v := range all {
		sent := bytes.Join(v.frames, nil)
		whole := heard(bytes.NewReader(sent))
		if last := whole[len(whole)-1]; !strings.HasPrefix(last, fmt.Sprintf("close %d:", v.code)) {
			t.Errorf("%s: %q", v.name, whole)
		}
		for cut := range len(sent) + 1 {
			if diff := cmp.Diff(whole, heard(io.MultiReader(bytes.NewReader(sent[:cut]), bytes.NewReader(sent[cut:])))); diff != "" {
				t.Errorf("%s, cut at %d: - in one, + in two\n%s", v.name, cut, diff)
			}
		}
		if diff := cmp.Diff(whole, heard(byByte{bytes.NewReader(sent)})); diff != "" {
			t.Errorf("%s, byte by byte: - in one, + in many\n%s", v.name, diff)
		}
	}
}

// byByte reads one byte at a time.
type byByte struct{ io.Reader }

func (b byByte) Read(p []byte) (int, error) { return b.Reader.Read(p[:min(1, len(p))]) }

// heard is what the lane makes of a client's bytes: its messages, and why it heard no more.
func heard(r io.Reader) (all []string) {
	parts := Reference()
	f := frames{parts: &parts, limit: hostileLimit, alive: func() {}}
	f.begin(nil, r)
	assembler, err := NewAssembler(hostileLimit)
	for err == nil {
		var h Header
		var payload []byte
		var m *Message
		if h, payload, err = f.next(); err == nil {
			m, err = assembler.Frame(h, payload)
		}
		if m == nil {
			continue
		}
		all = append(all, fmt.Sprintf("%#x %q", byte(m.Type), m.Data))
		if m.Type == OpClose {
			code, reason, failed := ParseClose(m.Data)
			if err = failed; err == nil {
				err = &CloseError{code, reason}
			}
		}
	}
	return append(all, err.Error())
}

// TestHangUpAnywhere has a client vanish after each byte of a conversation, politely: what it gets is the beginning of what it
// would have got, and no stream is left.
func TestHangUpAnywhere(t *testing.T) {
	var cfg Config
	left := make(chan struct{}, 1)
	cfg.Admit = func() (func(), error) { return func() { left <- struct{}{} }, nil }
	r := start(t, feed.Config{}, cfg, Reference())
	sent := bytes.Join([][]byte{
		frame(text, "a\xe2"), frame(fin|pinged, "?"), frame(fin|cont, "\x82\xac"), frame(fin|binry, strings.Repeat("y", 200)),
		frame(fin|closed, closePayload(1000, "bye")),
	}, nil)
	talk := func(n int) []got {
		p := r.open(t, "/scratch", sent[:n])
		p.CloseWrite()
		frames, err := p.rest()
		if err != nil {
			t.Fatalf("after %d bytes: %v", n, err)
		}
		<-left
		return frames
	}
	whole := talk(len(sent))
	if last := whole[len(whole)-1]; last != closeFrame(1000, "") {
		t.Fatalf("the last frame is %q", last)
	}
	for n := range len(sent) {
		some := talk(n)
		if len(some) >= len(whole) {
			t.Fatalf("after %d bytes: %q", n, some)
		}
		if diff := cmp.Diff(append([]got(nil), whole[:len(some)]...), some); diff != "" {
			t.Errorf("after %d bytes: - expected, + seen\n%s", n, diff)
		}
	}
}

// TestAfterGoodbye has a client say more behind its close frame: nothing of it is heard, and nothing follows the server's.
func TestAfterGoodbye(t *testing.T) {
	for name, more := range map[string][]byte{
		"a text":         frame(fin|text, "late"),
		"a ping":         frame(fin|pinged, "late"),
		"another close":  frame(fin|closed, closePayload(1001, "")),
		"no mask":        plain(fin|text, "late"),
		"half a message": frame(text, "late")[:3],
	} {
		t.Run(name, func(t *testing.T) {
			var cfg Config
			cfg.Upstream = func(text string) { t.Errorf("heard %q", text) }
			r := start(t, feed.Config{}, cfg, Reference())
			p := r.open(t, "/scratch", frame(fin|closed, closePayload(4000, "bye")), more)
			p.CloseWrite()
			seen, err := p.rest()
			if err != nil {
				t.Fatalf("%v after %q", err, seen)
			}
			if diff := cmp.Diff([]got{closeFrame(4000, "")}, seen); diff != "" {
				t.Errorf("- expected, + seen\n%s", diff)
			}
		})
	}
}
