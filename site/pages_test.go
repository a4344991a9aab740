package site_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"html/template"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"wireside/site"
)

// hostile is text that would do harm if a template let it through as markup.
const hostile = `<script>alert(1)</script>"'><i onclick=x>`

// pages renders each page as it is with hostile text wherever text may come from elsewhere.
func pages(t *testing.T) map[string]*html.Node {
	t.Helper()
	options := site.Options{
		Scenarios: []site.Scenario{{Name: hostile, Title: hostile, Text: hostile, Rate: 0.1, PayloadBytes: 46, Payload: "text"}},
		Networks:  []site.Network{{Name: "none", Title: "As it is", Text: hostile, Source: hostile}},
		Faults: []site.FaultKind{{Kind: "cut", Title: hostile, Text: hostile, Place: "outside", PlaceText: hostile,
			Fields: []site.FaultField{{Name: "seconds", Title: "for; 0: once", Unit: "s", Max: 3600}, {Name: "type", Title: hostile, Text: true, Value: hostile}}}},
	}
	article := site.Article{Author: hostile, Title: hostile, Where: hostile, Year: 2023}
	link := site.LessonLink{Slug: hostile, Title: hostile, Summary: hostile, Order: 1, Minutes: 9}
	out := map[string]*html.Node{}
	for name, render := range map[string]func(*bytes.Buffer) error{
		"home": func(b *bytes.Buffer) error {
			return site.RenderHome(b, site.Home{Lessons: []site.LessonLink{link}})
		},
		"home without lesson": func(b *bytes.Buffer) error { return site.RenderHome(b, site.Home{}) },
		"error": func(b *bytes.Buffer) error {
			return site.RenderError(b, site.Problem{Status: 404, Title: hostile, Message: hostile})
		},
		"inspector": func(b *bytes.Buffer) error {
			return site.RenderInspector(b, site.Inspector{Run: hostile, Title: hostile, Unit: 17})
		},
		"inspector of an application": func(b *bytes.Buffer) error {
			return site.RenderInspector(b, site.Inspector{Run: "proxy", Title: hostile, Proxied: "http://localhost:3000"})
		},
		"lesson": func(b *bytes.Buffer) error {
			return site.RenderLesson(b, site.Lesson{Slug: hostile, Title: hostile, Kicker: hostile, Order: 3, Minutes: 9,
				HTML: template.HTML("<p>text</p>"), Prev: &link, Next: &link, Course: []site.LessonLink{link, link}, Options: options,
				Exercises: []site.ExerciseLink{{Name: hostile, Title: hostile, Technique: hostile, Minutes: 10}},
				Claims:    []site.ClaimLink{{Number: 24, Title: hostile}}})
		},
		"bench": func(b *bytes.Buffer) error {
			return site.RenderBench(b, site.Bench{Presets: []site.Preset{
				{Slug: "news", Kind: "scenario", Title: hostile, Text: hostile, Watch: hostile, Article: hostile,
					Claims: []int{4, 14}, Spec: json.RawMessage(`{"scenario":"<i onclick=x>'\""}`)},
				{Slug: "cut", Kind: "pitfall", Title: "Cut", Spec: json.RawMessage(`{"lanes":["sse","websocket"]}`)},
			}, Preset: "cut", Options: options})
		},
		"claims": func(b *bytes.Buffer) error {
			return site.RenderClaims(b, site.Claims{Article: article, Seconds: 200, Claims: []site.Claim{
				{Number: 1, Title: hostile, So: hostile, Sources: []site.ClaimSource{{Title: hostile, URL: "https://example.org/?\"><i onclick=x>"}}},
				{Number: 12, Title: hostile, Quote: hostile, So: hostile, Changes: hostile, Seconds: 36,
					Sources: []site.ClaimSource{{Title: hostile, URL: "https://example.org/"}},
					Setups:  []site.ClaimSetup{{Name: hostile, Title: hostile, Kind: "run", Trials: 6, Seconds: 6}},
					Cases:   []site.ClaimCase{{Name: hostile, Text: hostile, Figure: hostile, Unit: hostile, Rule: hostile, Only: "page"}}},
			}, Breaks: []site.Break{{Name: hostile, Title: hostile, Text: hostile}}})
		},
		"result": func(b *bytes.Buffer) error { return site.RenderResult(b, article) },
		"which": func(b *bytes.Buffer) error {
			answers := site.WhichAnswers{Direction: hostile, Rate: 0.1, Size: 1, Proxies: hostile, Platforms: hostile}
			return site.RenderWhich(b, site.Which{Rules: []string{hostile}, Setups: []string{hostile}, Seconds: 50, Answers: answers,
				Presets: []site.WhichPreset{{Slug: hostile, Title: hostile, Answers: answers}}})
		},
		"exercises": func(b *bytes.Buffer) error {
			return site.RenderExercises(b, site.Exercises{Exercises: []site.Exercise{
				{Name: "sse-encode", Title: hostile, Task: hostile, Minutes: 10, Package: hostile, File: hostile, Writes: hostile, Technique: "sse",
					Command: hostile, Lessons: []site.LessonLink{link, link}, Started: true, Lane: true},
				{Name: "matter-word", Title: hostile, Task: hostile, Technique: "matter", Command: hostile},
			}})
		},
		"inspect": func(b *bytes.Buffer) error { return site.RenderInspect(b, site.Inspect{MaxBytes: 64 << 10}) },
	} {
		var b bytes.Buffer
		if err := render(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		doc, err := html.Parse(&b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = doc
	}
	return out
}

// elements lists the elements under n, in document order.
func elements(n *html.Node) []*html.Node {
	var all []*html.Node
	for e := range n.Descendants() {
		if e.Type == html.ElementNode {
			all = append(all, e)
		}
	}
	return all
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for e := range n.Descendants() {
		if e.Type == html.TextNode {
			b.WriteString(e.Data)
		}
	}
	return b.String()
}

// The server's Content-Security-Policy forbids what is looked for here: the browser would refuse it without a word.
func TestPagesObeyTheSecurityPolicy(t *testing.T) {
	for name, doc := range pages(t) {
		for _, e := range elements(doc) {
			if e.Data == "style" || e.Data == "form" || e.Data == "base" || e.Data == "iframe" {
				t.Errorf("%s: <%s> is not allowed", name, e.Data)
			}
			if e.Data == "script" && (attr(e, "src") == "" || text(e) != "") {
				t.Errorf("%s: inline script %q", name, text(e))
			}
			for _, a := range e.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s %s=%q>", name, e.Data, a.Key, a.Val)
				}
			}
		}
	}
}

