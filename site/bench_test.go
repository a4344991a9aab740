package site_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"wireside/site"
)

var presets = []site.Preset{
	{Slug: "news", Kind: "scenario", Title: "News", Text: "A headline now and then.", Watch: "Who pays for silence?",
		Article: "SSE.", Claims: []int{4, 14}, Spec: json.RawMessage(`{"scenario":"news","rate":0.2}`)},
	{Slug: "cuts", Kind: "pitfall", Title: "Cuts", Text: "It ends.", Watch: "Lost.",
		Spec: json.RawMessage(`{"lanes":["sse",{"technique":"websocket","reconnect":"resume"}],"faults":[{"kind":"cut","at":3}]}`)},
}

func renderBench(t *testing.T, b site.Bench) *html.Node {
	t.Helper()
	var page bytes.Buffer
	if err := site.RenderBench(&page, b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// card is a preset as the page has it.
type card struct {
	Address, Title string
	Unfolded       bool
	Text           string
	Spec           map[string]any
}

func cards(doc *html.Node) []card {
	var all []card
	for _, e := range elements(doc) {
		if e.Data != "li" || attr(e, "data-slug") == "" {
			continue
		}
		var c card
		for _, inner := range elements(e) {
			switch inner.Data {
			case "a":
				if !within(inner, "h3") {
					continue // a claim's
				}
				c.Address, c.Title = attr(inner, "href"), text(inner)
				c.Unfolded = attr(inner, "aria-expanded") == "true"
			case "dd", "p":
				c.Text += text(inner) + "\n"
			}
		}
		json.Unmarshal([]byte(attr(e, "data-spec")), &c.Spec)
		all = append(all, c)
	}
	return all
}

func TestBenchPageHasThePresets(t *testing.T) {
	doc := renderBench(t, site.Bench{Presets: presets, Preset: "cuts"})
	want := []card{
		{"/bench/news", "News", false, "A headline now and then.\nWho pays for silence?\nSSE.\n4, 14\n", map[string]any{"scenario": "news", "rate": 0.2}},
		{"/bench/cuts", "Cuts", true, "It ends.\nLost.\n", map[string]any{
			"lanes":  []any{"sse", map[string]any{"technique": "websocket", "reconnect": "resume"}},
			"faults": []any{map[string]any{"kind": "cut", "at": 3.0}}}},
	}
	if diff := cmp.Diff(want, cards(doc)); diff != "" {
		t.Errorf("the cards (-want +got):\n%s", diff)
	}
}

// The time axis has its height before any script has run: nothing moves when the lanes come.
func TestBenchPageKeepsRoomForTheLanes(t *testing.T) {
	for chosen, want := range map[string]string{"": "4", "news": "4", "cuts": "2"} {
		doc := renderBench(t, site.Bench{Presets: presets, Preset: chosen})
		for _, e := range elements(doc) {
			if attr(e, "id") == "scope" && attr(e, "data-lanes") != want {
				t.Errorf("preset %q: room for %s lanes, want %s", chosen, attr(e, "data-lanes"), want)
			}
		}
	}
}

// … and beside a lesson for those of its first lab.
func TestLessonKeepsRoomForItsFirstLab(t *testing.T) {
	for run, want := range map[string]string{"": "4", `{"lanes":["sse",{"technique":"websocket"}]}`: "2"} {
		for _, e := range elements(renderLesson(t, site.Lesson{Run: []byte(run)})) {
			if attr(e, "id") == "scope" && attr(e, "data-lanes") != want {
				t.Errorf("first lab %q: room for %s lanes, want %s", run, attr(e, "data-lanes"), want)
			}
		}
	}
}

// … nor when the script says what a preset brings.
func TestBenchPageKeepsRoomForSentences(t *testing.T) {
	train := site.Preset{Slug: "train", Kind: "scenario", Title: "Train", Spec: json.RawMessage(`{"network":"train","page":{}}`)}
	for chosen, want := range map[string][]string{"": nil, "news": nil, "cuts": {"plan"}, "train": {"network-text", "plan"}} {
		var kept []string
		for _, e := range elements(renderBench(t, site.Bench{Presets: append([]site.Preset{train}, presets...), Preset: chosen})) {
			id := attr(e, "id")
			hidden := slices.ContainsFunc(e.Attr, func(a html.Attribute) bool { return a.Key == "hidden" })
			if (id == "plan" || id == "network-text") && !hidden {
				kept = append(kept, id)
			}
		}
		if diff := cmp.Diff(want, kept); diff != "" {
			t.Errorf("preset %q: sentences with room (-want +got):\n%s", chosen, diff)
		}
	}
}

func TestBenchOffersItsOptions(t *testing.T) {
	options := site.Options{
		Scenarios: []site.Scenario{{Name: "news", Title: "News", Rate: 0.1, PayloadBytes: 90, Upstream: 0.3}},
		Networks:  []site.Network{{Name: "none", Title: "As it is"}, {Name: "train", Title: "On the train", Text: "Slow."}},
		Faults: []site.FaultKind{{Kind: "buffer", Title: "Buffering", Text: "It holds.", Place: "inside", PlaceText: "Before the tap.",
			Fields: []site.FaultField{{Name: "buffer.bytes", Title: "until", Unit: "B", Max: 4096, Default: 512}, {Name: "seconds", Title: "for; 0: for ever", Unit: "s", Max: 60}}}},
	}
	for name, doc := range map[string]*html.Node{
		"bench":  renderBench(t, site.Bench{Options: options}),
		"lesson": renderLesson(t, site.Lesson{Options: options}),
	} {
		got := map[string]string{}
		for _, e := range elements(doc) {
			switch {
			case e.Data == "option" && attr(e, "data-rate") != "":
				got["scenario"] = attr(e, "value") + " " + attr(e, "data-rate") + " " + attr(e, "data-bytes") + " " + attr(e, "data-upstream")
			case e.Data == "option" && attr(e, "value") == "train":
				got["network"] = text(e) + ": " + attr(e, "data-text")
			case e.Data == "button" && attr(e, "aria-describedby") != "":
				got["fault"] = attr(e, "value") + " " + text(e)
			case e.Data == "p" && attr(e, "id") == "fault-buffer":
				got["says"] = strings.Join(strings.Fields(text(e)), " ")
			case e.Data == "input" && attr(e, "name") != "":
				got[attr(e, "name")] = attr(e, "value") + " of " + attr(e, "max") + ": " + strings.Join(strings.Fields(text(e.Parent)), " ")
			}
		}
		want := map[string]string{
			"scenario": "news 0.1 90 0.3", "network": "On the train: Slow.", "fault": "buffer Buffering",
			"says":         "It holds. Inside the tap (server → here → tap → browser). Before the tap.",
			"buffer.bytes": "512 of 4096: until B", "seconds": "0 of 60: for s0: for ever",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func renderLesson(t *testing.T, l site.Lesson) *html.Node {
	t.Helper()
	var page bytes.Buffer
	if err := site.RenderLesson(&page, l); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestBenchRefusesAPresetOfNoKind(t *testing.T) {
	var b bytes.Buffer
	err := site.RenderBench(&b, site.Bench{Presets: []site.Preset{{Slug: "x", Kind: "other"}}})
	if err == nil || !strings.Contains(err.Error(), `"other"`) || b.Len() > 0 {
		t.Errorf("got %v and %d bytes, want an error that names the kind, and nothing", err, b.Len())
	}
}
