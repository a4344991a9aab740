package experiments

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/lab"
)

func TestFlatten(t *testing.T) {
	got, err := Flatten([]byte(`{"run":"ab12","at":1763794512203114,"published":200,"clock":null,"process":{"cpuMs":12.5},
		"lanes":{"sse-2":{"latency":{"p50":0.25,"max":3},"finished":true,"late":0,"faults":[1,2]},"polling":{"finished":false,"bytes":{"s2c":{"http":7}}}},
		"herd":{"clients":9,"perTenth":[[0,5,9],[4,1,1],[5,2,30],[7,0,40],[31,3,3]]}}`))
	want := Values{
		"at": 1763794512203114, "published": 200, "process.cpuMs": 12.5,
		"lanes.sse-2.latency.p50": 0.25, "lanes.sse-2.latency.max": 3, "lanes.sse-2.finished": 1, "lanes.sse-2.late": 0,
		"lanes.polling.finished": 0, "lanes.polling.bytes.s2c.http": 7,
		"herd.clients": 9, "herd.peakConnects": 5, "herd.peakRequests": 40, "herd.spread": 2,
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// Answers are counted: a code that none had is 0. Whatever else isn't there is absent.
func TestFlattenOfStatuses(t *testing.T) {
	got, err := Flatten([]byte(`{"lanes":{"polling":{"statuses":{"200":7}},"sse":{}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got["lanes.polling.statuses.200"] != 7 {
		t.Errorf("200: %v", got["lanes.polling.statuses.200"])
	}
	if v, ok := got["lanes.polling.statuses.304"]; !ok || v != 0 {
		t.Errorf("304: %v, %v", v, ok)
	}
	for name := range got {
		if strings.HasPrefix(name, "lanes.sse.") {
			t.Errorf("%s is there", name)
		}
	}
}

func TestFlattenOfAHerd(t *testing.T) {
	for list, want := range map[string]Values{
		`[]`:                  {"herd.peakConnects": 0, "herd.peakRequests": 0, "herd.spread": 0},
		`null`:                {},
		`{}`:                  {},
		`[[1,2]]`:             {},
		`[["1",2,3]]`:         {},
		`[[0,1,1],[1,null,]]`: nil,
	} {
		got, err := Flatten([]byte(`{"herd":{"perTenth":` + list + `}}`))
		if diff := cmp.Diff(want, got); diff != "" || (err != nil) != (want == nil) {
			t.Errorf("%s: %v (-want +got):\n%s", list, err, diff)
		}
	}
}

func TestFlattenRefuses(t *testing.T) {
	var wide strings.Builder
	for i := range maxLedgerValues + 1 {
		fmt.Fprintf(&wide, `,"%d":1`, i)
	}
	for name, text := range map[string]string{
		"nothing": "", "a list": "[]", "no JSON": "{", "too long": strings.Repeat(" ", maxLedgerBytes) + "{}", "too large a number": `{"a":1e999}`,
		"too many": "{" + wide.String()[1:] + "}",
		"too deep": strings.Repeat(`{"a":`, maxLedgerDepth+1) + "1" + strings.Repeat("}", maxLedgerDepth+1), "far too deep": strings.Repeat(`{"a":`, 100_000),
	} {
		got, err := Flatten([]byte(text))
		var e *lab.Error
		if !errors.As(err, &e) || e.Code != "bad_ledger" || got != nil {
			t.Errorf("%s: %v, %+v", name, got, err)
		}
	}
}

// JavaScript writes null for NaN; it must not become 0.
func TestValuesOfNullAreAbsent(t *testing.T) {
	var trial Trial
	if err := json.Unmarshal([]byte(`{"setup":"s","values":{"a":null,"b":0,"c":1.5}}`), &trial); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Values{"b": 0, "c": 1.5}, trial.Values); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, text := range []string{`{"values":{"a":"1"}}`, `{"values":{"a":1e999}}`, `{"values":[1]}`, `{"values":{"a":true}}`} {
		if err := json.Unmarshal([]byte(text), &trial); err == nil {
			t.Errorf("%s was read as %v", text, trial.Values)
		}
	}
}

func TestNeeds(t *testing.T) {
	claim := func(setup string, names ...string) Claim {
		return Claim{Cases: []Case{{Setup: setup, Figure: Figure{Of: names}}}}
	}
	claims := []Claim{claim("s", "b", "a"), claim("t", "c"), {}, claim("s", "a", "d")}
	if diff := cmp.Diff([]string{"a", "b", "d"}, needs(claims, "s")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := needs(claims, "other"); len(got) != 0 {
		t.Errorf("a setup that nobody uses needs %v", got)
	}
}
