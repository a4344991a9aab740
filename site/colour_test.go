package site_test

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"testing"

	"wireside/site"
)

// rgb is a colour in linear light, each part from 0 to 1.
type rgb [3]float64

var themes = [2]string{"light", "dark"}

// tokens reads the colours at the head of the style sheet that all pages have, for each theme. No other sheet has any.
func tokens(t *testing.T) [2]map[string]rgb {
	t.Helper()
	out := [2]map[string]rgb{{}, {}}
	token := regexp.MustCompile(`--([a-z0-9-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);`)
	sheets, err := fs.Glob(site.Static(), "*.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range sheets {
		css, err := fs.ReadFile(site.Static(), sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range token.FindAllSubmatch(css, -1) {
			if sheet != "app.css" {
				t.Errorf("%s has a colour of its own, --%s: it belongs into app.css", sheet, m[1])
			}
			for theme := range themes {
				out[theme][string(m[1])] = parse(t, string(m[2+theme]))
			}
		}
	}
	return out
}

func parse(t *testing.T, hex string) rgb {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 24)
	if err != nil {
		t.Fatal(err)
	}
	var c rgb
	for i := range c {
		v := float64(n>>(16-8*i)&0xff) / 255
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

// contrast is WCAG's ratio of two colours, from 1 to 21.
func contrast(a, b rgb) float64 {
	luminance := func(c rgb) float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return max(x, y) / min(x, y)
}

func TestTextCanBeRead(t *testing.T) {
	grounds := map[string][]string{
		"ink":   {"paper", "panel", "sunk", "chosen", "false-bg", "t0", "t1", "t2", "t3", "t4"},
		"ink-2": {"paper", "panel", "sunk", "chosen"},
		"ink-3": {"paper", "panel", "chosen", "sunk"},
		"paper": {"ink"},
		"ok":    {"panel"},
		"bad":   {"paper", "panel", "chosen", "sunk"},
		"focus": {"paper", "panel", "sunk", "chosen"},
		// Lane names stand in the list's rows, also the chosen one, and on the paper.
		"polling":     {"paper", "panel", "chosen", "sunk"},
		"longpolling": {"paper", "panel", "chosen", "sunk"},
		"sse":         {"paper", "panel", "chosen", "sunk"},
		"websocket":   {"paper", "panel", "chosen", "sunk"},
		"http":        {"paper", "panel", "chosen", "sunk"},
		"server":      {"paper", "panel"}, // on the axis, and in drawings
		// Verdicts, each on its own ground, and as words on the page.
		"true":    {"true-bg", "paper", "panel", "chosen"},
		"false":   {"false-bg", "paper", "panel", "chosen"},
		"depends": {"depends-bg", "paper", "panel", "chosen"},
		"open":    {"open-bg", "paper", "panel", "chosen"},
	}
	for theme, colours := range tokens(t) {
		for fg, list := range grounds {
			for _, bg := range list {
				a, ok := colours[fg]
				b, ok2 := colours[bg]
				if !ok || !ok2 {
					t.Fatalf("no token --%s or --%s", fg, bg)
				}
				if got := contrast(a, b); got < 4.5 {
					t.Errorf("%s: --%s on --%s has %.2f:1, want 4.5:1", themes[theme], fg, bg, got)
				}
			}
		}
		// The borders of what can be filled in, and the ring around what has the focus.
		for _, fg := range []string{"edge", "focus"} {
			for _, bg := range []string{"paper", "panel"} {
				if got := contrast(colours[fg], colours[bg]); got < 3 {
					t.Errorf("%s: --%s on --%s has %.2f:1, want 3:1", themes[theme], fg, bg, got)
				}
			}
		}
	}
}

// Matrices that show what a colour looks like to an eye that lacks one kind of cone (Machado, Oliveira, Fernandes 2009,
// severity 1).
var eyes = map[string][3]rgb{
	"all cones":    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// oklab turns linear light into a space in which distances are about as large as they look.
func oklab(c rgb) rgb {
	l := math.Cbrt(max(0, 0.4122214708*c[0]+0.5363325363*c[1]+0.0514459929*c[2]))
	m := math.Cbrt(max(0, 0.2119034982*c[0]+0.6806995451*c[1]+0.1073969566*c[2]))
	s := math.Cbrt(max(0, 0.0883024619*c[0]+0.2817188376*c[1]+0.6299787005*c[2]))
	return rgb{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// The lanes have shapes, too; but their hues must differ for every eye.
func TestLaneHuesDifferForEveryEye(t *testing.T) {
	const least = 0.05
	lanes := []string{"polling", "longpolling", "sse", "websocket"}
	for theme, colours := range tokens(t) {
		for eye, matrix := range eyes {
			seen := map[string]rgb{}
			for _, lane := range lanes {
				var c rgb
				for i, row := range matrix {
					for j, v := range row {
						c[i] += v * colours[lane][j]
					}
				}
				seen[lane] = oklab(c)
			}
			for i, a := range lanes {
				for _, b := range lanes[i+1:] {
					d := math.Sqrt(sq(seen[a][0]-seen[b][0]) + sq(seen[a][1]-seen[b][1]) + sq(seen[a][2]-seen[b][2]))
					if d < least {
						t.Errorf("%s, %s: %s and %s are %.3f apart, want %.2f", themes[theme], eye, a, b, d, least)
					}
				}
			}
		}
	}
}

// A verdict is no technique: its colour must not be taken for a lane's by who sees them all. Its word and mark serve the
// others.
func TestVerdictsAreNoLanes(t *testing.T) {
	const least = 0.05
	for theme, colours := range tokens(t) {
		for _, verdict := range []string{"true", "false", "depends"} {
			for _, lane := range []string{"polling", "longpolling", "sse", "websocket"} {
				a, b := oklab(colours[verdict]), oklab(colours[lane])
				if d := math.Sqrt(sq(a[0]-b[0]) + sq(a[1]-b[1]) + sq(a[2]-b[2])); d < least {
					t.Errorf("%s: %s and %s are %.3f apart, want %.2f", themes[theme], verdict, lane, d, least)
				}
			}
		}
	}
}

func sq(x float64) float64 { return x * x }
