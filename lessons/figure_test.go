package lessons

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const drawn = `<?xml version="1.0" encoding="UTF-8"?>
<!-- An arrow. -->
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20px" viewBox="0 0 10 20" fill="none">
  <defs>
    <marker id="head" orient="auto" refX="4"><path d="M0 .5 8 4z"/></marker>
  </defs>
  <g id="a" class="sse muted" transform="translate(1, -2) rotate(90)">
    <path d="M96 66 260,78" marker-end="url(#head)" stroke="currentColor"/>
    <rect width="3" height="4"/>
  </g>
  <use href="#a" x="5"/>
  <text x="1">a &lt; b <tspan>“c”</tspan> d</text>
</svg>
`

func figures(text string) fstest.MapFS {
	return fstest.MapFS{"figures/arrow.svg": {Data: []byte(text)}}
}

var figureYAML = []string{"caption: An arrow.", `alt: It points "right".`}

func TestFigureRenders(t *testing.T) {
	lesson, err := loadWith(fakeWorld(), figures(drawn), fenced("figure arrow", figureYAML...))
	if err != nil {
		t.Fatal(err)
	}
	const want = `<h2 id="heading">Heading</h2>
<figure class="block figure" id="figure-arrow" data-block="figure" data-name="arrow">
<div class="drawing" role="img" aria-label="It points &#34;right&#34;."><svg viewBox="0 0 10 20" fill="none">` +
		`<defs><marker id="arrow-head" orient="auto" refX="4"><path d="M0 .5 8 4z"></path></marker></defs>` +
		`<g id="arrow-a" class="sse muted" transform="translate(1, -2) rotate(90)">` +
		`<path d="M96 66 260,78" marker-end="url(#arrow-head)" stroke="currentColor"></path><rect width="3" height="4"></rect></g>` +
		`<use href="#arrow-a" x="5"></use><text x="1">a &lt; b <tspan>“c”</tspan> d</text></svg></div>
<figcaption>An arrow.</figcaption>
</figure>
`
	if diff := cmp.Diff(want, string(lesson.HTML)); diff != "" {
		t.Errorf("HTML (-want +got):\n%s", diff)
	}
}

