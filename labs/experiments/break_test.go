package experiments

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/lab"
)

func TestBreak(t *testing.T) {
	for _, test := range []struct{ name, how, spec, want string }{
		{"nothing", "", `{"rate":5,"lanes":["sse"]}`, `{"rate":5,"lanes":["sse"]}`},
		{
			"no lanes are the four techniques", "drop", `{"rate":5}`,
			`{"rate":5,"lanes":[{"name":"polling","drop":0.01},{"name":"longpolling","drop":0.01},{"name":"sse","drop":0.01},{"name":"websocket","drop":0.01}]}`,
		},
		{
			"so are none", "late-polls", `{"lanes":[]}`, `{"lanes":[{"name":"polling","holdMs":500},"longpolling","sse","websocket"]}`,
		},
		{
			"names, objects, and who falls back", "drop",
			`{"lanes":["sse-2",{"technique":"polling","intervalMs":100},{"name":"websocket-bare","library":false},"fallback",{"technique":"fallback","name":"fallback-2"}]}`,
			`{"lanes":[{"name":"sse-2","drop":0.01},{"technique":"polling","intervalMs":100,"drop":0.01},{"name":"websocket-bare","library":false,"drop":0.01},
				"fallback",{"technique":"fallback","name":"fallback-2"}]}`,
		},
		{
			"late polls alone", "late-polls", `{"lanes":[{"name":"polling-200","intervalMs":200,"holdMs":1},"longpolling","sse"]}`,
			`{"lanes":[{"name":"polling-200","intervalMs":200,"holdMs":500},"longpolling","sse"]}`,
		},
		{"a lane that the server will refuse", "drop", `{"lanes":["cat",{}]}`, `{"lanes":["cat",{}]}`},
		{"a large seed", "", `{"seed":9007199254740991}`, `{"seed":9007199254740991}`},
	} {
		var spec map[string]any
		if err := json.Unmarshal([]byte(test.spec), &spec); err != nil {
			t.Fatal(err)
		}
		got, err := Break(spec, test.how)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(plain(t, json.RawMessage(test.want)), plain(t, got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(plain(t, json.RawMessage(test.spec)), plain(t, spec)); diff != "" {
			t.Errorf("%s: the spec itself was changed (-before +after):\n%s", test.name, diff)
		}
	}
}

// plain is what JSON makes of a value.
func plain(t *testing.T, v any) (again any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &again)
	}
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestBreakRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		how, code string
		lanes     any
	}{
		"an unknown one":       {"cat", "bad_break", nil},
		"lanes that are none":  {"drop", "bad_run", "sse"},
		"a lane that is none":  {"drop", "bad_run", []any{"sse", 7}},
		"what can't be copied": {"drop", "bad_run", func() {}},
	} {
		got, err := Break(map[string]any{"lanes": test.lanes}, test.how)
		var e *lab.Error
		if !errors.As(err, &e) || e.Status != 400 || e.Code != test.code || got != nil {
			t.Errorf("%s: %v, %+v", name, got, err)
		}
	}
	if got, err := Break(nil, "drop"); err != nil || len(got["lanes"].([]any)) != 4 {
		t.Errorf("a run with all defaults: %v, %v", got, err)
	}
}

// A breakage is made of choices that its lanes have, and of which nobody else's lanes are said to have any.
func TestBreaksAreChoices(t *testing.T) {
	for _, b := range Breaks {
		if !keyword.MatchString(b.Name) || b.Name == "" || b.Title == "" || !strings.HasSuffix(b.Text, ".") {
			t.Errorf("%+v isn't described", b)
		}
		for _, technique := range b.techniques {
			text, err := json.Marshal(map[string]any{b.choice: b.value})
			if err != nil {
				t.Fatal(err)
			}
			var choices lab.Choices
			if err := json.Unmarshal(text, &choices); err != nil {
				t.Fatal(err)
			}
			settled, err := choices.Settle(technique)
			if err != nil {
				t.Errorf("%s: %v", b.Name, err)
			}
			unbroken, err := lab.Choices{}.Settle(technique)
			if err != nil {
				t.Fatal(err)
			}
			if cmp.Equal(unbroken, settled) {
				t.Errorf("%s changes nothing of %s", b.Name, technique)
			}
		}
	}
}
