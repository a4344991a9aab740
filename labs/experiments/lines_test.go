package experiments

import "testing"

func TestLinesAreThoseOfCode(t *testing.T) {
	for text, want := range map[string]int{
		"":                         0,
		"a\nb":                     2,
		"// a\n\n\t// b\nc // d\n": 1,
		"/* a */\nb\n/* c\nd\n */\n\te /* f */\n": 2,
		"x\r\n\r\ny\r\n": 2,
	} {
		if got := Lines(text); got != want {
			t.Errorf("%q has %d lines, not %d", text, got, want)
		}
	}
}
