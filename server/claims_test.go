package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"wireside/labs/experiments"
	"wireside/server/app"
)

// Three labs are put to the test at the same time: one that is sound, one that drops an event in a hundred, and one that answers
// polls late. Verdicts turn where what is broken is what they rest on, and nowhere else.
func TestVerdictsTurnWhenTheLabIsBroken(t *testing.T) {
	t.Parallel()
	labs := map[string]*struct {
		args    []string
		want    map[int]experiments.Verdict
		fails   map[int]string // a claim's case that fails here, and holds in a sound lab
		results []experiments.Result
		text    string
	}{
		"sound": {want: map[int]experiments.Verdict{3: experiments.True, 7: experiments.True, 26: experiments.True}},
		"drop": {
			args: []string{"--break", "drop"},
			want: map[int]experiments.Verdict{3: experiments.True, 7: experiments.Depends, 26: experiments.Depends}, fails: map[int]string{7: "all", 26: "resume"},
		},
		"late-polls": {
			args: []string{"--break", "late-polls"},
			want: map[int]experiments.Verdict{7: experiments.True, 26: experiments.True}, fails: map[int]string{3: "200"},
		},
	}
	var measuring sync.WaitGroup
	for _, lab := range labs {
		measuring.Go(func() {
			lab.text = runWith(t, nil, exitDone, append([]string{"claims", "--json", "--claim", "3,7,26"}, lab.args...)...)
			lab.results, _ = experiments.ReadResults([]byte(lab.text))
		})
	}
	measuring.Wait()
	for name, lab := range labs {
		if len(lab.results) != 3 {
			t.Fatalf("%s: %d results: %.300s", name, len(lab.results), lab.text)
		}
		for _, r := range lab.results {
			// Claims 3 and 7 have cases of time: while other tests have the machine busy these may spread too wide to tell.
			busy := (r.Claim == 3 || r.Claim == 7) && lab.want[r.Claim] == experiments.True && r.Verdict == experiments.Inconclusive
			if want, ok := lab.want[r.Claim]; ok && r.Verdict != want && !busy || !ok && r.Verdict == experiments.True {
				t.Errorf("%s: claim %d is %s: %s", name, r.Claim, r.Verdict, r.Words)
			}
			if again, err := experiments.Check(r); err != nil || !r.Agrees(again) {
				t.Errorf("%s: claim %d, judged again: %v", name, r.Claim, err)
			}
			if strings.ReplaceAll(name, "sound", "") != r.Broken {
				t.Errorf("%s: claim %d says that the lab was broken by %q", name, r.Claim, r.Broken)
			}
			for _, k := range r.Cases {
				if lab.fails[r.Claim] == k.Name && k.Answer != experiments.Fails {
					t.Errorf("%s: claim %d, %s: %s, median %v", name, r.Claim, k.Name, k.Answer, k.Median)
				}
			}
		}
	}

	// What turned is said.
	file := filepath.Join(t.TempDir(), "sound.json")
	if err := os.WriteFile(file, []byte(labs["sound"].text), 0o600); err != nil {
		t.Fatal(err)
	}
	before, err := readResults(file)
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	after := labs["drop"].results
	writeTurned(&said, before, after)
	turned := []string{fmt.Sprintf("  7  turned: depends, was %s\n", before[1].Verdict), " 26  turned: depends, was true\n", "2 verdicts turned, 1 the same.\n"}
	if before[0].Verdict != after[0].Verdict { // claim 3, on a busy machine
		turned[2] = "3 verdicts turned, 0 the same.\n"
	}
	for _, words := range turned {
		if !strings.Contains(said.String(), words) {
			t.Errorf("%q is not said: %s", words, said.String())
		}
	}
}

func TestClaimsTellTheirRulesWithoutARun(t *testing.T) {
	out := runWith(t, nil, exitDone, "claims", "--rules")
	for _, c := range experiments.All() {
		if !strings.Contains(out, c.Title+"\n") {
			t.Errorf("claim %d is not there", c.Number)
		}
		for _, k := range c.Cases {
			if !strings.Contains(out, k.Rule()) {
				t.Errorf("claim %d, %s: its rule is not there", c.Number, k.Name)
			}
		}
	}
	four, _ := experiments.Find(4)
	if out := runWith(t, nil, exitDone, "claims", "--rules", "--claim", "3"); strings.Contains(out, four.Title) {
		t.Errorf("of claim 3: %s", out)
	}
}

