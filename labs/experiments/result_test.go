package experiments

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/lab"
)

// sampleClaim has a case of either kind, and one that only a browser can tell.
func sampleClaim() Claim {
	return Claim{Number: 12, Title: "It is <large> & fast", Cases: []Case{
		sampleCase(),
		sampleCase(each, func(c *Case) { c.Name = "up" }),
		sampleCase(browsers, func(c *Case) { c.Name, c.Setup = "page", "page" }),
	}}
}

// sampleResult is one that a caller has filled in.
func sampleResult() Result {
	r := Judge(sampleClaim(), drawn("s", 12.123456789012345, 13, 14, 15, 16, 1e300, math.NaN()))
	r.At = 1763794512203114
	r.Client = Client{"page", "Chromium 156, Linux"}
	r.Server = Server{"linux", "amd64", 2, "go1.26"}
	r.Broken = "late-polls"
	return r
}

func TestResultSurvivesJSON(t *testing.T) {
	want := sampleResult()
	for _, file := range []any{want, Results{ResultsFormat, []Result{want}}} {
		text, err := json.MarshalIndent(file, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadResults(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]Result{want}, got); diff != "" {
			t.Errorf("-written +read\n%s", diff)
		}
	}
	text, _ := json.Marshal(want)
	for _, name := range []string{`"wireside":"claim/1"`, `"values":[]`, `"n":0`, `"case":"down"`} {
		if !strings.Contains(string(text), name) {
			t.Errorf("no %s in %s", name, text)
		}
	}
	if text, _ := json.Marshal(want.Cases[2]); strings.Contains(string(text), `"median"`) || strings.Contains(string(text), `"low"`) {
		t.Errorf("there is no value, and yet %s", text)
	}
}

func TestCheckAgrees(t *testing.T) {
	r := sampleResult()
	judged, err := check([]Claim{{Number: 1}, sampleClaim()}, r)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, judged); diff != "" || !judged.Agrees(r) {
		t.Errorf("Agrees is %v (-result +judged again):\n%s", judged.Agrees(r), diff)
	}
}

