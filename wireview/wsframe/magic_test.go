package wsframe

import (
	"bytes"
	"strings"
	"testing"

	"wireside/wireview/wire"
)

const png = "\x89PNG\r\n\x1a\n"

func TestSignatures(t *testing.T) {
	for in, want := range map[string]string{
		png + "x":                                " It begins as a PNG image does.",
		strings.Repeat("\x00", 16) + png:         " Behind 16 bytes it goes on as a PNG image begins.",
		strings.Repeat("\x00", 64) + png:         " Behind 64 bytes it goes on as a PNG image begins.",
		strings.Repeat("\x00", 65) + png:         "",
		png[:7]:                                  "",
		"\xff\xd8\xff\xe0":                       " It begins as a JPEG image does.",
		"x\xff\xd8\xff\xe0":                      "", // three bytes come about by chance
		"\x1f\x8b\x08\x00":                       " It begins as gzip does.",
		"":                                       "",
		"GIF89":                                  "",
		"header\x00\x00GIF89a with all its rest": " Behind 8 bytes it goes on as a GIF image begins.",
	} {
		if got := signed([]byte(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// A large binary message is shown with what it is, and its payload whole; a text that looks like one is not.
func TestLargeBinaryMessage(t *testing.T) {
	payload := append([]byte("\x00\x00\x00\x00\x00\x00\x00\x07\x00\x06\x44\x1a\x2b\x3c\x4d\x5e"+png), bytes.Repeat([]byte("IDAT"), 32<<10)...)
	in := frame(0x82, payload, &rfcKey)
	units := decode(Config{FromClient: true}, in, 1, 5, 1000, 70000)
	conserved(t, in, 0, units)
	f := units[0].Value.(Frame)
	if !bytes.Equal(f.Payload, payload) || f.Opcode != opBinary || f.Length != int64(len(payload)) {
		t.Errorf("opcode %d, %d bytes of payload", f.Opcode, len(f.Payload))
	}
	last := units[0].Fields[len(units[0].Fields)-1]
	const want = "The message, as the application wrote it. Shown here without the masking key. Behind 16 bytes it goes on as a PNG image begins."
	if last.Note != want || len(last.Value) > 2*maxShown {
		t.Errorf("%q, want %q; %d bytes are shown", last.Note, want, len(last.Value))
	}
	if units[0].Summary != "binary fin · 131096 B" {
		t.Error(units[0].Summary)
	}
	u := decode(Config{}, frame(0x81, []byte("%PDF-1.7"), nil))[0]
	if note := u.Fields[len(u.Fields)-1].Note; strings.Contains(note, "PDF") || u.Kind != wire.KindFrame {
		t.Errorf("of a text: %q", note)
	}
}
