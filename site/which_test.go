package site_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"wireside/labs/decide"
	"wireside/site"
)

// ask renders the page as the server does.
func ask(t *testing.T) *html.Node {
	t.Helper()
	which := site.Which{Rules: decide.Rules(), Setups: decide.Setups(), Answers: site.WhichAnswers(decide.Defaults())}
	for _, p := range decide.Presets() {
		which.Presets = append(which.Presets, site.WhichPreset{Slug: p.Slug, Title: p.Title, Answers: site.WhichAnswers(p.Answers)})
	}
	var b bytes.Buffer
	if err := site.RenderWhich(&b, which); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// field is an input of the page: what it is filled in with, and the numbers that it takes.
type field struct {
	value    string
	min, max float64
}

// inputs lists the page's inputs by name, of radio buttons the one that is pressed, and how many questions there are.
func inputs(t *testing.T, doc *html.Node) (fields map[string]field, questions int) {
	t.Helper()
	fields = map[string]field{}
	for _, e := range elements(doc) {
		switch {
		case e.Data == "fieldset":
			questions++
		case e.Data == "input" && attr(e, "type") == "number":
			least, err := strconv.ParseFloat(attr(e, "min"), 64)
			most, err2 := strconv.ParseFloat(attr(e, "max"), 64)
			if err != nil || err2 != nil {
				t.Errorf("%s: from %q to %q", attr(e, "name"), attr(e, "min"), attr(e, "max"))
			}
			fields[attr(e, "name")] = field{attr(e, "value"), least, most}
		case e.Data == "input" && hasAttr(e, "checked"):
			fields[attr(e, "name")] = field{value: attr(e, "value")}
		}
	}
	return fields, questions
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// What a field takes is what the server takes, and what it is filled in with to begin with is the server's default.
func TestQuestionsTakeWhatTheServerTakes(t *testing.T) {
	text, err := json.Marshal(decide.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	var defaults map[string]any
	if err := json.Unmarshal(text, &defaults); err != nil {
		t.Fatal(err)
	}
	fields, questions := inputs(t, ask(t))
	if questions != 6 || len(fields) != len(defaults) {
		t.Errorf("%d questions with %d fields, want 6 with %d", questions, len(fields), len(defaults))
	}
	for name, value := range defaults {
		f, ok := fields[name]
		if !ok {
			t.Errorf("no field %s", name)
			continue
		}
		number, isNumber := value.(float64)
		if !isNumber {
			if f.value != value {
				t.Errorf("%s is %q to begin with, want %q", name, f.value, value)
			}
			continue
		}
		if got, err := strconv.ParseFloat(f.value, 64); err != nil || got != number {
			t.Errorf("%s is %q to begin with, want %g", name, f.value, number)
		}
		for _, limit := range []struct {
			at, beyond float64
		}{{f.min, f.min - f.max/1e7 - 0.0005}, {f.max, f.max * 1.001}} {
			if err := answering(t, name, limit.at); err != nil {
				t.Errorf("%s may be %g on the page, and the server says: %v", name, limit.at, err)
			}
			if answering(t, name, limit.beyond) == nil {
				t.Errorf("%s: the server takes %g, which the page doesn't", name, limit.beyond)
			}
		}
	}
}

// answering checks the defaults with one other answer.
func answering(t *testing.T, name string, value float64) error {
	t.Helper()
	answers := decide.Defaults()
	text, err := json.Marshal(map[string]float64{name: value})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &answers); err != nil {
		t.Fatal(err)
	}
	return answers.Check()
}

// The presets' answers come through the page whole.
func TestPresetsFillTheQuestionsIn(t *testing.T) {
	var got []decide.Answers
	for _, e := range elements(ask(t)) {
		if !hasAttr(e, "data-answers") {
			continue
		}
		var answers decide.Answers
		if err := json.Unmarshal([]byte(attr(e, "data-answers")), &answers); err != nil {
			t.Fatal(err)
		}
		got = append(got, answers)
	}
	var want []decide.Answers
	for _, p := range decide.Presets() {
		want = append(want, p.Answers)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// How it ranks stands on the page before anything is ranked, without a script.
func TestRulesStandBeforehand(t *testing.T) {
	var stand []string
	for _, e := range elements(ask(t)) {
		if e.Data == "li" && within(e, "section") {
			stand = append(stand, text(e))
		}
	}
	if diff := cmp.Diff(decide.Rules(), stand); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
