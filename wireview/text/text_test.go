package text_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/decode"
	"wireside/wireview/text"
	"wireside/wireview/wire"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	for name, cfg := range map[string]text.Config{
		"plain":  {},
		"narrow": {Width: 60},
		"colour": {Colour: true, Width: 80, Location: time.FixedZone("", 3600)},
	} {
		t.Run(name, func(t *testing.T) {
			got := print(t, cfg, sample())
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got; -update writes it anew):\n%s", file, diff)
			}
		})
	}
}

// Of what the decoders make, each field is shown with its section.
func TestNothingIsLeftOut(t *testing.T) {
	var units []*wire.Unit
	c := decode.New(1, func(u *wire.Unit) {
		u.Seq = uint64(len(units) + 1)
		kept := u.Clone()
		decode.Explain(kept)
		units = append(units, kept)
	})
	c.Write(wire.C2S, 1, []byte("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"))
	c.Write(wire.S2C, 2, []byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\x01\x03Hel\x80\x02lo\x88\x02\x03\xe8"))
	c.Close(3)
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	w.Write([]byte("data: inflated\n\n"))
	w.Close()
	c = decode.New(2, func(u *wire.Unit) {
		u.Seq = uint64(len(units) + 1)
		kept := u.Clone()
		decode.Explain(kept)
		units = append(units, kept)
	})
	c.Write(wire.S2C, 4, []byte("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n"+zipped.String()))
	c.Close(5)
	for i, want := range []string{"→ inflated to 16 bytes: data: inflated␊␊", `→ event "message", last event ID "", from body #%d, data: inflated`} {
		u := units[len(units)-5+i]
		if got := print(t, text.Config{}, []*wire.Unit{u}); !strings.Contains(got, strings.ReplaceAll(want, "%d", strconv.FormatUint(u.Seq-1, 10))) {
			t.Errorf("%q is not said in\n%s", want, got)
		}
	}
	fields := 0
	for _, u := range units {
		got := print(t, text.Config{}, []*wire.Unit{u})
		for _, f := range u.Fields {
			if fields++; !strings.Contains(got, "\n  "+f.Name) || !strings.Contains(got, "["+f.Spec+"]") {
				t.Errorf("%s: %s [%s] is missing in\n%s", u.Summary, f.Name, f.Spec, got)
			}
		}
	}
	if fields < 20 {
		t.Errorf("%d units with %d fields", len(units), fields)
	}
}

// Whatever is in a unit, what reaches the terminal is text that prints.
func FuzzEscaping(f *testing.F) {
	f.Add("GET /\x1b[2J\x1b]0;title\x07 HTTP/1.1\r\n", "\u202e\u0085\x9b31m\xff", []byte("\x1b[31m\xff\xfe"))
	f.Add("\r\noverwritten", "\u200b\ufeff\U000e0001", []byte{0x7f, 0x80, 0x9b})
	f.Fuzz(func(t *testing.T, a, b string, raw []byte) {
		n := int64(len(raw))
		u := &wire.Unit{
			Seq: 1, Conn: 1, Proto: wire.Proto(a), Kind: wire.Kind(b), Length: n, Spans: wire.Spans{{0, n}}, Raw: raw, Summary: a,
			Fields: []wire.Field{{Name: a, Value: b, Note: a, Spec: b, Spans: wire.Spans{{0, n}}}},
			Error:  &wire.Violation{Name: a, Spec: b, Message: b},
		}
		for _, value := range values(a, b, raw) {
			u.Value = value
			got := print(t, text.Config{Width: 40}, []*wire.Unit{u})
			for i, r := range got {
				if r != '\n' && !unicode.IsPrint(r) {
					t.Fatalf("%q reaches the terminal, in %q", r, got[max(0, i-20):min(len(got), i+20)])
				}
			}
		}
	})
}

func TestLimits(t *testing.T) {
	raw := bytes.Repeat([]byte("x"), 5000)
	n := int64(len(raw))
	u := &wire.Unit{Seq: 1, Conn: 1, Kind: wire.KindRaw, Length: n, Spans: wire.Spans{{0, n}}, Raw: raw}
	for i := range n {
		u.Fields = append(u.Fields, wire.Field{Name: "f", Value: strings.Repeat("v", 5000), Note: strings.Repeat("word ", 5000), Spans: wire.Spans{{i, n}}})
	}
	got := print(t, text.Config{}, []*wire.Unit{u})
	for _, want := range []string{"… and 4,800 further fields.", "… 4,744 further bytes", "… 23,859 further bytes"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said", want)
		}
	}
	if len(got) > 1<<20 {
		t.Errorf("%d bytes of text", len(got))
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrorsAreReturned(t *testing.T) {
	if err := text.New(full{}, text.Config{}).Unit(sample()[0]); !errors.Is(err, errFull) {
		t.Error(err)
	}
}
