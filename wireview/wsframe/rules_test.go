package wsframe

import (
	"bytes"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// rules lists what a peer can break on the wire: for each rule bytes that break it, the section that states it, and the close
// code that a peer would send. Those that need both directions are in the tests of decode.
func rules(t *testing.T) []rule {
	const client, server = true, false
	agreed, alone := Config{Deflate: true}, Config{Deflate: true, NoContextTakeover: true}
	zeros := func(n int) []byte { return make([]byte, n) }
	hex := func(s string) []byte { return unhex(t, s) }
	back := newCompressor(t, 9).message(bytes.Repeat([]byte("abcdefghijklmnopqrstuvwxyz0123456789"), 20))
	bomb := newCompressor(t, 9).message(zeros(20_000))
	return []rule{
		// RFC 6455 5.2
		{ReservedBits, "RFC 6455 5.2", 1002, Config{}, hex("c1 00")},
		{ReservedBits, "RFC 6455 5.2", 1002, Config{}, hex("a1 00")},
		{ReservedBits, "RFC 6455 5.2", 1002, Config{}, hex("91 00")},
		{ReservedBits, "RFC 6455 5.2", 1002, agreed, hex("e1 00")},
		{ReservedOpcode, "RFC 6455 5.2", 1002, Config{}, hex("83 00")},
		{ReservedOpcode, "RFC 6455 5.2", 1002, Config{}, hex("87 00")},
		{ReservedOpcode, "RFC 6455 5.2", 1002, Config{}, hex("8b 00")},
		{ReservedOpcode, "RFC 6455 5.2", 1002, Config{}, hex("8f 00")},
		{LengthNotMinimal, "RFC 6455 5.2", 1002, Config{}, hex("82 7e 00 00")},
		{LengthNotMinimal, "RFC 6455 5.2", 1002, Config{}, append(hex("82 7e 00 7d"), zeros(125)...)},
		{LengthNotMinimal, "RFC 6455 5.2", 1002, Config{}, hex("82 7f 00 00 00 00 00 00 00 00")},
		{LengthNotMinimal, "RFC 6455 5.2", 1002, Config{}, append(hex("82 7f 00 00 00 00 00 00 ff ff"), zeros(65535)...)},
		{LengthTooLarge, "RFC 6455 5.2", 1002, Config{}, hex("82 7f 80 00 00 00 00 00 00 00")},
		{LengthTooLarge, "RFC 6455 5.2", 1002, Config{}, hex("82 7f ff ff ff ff ff ff ff ff")},
		{Incomplete, "RFC 6455 5.2", 0, Config{}, hex("81 05 48")},
		// RFC 6455 5.1 and 5.3
		{Unmasked, "RFC 6455 5.1", 1002, Config{FromClient: client}, hex("81 00")},
		{Masked, "RFC 6455 5.1", 1002, Config{FromClient: server}, hex("81 80 37 fa 21 3d")},
		{KeyRepeated, "RFC 6455 10.3", 0, Config{FromClient: client}, hex("81 80 37 fa 21 3d 81 80 37 fa 21 3d 81 80 37 fa 21 3d")},
		{KeyRepeated, "RFC 6455 10.3", 0, Config{FromClient: client}, hex("81 80 00 00 00 00 81 80 00 00 00 00 81 80 00 00 00 00")},
		// RFC 6455 5.4
		{UnexpectedContinuation, "RFC 6455 5.4", 1002, Config{}, hex("80 00")},
		{UnexpectedContinuation, "RFC 6455 5.4", 1002, Config{}, hex("01 00 80 00 80 00")},
		{InterruptedMessage, "RFC 6455 5.4", 1002, Config{}, hex("01 00 81 00")},
		{InterruptedMessage, "RFC 6455 5.4", 1002, Config{}, hex("01 00 02 00")},
		// RFC 6455 5.5
		{FragmentedControl, "RFC 6455 5.5", 1002, Config{}, hex("08 00")},
		{FragmentedControl, "RFC 6455 5.5", 1002, Config{}, hex("09 00")},
		{FragmentedControl, "RFC 6455 5.5", 1002, Config{}, hex("0a 00")},
		{LongControl, "RFC 6455 5.5", 1002, Config{}, append(hex("89 7e 00 7e"), zeros(126)...)},
		{LongControl, "RFC 6455 5.5", 1002, Config{}, append(hex("8a 7e 00 05"), append(zeros(5), append(hex("88 7e 00 7e"), zeros(126)...)...)...)},
		// RFC 6455 5.5.1, 7.4
		{ShortClose, "RFC 6455 5.5.1", 1002, Config{}, hex("88 01 03")},
		{InvalidReason, "RFC 6455 5.5.1", 1007, Config{}, hex("88 03 03 e8 ff")},
		{InvalidCloseCode, "RFC 6455 7.4", 1002, Config{}, hex("88 02 00 00")},
		{InvalidCloseCode, "RFC 6455 7.4", 1002, Config{}, hex("88 02 03 e7")}, // 999
		{InvalidCloseCode, "RFC 6455 7.4", 1002, Config{}, hex("88 02 03 ec")}, // 1004
		{InvalidCloseCode, "RFC 6455 7.4", 1002, Config{}, hex("88 02 03 ed")}, // 1005
		{InvalidCloseCode, "RFC 6455 7.4", 1002, Config{}, hex("88 02 03 ee")}, // 1006
		{InvalidCloseCode, "RFC 6455 7.4", 1002, Config{}, hex("88 02 03 f7")}, // 1015
		{InvalidCloseCode, "RFC 6455 7.4", 1002, Config{}, hex("88 02 0b b7")}, // 2999
		{InvalidCloseCode, "RFC 6455 7.4", 1002, Config{}, hex("88 02 13 88")}, // 5000
		{InvalidCloseCode, "RFC 6455 7.4", 1002, Config{}, hex("88 02 ff ff")},
		{DataAfterClose, "RFC 6455 5.5.1", 0, Config{}, hex("88 00 81 00")},
		{DataAfterClose, "RFC 6455 5.5.1", 0, Config{}, hex("01 00 88 00 80 00")},
		// RFC 6455 8.1
		{InvalidUTF8, "RFC 6455 8.1", 1007, Config{}, hex("81 01 ff")},
		{InvalidUTF8, "RFC 6455 8.1", 1007, Config{}, hex("81 02 c0 af")},
		{InvalidUTF8, "RFC 6455 8.1", 1007, Config{}, hex("81 03 ed a0 80")},
		{InvalidUTF8, "RFC 6455 8.1", 1007, Config{}, hex("81 04 f4 90 80 80")},
		{InvalidUTF8, "RFC 6455 8.1", 1007, Config{}, hex("01 01 c3 80 01 62")},
		{InvalidUTF8, "RFC 6455 8.1", 1007, agreed, hex("c1 07 00 01 00 fe ff c3 00")},
		{InvalidUTF8, "RFC 6455 8.1", 1007, agreed, hex("41 03 00 01 00 80 04 fe ff c3 00")},
		// RFC 7692 6
		{MisplacedRSV1, "RFC 7692 6", 1002, agreed, hex("c9 00")},
		{MisplacedRSV1, "RFC 7692 6", 1002, agreed, hex("41 00 c0 00")},
		// RFC 7692 7.1 and 7.2.2
		{NotDeflated, "RFC 7692 7.2.2", 1007, agreed, hex("c2 01 06")},
		{NotDeflated, "RFC 7692 7.2.2", 1007, alone, hex("c2 01 06")},
		{NotDeflated, "RFC 7692 7.2.2", 1007, agreed, hex("42 01 06 80 00")},
		{NotDeflated, "RFC 7692 7.2.2", 1007, agreed, hex("c1 05 f2 00 11 00 00")},
		{ContextNotKept, "RFC 7692 7.1.1", 1007, alone, hex("c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00")},
		{ContextNotKept, "RFC 7692 7.1.1", 1007, alone, hex("c1 07 f2 48 cd c9 c9 07 00 41 02 f2 00 80 03 11 00 00")},
		{WindowExceeded, "RFC 7692 7.1.2", 1007, Config{Deflate: true, Window: 8}, farBack(t, 300)},
		{WindowExceeded, "RFC 7692 7.1.2", 1007, Config{Deflate: true, Window: 8, NoContextTakeover: true}, farBack(t, 300)},
		// What each implementation sets limits to (RFC 6455 10.4).
		{FrameTooLarge, "RFC 6455 10.4", 0, Config{MaxFrame: 20}, frame(0x82, zeros(30), nil)},
		{MessageTooLarge, "RFC 6455 10.4", 0, Config{MaxMessage: 3}, hex("01 02 61 62 80 02 63 64")},
		{MessageTooLarge, "RFC 6455 10.4", 0, Config{Deflate: true, MaxMessage: 300}, join(frame(0x41, back, nil), frame(0x80, nil, nil))},
		{ContextLost, "RFC 6455 10.4", 0, Config{Deflate: true, MaxMessage: 10_000}, frame(0xc2, bomb, nil)},
	}
}

type rule struct {
	broken *wire.Violation
	spec   string
	close  int
	cfg    Config
	in     []byte
}

// farBack is a compressed message that refers back by n bytes.
func farBack(t *testing.T, n int) []byte {
	b, x := make([]byte, n), uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = 'a' + byte(x>>24)%26
	}
	return frame(0xc1, newCompressor(t, 9).message(append(b, b[:40]...)), nil)
}

func TestRules(t *testing.T) {
	provoked := map[string]bool{ // in decode's tests
		EarlyFrame.Name: true, CloseNotAnswered.Name: true,
	}
	for _, r := range rules(t) {
		provoked[r.broken.Name] = true
		units := decode(r.cfg, r.in)
		conserved(t, r.in, 0, units)
		last := units[len(units)-2]
		if last.Kind == wire.KindMessage {
			last = units[len(units)-3]
		}
		type seen struct {
			Name, Spec string
			Close      int
		}
		want, got := seen{r.broken.Name, r.spec, r.close}, seen{}
		if v := last.Error; v != nil {
			got = seen{v.Name, v.Spec, v.Close}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("% .20x: -want +got\n%s", r.in, diff)
		}
		for _, u := range units {
			if u != last && u.Error != nil && len(r.in) < 100 {
				t.Errorf("% x: a unit before breaks a rule too: %v", r.in, u.Error)
			}
		}
	}
	source, err := os.ReadFile("violation.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range regexp.MustCompile(`Name: "([^"]+)"`).FindAllSubmatch(source, -1) {
		if !provoked[string(name[1])] {
			t.Errorf("nothing provokes %s", name[1])
		}
	}
}