// What is said of values and rules must follow from them, whatever it is.
func TestCheckDisagreesWithAForgery(t *testing.T) {
	half := 0.5
	for name, forge := range map[string]func(*Result){
		"verdict": func(r *Result) { r.Verdict = False }, "words": func(r *Result) { r.Words = "Trust me." }, "title": func(r *Result) { r.Title = "Other" },
		"answer": func(r *Result) { r.Cases[0].Answer = Fails }, "why": func(r *Result) { r.Cases[2].Why = "other" },
		"values": func(r *Result) { r.Cases[0].Values[0] = 1 }, "missing": func(r *Result) { r.Cases[1].Missing = 0 },
		"median": func(r *Result) { r.Cases[0].Median = &half }, "low": func(r *Result) { r.Cases[0].Low = &half }, "high": func(r *Result) { r.Cases[1].High = &half },
		"text": func(r *Result) { r.Cases[0].Text = "It is small." }, "rule": func(r *Result) { r.Cases[0].Rule = "Always holds." },
		"figure": func(r *Result) { r.Cases[0].Figure = "other" }, "unit": func(r *Result) { r.Cases[0].Unit = "s" },
		"ranges": func(r *Result) { r.Cases[0].Ranges[1].To = &half },
	} {
		r := sampleResult()
		forge(&r)
		judged, err := check([]Claim{sampleClaim()}, r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if judged.Agrees(r) || r.Agrees(judged) {
			t.Errorf("%s: the forgery agrees", name)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		forge  func(*Result)
		status int
		says   string
	}{
		"unknown claim":     {func(r *Result) { r.Claim = 31 }, 409, "Claim 31"},
		"other rules":       {func(r *Result) { r.Rules = "0123456789abcdef" }, 409, "0123456789abcdef"},
		"another case":      {func(r *Result) { r.Cases[1].Name = "sideways" }, 400, "cases[1]"},
		"order":             {func(r *Result) { r.Cases[0], r.Cases[1] = r.Cases[1], r.Cases[0] }, 400, "cases[0]"},
		"fewer cases":       {func(r *Result) { r.Cases = r.Cases[:2] }, 400, "cases are 2"},
		"twice":             {func(r *Result) { r.Cases[1] = r.Cases[0] }, 400, "two cases"},
		"not a number":      {func(r *Result) { r.Cases[0].Values[0] = math.NaN() }, 400, "finite"},
		"a range of open":   {func(r *Result) { r.Cases[0].Ranges[0].Answer = Open }, 400, "a range's answer"},
		"a range backwards": {func(r *Result) { r.Cases[0].Ranges[2].From = r.Cases[0].Ranges[0].From }, 400, "from 10 to 8"},
		"too many ranges":   {func(r *Result) { r.Cases[0].Ranges = make([]Ranged, 4) }, 400, "ranges are 4"},
		"infinite":          {func(r *Result) { *r.Cases[0].High = math.Inf(1) }, 400, "finite"},
		"n":                 {func(r *Result) { r.Cases[0].N = 99 }, 400, "n is 99"},
		"no median":         {func(r *Result) { r.Cases[0].Median = nil }, 400, "median"},
		"missing":           {func(r *Result) { r.Cases[0].Missing = -1 }, 400, "trials"},
		"many missing":      {func(r *Result) { r.Cases[0].Missing = math.MaxInt }, 400, "trials"},
		"format":            {func(r *Result) { r.Format = "claim/2" }, 400, "wireside"},
		"verdict":           {func(r *Result) { r.Verdict = "maybe" }, 400, "verdict"},
		"answer":            {func(r *Result) { r.Cases[0].Answer = "" }, 400, "answer"},
		"long title":        {func(r *Result) { r.Title = strings.Repeat("x", 1000) }, 400, "title"},
		"control":           {func(r *Result) { r.Words = "a\x1b[2Jb" }, 400, "U+001B"},
		"right to left":     {func(r *Result) { r.Cases[0].Text = "\u202e" }, 400, "U+202E"},
		"no UTF-8":          {func(r *Result) { r.Client.Name = "\xff" }, 400, "client.name"},
		"client":            {func(r *Result) { r.Client.Kind = "cat" }, 400, "client.kind"},
		"broken":            {func(r *Result) { r.Broken = "<b>" }, 400, "broken"},
		"time":              {func(r *Result) { r.At = -1 }, 400, "at is"},
		"cpus":              {func(r *Result) { r.Server.CPUs = -2 }, 400, "server.cpus"},
		"no cases":          {func(r *Result) { r.Cases = nil }, 400, "cases"},
		"rules":             {func(r *Result) { r.Rules = "x" }, 400, "rules"},
		"claim":             {func(r *Result) { r.Claim = 0 }, 400, "claim is 0"},
	} {
		r := sampleResult()
		test.forge(&r)
		judged, err := check([]Claim{sampleClaim()}, r)
		var e *lab.Error
		if !errors.As(err, &e) || e.Status != test.status || !strings.Contains(e.Message, test.says) {
			t.Errorf("%s: %+v, not %d with %q", name, err, test.status, test.says)
		}
		if diff := cmp.Diff(Result{}, judged); diff != "" {
			t.Errorf("%s: it was judged all the same:\n%s", name, diff)
		}
		if shown := Fragment(r) != ""; shown != (test.status == 409 || strings.Contains(test.says, "cases[") || test.says == "cases are 2") {
			t.Errorf("%s: that it can be shown is %v", name, shown)
		}
	}
}

func TestReadResultsRefuses(t *testing.T) {
	good, err := json.Marshal(sampleResult())
	if err != nil {
		t.Fatal(err)
	}
	with := func(from, to string) string {
		text := strings.Replace(string(good), from, to, 1)
		if text == string(good) {
			t.Fatalf("no %s in %s", from, good)
		}
		return text
	}
	several := func(n int) string {
		return `{"wireside":"claims/1","results":[` + strings.TrimSuffix(strings.Repeat(string(good)+",", n), ",") + `]}`
	}
	for name, text := range map[string]string{
		"nothing": "", "no JSON": "claim", "a list": "[]", "null": "null", "no format": "{}", "a ledger": `{"run":"ab12"}`,
		"cut off": string(good[:len(good)-1]), "two": string(good) + string(good), "of another format": with("claim/1", "claim/9"),
		"a null value":       with(`"values":[`, `"values":[null,`),
		"a text for a value": with(`"values":[`, `"values":["1",`),
		"too large a number": with(`"values":[`, `"values":[1e999,`),
		"values are a text":  with(`"values":[]`, `"values":"x"`),
		"many values":        with(`"values":[`, `"values":[`+strings.Repeat("0,", 1000)),
		"too long":           strings.Repeat(" ", MaxResultsBytes) + string(good),
		"none":               several(0), "many": several(MaxResults + 1),
		"deep": strings.Repeat(`{"cases":[`, 20_000),
	} {
		got, err := ReadResults([]byte(text))
		var e *lab.Error
		if !errors.As(err, &e) || e.Status != 400 || e.Code != "bad_result" || len(e.Message) > 400 || got != nil {
			t.Errorf("%s: %v, %+v", name, got, err)
		}
	}
	if got, err := ReadResults([]byte(several(3))); err != nil || len(got) != 3 {
		t.Errorf("three: %d, %v", len(got), err)
	}
	if got, err := ReadResults([]byte(with(`"claim":12`, `"claim":12,"newer":{"x":[1]}`))); err != nil || len(got) != 1 {
		t.Errorf("an unknown field: %d, %v", len(got), err)
	}
}

// The largest result that can be made fits into a link.
func TestTheLargestResultHasALink(t *testing.T) {
	claim := Claim{Number: 30, Title: strings.Repeat("t", 200)}
	trials := make([]float64, MaxTrials)
	for i := range trials {
		trials[i] = 12 + math.Sqrt(float64(i))
	}
	for i := range maxCases {
		claim.Cases = append(claim.Cases, sampleCase(func(c *Case) { c.Name, c.Text = fmt.Sprintf("case-%d", i), strings.Repeat("x", 500) }))
	}
	r := Judge(claim, drawn("s", trials...))
	link := Fragment(r)
	if link == "" {
		t.Fatal("it has no link")
	}
	got, err := ParseFragment(link)
	if diff := cmp.Diff(r, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