func TestPagesNeedNothingFromElsewhere(t *testing.T) {
	for name, doc := range pages(t) {
		for _, e := range elements(doc) {
			ref := attr(e, "src")
			if e.Data == "link" {
				ref = attr(e, "href")
			}
			if ref == "" || attr(e, "rel") == "prev" || attr(e, "rel") == "next" { // which load nothing
				continue
			}
			file, ok := strings.CutPrefix(ref, "/static/")
			if !ok {
				t.Errorf("%s: <%s> loads %s", name, e.Data, ref)
				continue
			}
			if _, err := fs.Stat(site.Static(), file); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestPagesCanBeUsedWithoutSight(t *testing.T) {
	for name, doc := range pages(t) {
		ids := map[string]bool{}
		count := map[string]int{}
		for _, e := range elements(doc) {
			count[e.Data]++
			if id := attr(e, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: two elements have the id %s", name, id)
				}
				ids[id] = true
			}
		}
		for _, tag := range []string{"h1", "main", "header", "title"} {
			if count[tag] != 1 {
				t.Errorf("%s: %d <%s>, want 1", name, count[tag], tag)
			}
		}
		for _, e := range elements(doc) {
			for _, key := range []string{"for", "aria-labelledby", "aria-controls", "aria-describedby"} {
				for _, id := range strings.Fields(attr(e, key)) {
					if !ids[id] {
						t.Errorf("%s: <%s %s=%q> leads nowhere", name, e.Data, key, id)
					}
				}
			}
			if id, ok := strings.CutPrefix(attr(e, "href"), "#"); ok && !ids[id] {
				t.Errorf("%s: link to #%s leads nowhere", name, id)
			}
			switch e.Data {
			case "html":
				if attr(e, "lang") == "" {
					t.Errorf("%s: no language", name)
				}
			case "button":
				if attr(e, "type") == "" {
					t.Errorf("%s: button %q has no type", name, text(e))
				}
			case "th":
				if attr(e, "scope") == "" {
					t.Errorf("%s: heading %q has no scope", name, text(e))
				}
			case "input", "select", "textarea":
				if attr(e, "aria-label") == "" && !within(e, "label") {
					t.Errorf("%s: control %q has no label", name, attr(e, "id"))
				}
			case "canvas":
				if attr(e, "aria-label") == "" {
					t.Errorf("%s: canvas has no text in its place", name)
				}
			}
		}
	}
}

func within(n *html.Node, tag string) bool {
	for a := range n.Ancestors() {
		if a.Data == tag {
			return true
		}
	}
	return false
}

func TestTextStaysText(t *testing.T) {
	for name, doc := range pages(t) {
		if name == "home without lesson" || name == "inspect" { // nothing in them comes from elsewhere
			continue
		}
		if got := text(doc); !strings.Contains(got, hostile) {
			t.Errorf("%s: the hostile text is not there to be read", name)
		}
		for _, e := range elements(doc) {
			if e.Data == "i" && attr(e, "onclick") != "" {
				t.Errorf("%s: the hostile text became an element", name)
			}
		}
	}
}

func TestLessonPage(t *testing.T) {
	var b bytes.Buffer
	err := site.RenderLesson(&b, site.Lesson{
		Slug: "four-lanes", Title: "Four lanes", Kicker: "One feed", Order: 1, Minutes: 10,
		HTML:   `<p id="own">Trusted <b>markup</b>.</p>`,
		Next:   &site.LessonLink{Slug: "next", Title: "The next"},
		Course: []site.LessonLink{{Slug: "four-lanes"}, {Slug: "next"}, {Slug: "last"}},
		Claims: []site.ClaimLink{{Number: 24, Title: "Polling is late"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{
		`<p id="own">Trusted <b>markup</b>.</p>`, "Lesson 1 of 3 · One feed · 10 min", `data-slug="four-lanes"`,
		`<a rel="next" href="/lessons/next"><small>Next lesson →</small> <b>The next</b></a>`, "<noscript>",
		`<li data-claim="24"><a href="/claims#claim-24">`, "Polling is late", `src="/static/js/lesson.js"`,
		`<link rel="next" href="/lessons/next">`, `<i data-slug="four-lanes" class="now"></i><i data-slug="next"></i>`, "<kbd>n</kbd>", "<kbd>q</kbd>",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("not on the page: %s", want)
		}
	}
	if strings.Contains(page, `rel="prev"`) {
		t.Error("a lesson with none before it links to one")
	}
}

func TestInspectorPage(t *testing.T) {
	for _, c := range []struct {
		page  site.Inspector
		want  []string
		never []string
	}{
		{
			site.Inspector{Run: "k3x9", Unit: 17},
			[]string{"<h1>Run k3x9</h1>", `data-run="k3x9" data-unit="17"`, `data-lane="longpolling"`, `src="/static/js/inspector.js"`, "/static/js/wire/pane.js", `href="/#lessons"`, `id="search-open"`},
			[]string{`data-lane="http"`, "/static/js/bench.js", "<kbd>s</kbd>", "<kbd>n</kbd>"},
		},
		{
			site.Inspector{Run: "proxy", Title: "The wire of localhost:3000", Proxied: "http://localhost:3000"},
			[]string{"<h1>The wire of localhost:3000</h1>", `<a href="http://localhost:3000" rel="noreferrer">`, `data-lane="http"`, `data-lane="websocket"`},
			[]string{"data-unit", `data-lane="polling"`, `href="/#lessons"`, "search.js", `id="search-open"`, "<kbd>q</kbd>"}, // there are none
		},
	} {
		var b bytes.Buffer
		if err := site.RenderInspector(&b, c.page); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s: not on the page: %s", c.page.Run, want)
			}
		}
		for _, never := range c.never {
			if strings.Contains(b.String(), never) {
				t.Errorf("%s: on the page: %s", c.page.Run, never)
			}
		}
	}
}

func TestHomeLeadsToTheFirstLesson(t *testing.T) {
	var b bytes.Buffer
	if err := site.RenderHome(&b, site.Home{Lessons: []site.LessonLink{
		{Slug: "four-lanes", Title: "Four lanes", Order: 1, Minutes: 10}, {Slug: "second", Title: "Second", Order: 2},
	}}); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	var buttons, listed []string
	for _, e := range elements(doc) {
		if e.Data != "a" {
			continue
		}
		if attr(e, "class") == "button go" {
			buttons = append(buttons, attr(e, "href"))
		}
		if within(e, "ol") {
			listed = append(listed, attr(e, "href"))
		}
	}
	if diff := cmp.Diff([]string{"/lessons/four-lanes"}, buttons); diff != "" {
		t.Errorf("the page's button (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/lessons/four-lanes", "/lessons/second"}, listed); diff != "" {
		t.Errorf("the list (-want +got):\n%s", diff)
	}
}

// What the script fills in has its room: the words of a newcomer stand there without it.
func TestHomeReadsWithoutAScript(t *testing.T) {
	var b bytes.Buffer
	if err := site.RenderHome(&b, site.Home{Lessons: []site.LessonLink{
		{Slug: "one", Title: "One", Order: 1, Minutes: 10, Predictions: 1}, {Slug: "two", Title: "Two", Order: 2, Minutes: 12, Predictions: 3},
		{Slug: "three", Title: "Three", Order: 3},
	}}); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	var states []string
	for _, e := range elements(doc) {
		switch {
		case attr(e, "class") == "state":
			states = append(states, text(e))
		case attr(e, "id") == "onward" && text(e) != "Start with lesson 1One":
			t.Errorf("the button says %q", text(e))
		case attr(e, "id") == "onward-note" && !strings.HasPrefix(text(e), "3 lessons, about 22 minutes."):
			t.Errorf("beside the button: %q", text(e))
		}
	}
	if diff := cmp.Diff([]string{"1 prediction", "3 predictions", ""}, states); diff != "" {
		t.Errorf("the states (-want +got):\n%s", diff)
	}
}

// Long courses are told in hours, to the half.
func TestHomeSaysHowLongItTakes(t *testing.T) {
	for minutes, want := range map[int]string{0: "1 lesson.", 90: "about 90 minutes.", 91: "about 1½ hours.", 130: "about 2 hours.", 147: "about 2½ hours.", 165: "about 3 hours."} {
		var b bytes.Buffer
		if err := site.RenderHome(&b, site.Home{Lessons: []site.LessonLink{{Slug: "one", Title: "One", Order: 1, Minutes: minutes}}}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%d minutes: the page doesn't say %q", minutes, want)
		}
	}
}

// brokenWriter fails every write.
type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestRenderReportsAFailedWrite(t *testing.T) {
	gone := errors.New("gone")
	if err := site.RenderHome(brokenWriter{gone}, site.Home{}); !errors.Is(err, gone) {
		t.Errorf("got %v, want the writer's error", err)
	}
}
