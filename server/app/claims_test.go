package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wireside/labs/decide"
	"wireside/labs/experiments"
	"wireside/labs/lab/labtest"
)

// ask sends a body to a path, and returns the status and what is answered.
func ask[T any](t *testing.T, a *App, method, path, body string) (status int, answer T) {
	t.Helper()
	req, err := http.NewRequest(method, a.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatalf("%s %s: %s, %v", method, path, resp.Status, err)
	}
	return resp.StatusCode, answer
}

type refused struct {
	Error struct{ Code, Message string }
}

// Every setup, sound or broken, is a run that this server takes, and lanes that it breaks are broken.
func TestSetupsCanBeRun(t *testing.T) {
	a := startApp(t, Limits{})
	type book struct {
		Claims []struct {
			Claim  int
			Setups []string
		}
		Setups map[string]struct {
			Kind experiments.Kind
			Spec json.RawMessage
		}
	}
	_, sound := ask[book](t, a, "GET", "/api/claims", "")
	if len(sound.Claims) != len(experiments.All()) {
		t.Errorf("%d claims of %d", len(sound.Claims), len(experiments.All()))
	}
	for _, c := range sound.Claims {
		for _, name := range c.Setups {
			if _, ok := sound.Setups[name]; !ok {
				t.Errorf("claim %d: its setup %q is not listed", c.Claim, name)
			}
		}
	}
	for _, name := range decide.Setups() {
		if _, ok := sound.Setups[name]; !ok {
			t.Errorf("the setup %q, which a ranking takes from, is not listed", name)
		}
	}
	for _, way := range experiments.Breaks {
		broken := 0
		_, book := ask[book](t, a, "GET", "/api/claims?break="+way.Name, "")
		for name, s := range book.Setups {
			if s.Kind != experiments.KindRun {
				continue
			}
			if _, err := readSpec(sound.Setups[name].Spec, a.limits); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			spec, err := readSpec(s.Spec, a.limits)
			if err != nil {
				t.Errorf("%s, broken by %s: %v", name, way.Name, err)
			}
			for _, l := range spec.Lanes {
				if l.Drop != nil && *l.Drop > 0 || l.HoldMs != nil && *l.HoldMs > 0 {
					broken++
				}
			}
		}
		if broken == 0 {
			t.Errorf("%s breaks no lane", way.Name)
		}
	}
}

// A trial is of a run that is over, and holds what somebody needs of it, and nothing else.
func TestTrials(t *testing.T) {
	a := startApp(t, Limits{})
	var setup experiments.Setup
	for _, s := range experiments.Setups() {
		if s.Wire {
			setup = s
		}
	}
	r := makeRun(t, a, string(setup.Spec))
	path := "/api/runs/" + r.id + "/trial?setup="
	if status, said := ask[refused](t, a, "GET", path+setup.Name, ""); status != 409 || said.Error.Code != "run_running" {
		t.Errorf("of a run that goes on: %d, %+v", status, said)
	}
	labtest.Until(t, "some events", func() bool { return r.feed.Last() > 3 })
	r.finish()
	for _, name := range []string{"", "no-such-setup", "source", strings.Repeat("x", 1000)} {
		if status, said := ask[refused](t, a, "GET", path+name, ""); status != 404 || said.Error.Code != "no_such_setup" || len(said.Error.Message) > 200 {
			t.Errorf("of the setup %.40q: %d, %+v", name, status, said)
		}
	}
	status, trial := ask[experiments.Trial](t, a, "GET", path+setup.Name, "")
	if status != 200 || trial.Run != r.id || trial.Seed != r.spec.Seed || trial.Setup != setup.Name || len(trial.Values) == 0 {
		t.Errorf("%d, %+v", status, trial)
	}
	for name := range trial.Values {
		if !slices.Contains(experiments.Needs(setup.Name), name) && !slices.Contains(decide.Needs()[setup.Name], name) {
			t.Errorf("the trial holds %s, which nobody needs", name)
		}
	}
	_, source := ask[experiments.Trial](t, a, "GET", "/api/claims/source", "")
	for name, lines := range source.Values {
		if !(lines > 0) {
			t.Errorf("%s is %g", name, lines)
		}
	}
	if len(source.Values) < 2 {
		t.Errorf("of the source: %+v", source)
	}
}