func TestFigureFaults(t *testing.T) {
	_, err := loadWith(fakeWorld(), figures(strings.Replace(drawn, "<rect", "<image", 1)), fenced("figure arrow", "caption: An arrow."))
	_, missing := loadWith(fakeWorld(), nil, fenced("figure arrow", figureYAML...))
	const file = "01-one.md"
	want := []Error{
		{file, fenceLine, "alt is missing"},
		{file, fenceLine, "figures/arrow.svg:9: <image> has no place in a drawing: there are " + strings.Join(svgElements, ", ")},
		{file, fenceLine, "there is no drawing figures/arrow.svg beside the lesson"},
	}
	if err == nil || missing == nil {
		t.Fatalf("got no fault: %v, %v", err, missing)
	}
	if diff := cmp.Diff(want, append(faultsOf(t, err), faultsOf(t, missing)...)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// in puts something into a drawing, on its second line.
func in(content string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">` + "\n" + content + "\n</svg>"
}

func TestDrawingFaults(t *testing.T) {
	const noPlace = ": such a value has no place in a drawing"
	tests := []struct {
		name, svg string
		line      int
		want      string // how the only fault begins
	}{
		{"script", in("<script href=\"#a\" id=\"a\"/>"), 2, "<script> has no place in a drawing"},
		{"style", in("<style/>"), 2, "<style> has no place in a drawing"},
		{"foreign content", in("<foreignObject/>"), 2, "<foreignObject> has no place in a drawing"},
		{"an element with a prefix", in("<x:g/>"), 2, "<x:g> has no place in a drawing"},
		{"a handler", in(`<g onclick="x()"/>`), 2, "the attribute onclick has no place in a drawing"},
		{"a style attribute", in(`<g style="fill:red"/>`), 2, "the attribute style has no place in a drawing"},
		{"a colour", in(`<g fill="#f00"/>`), 2, `fill="#f00": it is none or currentColor`},
		{"a paint server", in(`<g stroke="url(#a)"/>`), 2, `stroke="url(#a)": it is none or currentColor`},
		{"a link to elsewhere", in(`<use href="https://x/y#z"/>`), 2, `href="https://x/y#z" leads out of the drawing: write #ID`},
		{"an old link", in(`<use xlink:href="#a"/>`), 2, "the attribute xlink:href has no place in a drawing"},
		{"a marker from elsewhere", in(`<path marker-end="url(x.svg#y)"/>`), 2, `marker-end="url(x.svg#y)" leads out of the drawing: write url(#ID)`},
		{"an id of none", in(`<use href="#a"/>`), 2, `nothing has the id "a"`},
		{"an id twice", in(`<g id="a"/><g id="a"/>`), 2, `a second element has the id "a"`},
		{"an odd id", in(`<g id="a b"/>`), 2, `id="arrow-a b"` + noPlace},
		{"an address in a value", in(`<path d="url(x)"/>`), 2, `d="url(x)"` + noPlace},
		{"an attribute twice", in(`<g class="a" class="b"/>`), 2, "<g> has class twice"},
		{"a use that goes round", in(`<g id="a">` + "\n" + `<use href="#a"/></g>`), 3, `a <use> within what another <use> refers to, "a": write it out`},
		{"uses in uses", in(`<g id="a"/><g id="b"><use href="#a"/></g><use id="c" href="#b"/>`), 2, `a <use> within what another <use> refers to, "b": write it out`},
		{"a viewBox of words", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-"/>`, 1, `viewBox="-"` + noPlace},
		{"an animation", in(`<animate/>`), 2, "<animate> has no place in a drawing"},
		{"text outside", in(`<g>words</g>`), 2, `text stands outside <text>: "words"`},
		{"svg in svg", in(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`), 2, "<svg> stands within <svg>"},
		{"another namespace", in(`<g xmlns="http://www.w3.org/1999/xhtml"/>`), 2, `xmlns="http://www.w3.org/1999/xhtml" on <g>`},
		{"no viewBox", `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`, 1, "<svg> needs xmlns="},
		{"no namespace", `<svg viewBox="0 0 1 1"/>`, 1, "<svg> needs xmlns="},
		{"no drawing", "<!-- -->", 1, "there is no <svg>"},
		{"another root", "<g/>", 1, "a drawing begins with <svg>, not with <g>"},
		{"two roots", in("") + "\n<g/>", 4, "a second element beside <svg>"},
		{"a document type", "<!DOCTYPE svg>\n" + in(""), 1, "<!DOCTYPE svg> has no place in a drawing"},
		{"a style sheet", "<?xml-stylesheet href='x'?>\n" + in(""), 1, "<?xml-stylesheet?> has no place in a drawing"},
		{"not closed", strings.TrimSuffix(in(""), "</svg>"), 3, "<svg> is not closed"},
		{"closed wrongly", in("<g></path></g>"), 2, "</path> closes nothing"},
		{"no XML", in("<g a=b/>"), 2, "unquoted or missing attribute value in element"},
		{"an unknown entity", in("<text>&nbsp;</text>"), 2, "invalid character entity &nbsp;"},
		{"a huge drawing", in(strings.Repeat(" ", maxDrawing)), 1, "it has 32"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, faults := drawing("arrow", []byte(test.svg))
			if len(faults) != 1 || faults[0].Line != test.line || !strings.HasPrefix(faults[0].Message, test.want) {
				t.Errorf("got %v, want one fault on line %d that begins with %q", faults, test.line, test.want)
			}
		})
	}
}

// Whatever a file says, what comes out without a fault has no script, no style and no way out.
func FuzzDrawing(f *testing.F) {
	f.Add([]byte(drawn))
	f.Add([]byte(in(`<text class="a">&lt;script&gt;</text>`)))
	f.Add([]byte(in(`<path d='"&gt;&lt;a'/>`)))
	f.Fuzz(func(t *testing.T, text []byte) {
		out, faults := drawing("a", text)
		if len(faults) > 0 {
			return
		}
		for _, never := range []string{"<script", "<style", "<a", "<!", "<?", "style=", " on", "://", "javascript:"} {
			tags := strings.Split(out, "<")
			for _, tag := range tags[1:] {
				tag, _, _ = strings.Cut(tag, ">")
				if strings.Contains("<"+tag, never) {
					t.Errorf("it has %s: %s", never, out)
				}
			}
		}
		if again, faults := drawing("a", []byte(strings.Replace(out, "<svg", `<svg xmlns="`+svgSpace+`"`, 1))); len(faults) > 0 || !strings.HasPrefix(again, "<svg ") {
			t.Errorf("what came out is refused: %v\n%s", faults, out)
		}
	})
}

// The drawings of the lessons are in order, whether a lesson has them yet or not.
func TestDrawings(t *testing.T) {
	found, err := fs.Glob(FS(), "figures/*.svg")
	if err != nil || len(found) < 5 {
		t.Fatalf("there are only %d drawings: %v", len(found), err)
	}
	for _, file := range found {
		text, err := fs.ReadFile(FS(), file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(path.Base(file), ".svg")
		if _, faults := drawing(name, text); len(faults) > 0 || !blockName.MatchString(name) {
			t.Errorf("%s: %v", file, faults)
		}
	}
}
