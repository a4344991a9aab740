package book

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestAligned(t *testing.T) {
	for _, c := range []struct{ name, expected, seen, want string }{
		{"differ", "data: a\ndata: b\n\n", "data: a\nb\n\n", `
They differ first at byte 8, counted from 0: expected 64 (d), seen 62 (b).
  expected   0  64 61 74 61 3a 20 61 0a 64 61 74 61 3a 20 62 0a  |data: a␊data: b␊|
  seen       0  64 61 74 61 3a 20 61 0a 62 0a 0a                 |data: a␊b␊␊|
                                        ^^                                ^
  expected  16  0a                                               |␊|`},
		{"seen is cut", "data: x\n\n", "data: x\n", `
Seen ends after 8 bytes. Expected goes on with 1 more, first 0a (LF).
  expected  0  64 61 74 61 3a 20 78 0a 0a                       |data: x␊␊|
  seen      0  64 61 74 61 3a 20 78 0a                          |data: x␊|
                                       ^^                                ^`},
		{"seen goes on in a row of its own", "0123456789abcdef", "0123456789abcdef\r", `
Expected ends after 16 bytes. Seen goes on with 1 more, first 0d (CR).
  both       0  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  |0123456789abcdef|
  expected
  seen      16  0d                                               |␍|
                ^^                                                ^`},
		{"nothing seen", "\x00", "", `
Expected 1 byte, seen none.
  expected  0  00                                               |␀|
  seen
               ^^                                                ^`},
		{"nothing expected", "", "a ", `
Expected none, seen 2 bytes.
  expected
  seen      0  61 20                                            |a |
               ^^                                                ^`},
		{"the same", "a", "a", `
Both are the same 1 byte.
  both      0  61                                               |a|`},
		{"both empty", "", "", `
Both are the same 0 bytes.`},
		{"characters of several bytes, also over a row's end", "grüß 世界 e\u0301 😀", "grüß 世界 e\u0301 \xf0\x9f\x98", `
Seen ends after 21 bytes. Expected goes on with 1 more, first 80.
  both       0  67 72 c3 bc c3 9f 20 e4 b8 96 e7 95 8c 20 65 cc  |grü ß  世 界  e·|
  expected  16  81 20 f0 9f 98 80                                |  😀  |
  seen      16  81 20 f0 9f 98                                   |  ���|
                               ^^                                      ^`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), Aligned([]byte(c.expected), []byte(c.seen))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The mark stands under the byte's hex and under its text, wherever the first difference is; and little is written of much.
func TestAlignedMarks(t *testing.T) {
	for _, size := range []int{1, 16, 17, 1000, 100 << 20} {
		expected := bytes.Repeat([]byte("x"), size)
		seen := bytes.Clone(expected)
		for _, at := range []int{0, 1, 15, 16, 31, 33, 500, 999, size - 17, size - 1} {
			if at < 0 || at >= size {
				continue
			}
			seen[at] = 'Z'
			text := Aligned(expected, seen)
			seen[at] = 'x'
			if len(text) > 2<<10 {
				t.Errorf("%d bytes, first difference at %d: a text of %d bytes", size, at, len(text))
			}
			lines := strings.Split(text, "\n")
			for i, line := range lines {
				if !strings.HasPrefix(strings.TrimSpace(line), "^^") {
					continue
				}
				under := lines[i-1]
				hex, char := strings.Index(line, "^^"), strings.LastIndex(line, "^")
				if got := under[hex:hex+2] + under[char:char+1]; got != "5aZ" {
					t.Errorf("%d bytes, first difference at %d: the mark is under %q in\n%s", size, at, got, text)
				}
				number, column := strings.Fields(under)[1], (hex-strings.Index(under, strings.Fields(under)[2]))/3
				if want := fmt.Sprint(at - at%16); number != want || column != at%16 {
					t.Errorf("%d bytes, first difference at %d: marked in row %s, column %d", size, at, number, column)
				}
			}
			if n := strings.Count(text, "^^"); n != 1 {
				t.Errorf("%d bytes, first difference at %d: %d marks", size, at, n)
			}
		}
	}
}

func FuzzAligned(f *testing.F) {
	f.Add([]byte("a\xe4\xb8"), []byte("a世"))
	f.Add(bytes.Repeat([]byte("é"), 100), bytes.Repeat([]byte("é"), 99))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		text := Aligned(a, b)
		if !utf8.ValidString(text) || len(text) > 2<<10 {
			t.Errorf("a text of %d bytes, or no UTF-8: %q", len(text), text)
		}
		if at := differAt(a, b); !bytes.Equal(a[:at], b[:at]) || at < len(a) && at < len(b) && a[at] == b[at] {
			t.Errorf("the first difference is not at %d", at)
		}
	})
}

func TestSame(t *testing.T) {
	type event struct {
		ID   int
		Data []byte
	}
	if err := Same([]event{{1, nil}}, []event{{1, []byte{}}}, "After(%d)", 3); err != nil {
		t.Errorf("empty and nil are not the same: %v", err)
	}
	err := Same([]event{{1, nil}}, []event{{2, nil}}, "After(%d)", 3)
	if m, ok := err.(*Mismatch); !ok || m.What != "After(3)" || m.Compared() || !strings.Contains(m.Error(), "-") {
		t.Errorf("a difference is %#v", err)
	}
	for _, c := range []struct {
		expected, seen any
		diff           string
	}{
		{`"15"`, "", "- \"\\\"15\\\"\"\n+ \"\"\n"},
		{3, 4, "- 3\n+ 4\n"},
		{true, false, "- true\n+ false\n"},
	} {
		if m, ok := Same(c.expected, c.seen, "x").(*Mismatch); !ok || m.Diff != c.diff {
			t.Errorf("%v and %v: %q", c.expected, c.seen, m.Diff)
		}
	}
	if err := SameBytes(nil, []byte{}, "x"); err != nil {
		t.Error(err)
	}
	seen := []byte("b")
	m := SameBytes([]byte("a"), seen, "Encode(%q)", "x").(*Mismatch)
	seen[0] = 'c'
	if m.What != `Encode("x")` || !m.Compared() || string(m.Seen) != "b" || m.Error() != m.What+"\n"+Aligned([]byte("a"), []byte("b")) {
		t.Errorf("a difference is %#v", m)
	}
	if m := (&Mismatch{What: "it must be refused"}); m.Compared() || m.Error() != m.What {
		t.Errorf("without bytes: %q", m.Error())
	}
}