func TestVerdictsAreOnlyOfWhatCanBeJudged(t *testing.T) {
	a := startApp(t, Limits{})
	const ok = `"client":{"kind":"go","name":"x"}`
	measurable := slices.IndexFunc(experiments.All(), func(c experiments.Claim) bool { return len(c.Cases) > 0 })
	not := slices.IndexFunc(experiments.All(), func(c experiments.Claim) bool { return len(c.Cases) == 0 })
	if measurable < 0 || not < 0 {
		t.Fatal("there are claims of both kinds")
	}
	n, unmeasured := experiments.All()[measurable].Number, experiments.All()[not].Number
	verdict := fmt.Sprintf("/api/claims/%d/verdict", n)
	for _, test := range []struct {
		path, body string
		status     int
		code       string
	}{
		{"/api/claims/0/verdict", `{}`, 404, "no_such_claim"},
		{"/api/claims/x/verdict", `{}`, 404, "no_such_claim"},
		{fmt.Sprintf("/api/claims/%d/verdict", unmeasured), `{` + ok + `}`, 409, "not_measurable"},
		{verdict, `{"client":{"kind":"pigeon"}}`, 400, "bad_trials"},
		{verdict, `{"client":{"kind":"go","name":"` + strings.Repeat("x", 65) + `"}}`, 400, "bad_trials"},
		{verdict, `{"client":{"kind":"go","name":"\u001b[2J"}}`, 400, "bad_trials"},
		{verdict, `{"client":{"kind":"go","name":"\u202e"}}`, 400, "bad_trials"},
		{verdict, `{` + ok + `,"broken":"all"}`, 400, "bad_trials"},
		{verdict, `{` + ok + `,"trials":[` + strings.Repeat(`{},`, maxTrials) + `{}]}`, 400, "bad_trials"},
		{verdict, `{` + ok + `,"trials":[{"values":{"a":"b"}}]}`, 400, "bad_json"},
		{verdict, `{` + ok + `,"trials":[{"values":{"a":1e999}}]}`, 400, "bad_json"},
		{verdict, `{"verdict":"true"}`, 400, "bad_json"},
		{"/api/claims/check", `{"wireside":"claim/1","claim":3,"verdict":"true"}`, 400, "bad_result"},
		{"/api/claims/check", `[[[[`, 400, "bad_result"},
		{"/api/which", `{"answers":{"size":0}}`, 400, "bad_answers"},
		{"/api/which", `{"answers":{"rate":"often"}}`, 400, "bad_json"},
	} {
		if status, said := ask[refused](t, a, "POST", test.path, test.body); status != test.status || said.Error.Code != test.code || said.Error.Message == "" {
			t.Errorf("%s with %.60s: %d, %+v", test.path, test.body, status, said)
		}
	}
	// Without trials nothing is known, and that is said.
	status, result := ask[experiments.Result](t, a, "POST", verdict, `{`+ok+`,"trials":[]}`)
	if status != 200 || result.Verdict != experiments.Inconclusive || result.Server.CPUs < 1 || result.Client.Kind != "go" || result.At == 0 {
		t.Errorf("of no trials: %d, %+v", status, result)
	}
	text, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	if status, again := ask[struct{ Agrees bool }](t, a, "POST", "/api/claims/check", string(text)); status != 200 || !again.Agrees {
		t.Errorf("judged again: %d, %+v", status, again)
	}
	sound := result
	result.Rules = "0123456789abcdef"
	text, _ = json.Marshal(result)
	if status, again := ask[struct {
		Agrees     bool
		OtherRules string
	}](t, a, "POST", "/api/claims/check", string(text)); status != 200 || again.Agrees || again.OtherRules == "" {
		t.Errorf("by other rules: %d, %+v", status, again)
	}
	result = sound
	result.Verdict = experiments.True
	text, _ = json.Marshal(result)
	if status, again := ask[struct{ Agrees bool }](t, a, "POST", "/api/claims/check", string(text)); status == 200 && again.Agrees {
		t.Error("a verdict that the values don't give is agreed with")
	}
	status, ranking := ask[decide.Ranking](t, a, "POST", "/api/which", `{"answers":{"rate":3}}`)
	if status != 200 || ranking.Answers.Rate != 3 || len(ranking.Places) != 4 || ranking.Measured {
		t.Errorf("of no trials: %d, %+v", status, ranking)
	}
}