// A claim that can't be measured shows where it is written, at once.
func TestAClaimThatCannotBeMeasured(t *testing.T) {
	claim, _ := experiments.Find(1)
	out := runWith(t, nil, exitDone, "claims", "--claim", "1")
	if !strings.Contains(out, "not measured") || !strings.Contains(out, claim.Sources[0].URL) || strings.Contains(out, "measured in") {
		t.Error(out)
	}
	var file struct{ Results []json.RawMessage }
	if err := json.Unmarshal([]byte(runWith(t, nil, exitDone, "claims", "--claim", "1", "--json")), &file); err != nil || file.Results == nil || len(file.Results) != 0 {
		t.Errorf("%v, %+v", err, file)
	}
}

func TestClaimsBadUsage(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"empty.json": "", "other.json": `{"claims":[]}`, "none.json": `{"wireside":"claims/1","results":[]}`, "long.json": strings.Repeat(" ", maxFile+1)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"--claim", "31"}, {"--claim", "3,x"}, {"--claim", "0"}, {"--claim", ","}, {"3"}, {"--break", "everything"}, {"--url", "localhost:8080"},
	} {
		runWith(t, nil, exitUsage, append([]string{"claims"}, args...)...)
	}
	for _, name := range []string{"no.json", "empty.json", "other.json", "none.json", "long.json"} {
		runWith(t, nil, exitFailed, "claims", "--claim", "1", "--compare", filepath.Join(dir, name))
	}
}

// What is no server to put claims to the test at says so, and what to do.
func TestClaimsElsewhere(t *testing.T) {
	t.Parallel()
	a, err := app.Start(app.Config{Addr: "localhost:0", Proxy: &app.Proxy{To: &url.URL{Scheme: "http", Host: "127.0.0.1:1"}, Listen: "localhost:0"}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	answers := func(status int, body string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			io.WriteString(w, body)
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	for name, base := range map[string]string{
		"nobody": "http://127.0.0.1:1", "proxy": a.URL(), "page": answers(200, "<!doctype html>"), "no page": answers(404, "<!doctype html>"),
		"other JSON": answers(200, "{}"), "a list": answers(200, "[]"), "less": answers(200, `{"claims":[{"claim":1}]}`),
	} {
		c := &claimsRun{base: base, err: io.Discard}
		if err := c.do(t.Context(), []int{3}); err == nil || !strings.Contains(err.Error(), base) || !strings.Contains(err.Error(), "leave --url out") {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := &claimsRun{base: answers(400, `{"error":{"code":"bad_break","message":"no such break"}}`), err: io.Discard}
	if err := c.do(t.Context(), []int{3}); err == nil || err.Error() != "no such break" {
		t.Error(err)
	}
}

// A verdict is read as what comes from anybody: one that is none is missing, and nothing of it is shown.
func TestAVerdictThatIsNone(t *testing.T) {
	t.Parallel()
	for _, verdict := range []string{
		`{}`, `[]`, `{"wireside":"claim/1","claim":4,"verdict":"true","rules":"0123456789abcdef","cases":[{"case":"a","answer":"open","values":[]}]}`,
		`{"wireside":"claim/1","claim":3,"verdict":"\u001b[2J"}`,
		`{"wireside":"claim/1","claim":3,"verdict":"true","rules":"0123456789abcdef","cases":[{"case":"a","answer":"holds","n":1,"values":[1],"median":1}]}`,
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == "GET" {
				io.WriteString(w, `{"claims":[{"claim":3,"measurable":true,"setups":[]}]}`)
				return
			}
			io.WriteString(w, verdict)
		}))
		defer s.Close()
		c := &claimsRun{base: s.URL, err: io.Discard}
		if err := c.do(t.Context(), []int{3}); err != nil || c.failed != 1 || len(c.results) != 0 {
			t.Errorf("%s: %v, %d failed, %+v", verdict, err, c.failed, c.results)
		}
	}
}
