package experiments

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// unmeasured are the claims that nothing can be measured of: their sources have to do.
var unmeasured = []int{1, 2, 22, 30}

// What a claim says is there, whole and short.
func TestClaimsAreWhole(t *testing.T) {
	all := All()
	if len(all) != 30 {
		t.Fatalf("there are %d claims", len(all))
	}
	for i, c := range all {
		if c.Number != i+1 {
			t.Fatalf("claim %d stands at place %d", c.Number, i+1)
		}
		if found, ok := Find(c.Number); !ok || found.Title != c.Title {
			t.Errorf("claim %d is not found by its number", c.Number)
		}
		lengths := []struct {
			what, text  string
			least, most int
		}{{"title", c.Title, 10, 90}, {"quote", c.Quote, 5, 120}, {"so", c.So, 30, 320}}
		for _, l := range lengths {
			if n := utf8.RuneCountInString(l.text); n < l.least || n > l.most || strings.Contains(l.text, "\n") {
				t.Errorf("claim %d: its %s has %d characters; it may have %d to %d, in one line", c.Number, l.what, n, l.least, l.most)
			}
		}
		if measured := !slices.Contains(unmeasured, c.Number); measured != (len(c.Cases) > 0) || measured != (c.Changes != "") {
			t.Errorf("claim %d: %d cases, and what would change it: %q", c.Number, len(c.Cases), c.Changes)
		}
		if len(c.Cases) == 0 && !strings.Contains(c.So, "measured") {
			t.Errorf("claim %d doesn't say that it can't be measured, and why: %s", c.Number, c.So)
		}
		if len(c.Sources) == 0 {
			t.Errorf("claim %d has no source", c.Number)
		}
		for _, s := range c.Sources {
			if u, err := url.Parse(s.URL); err != nil || u.Scheme != "https" || u.Host == "" || s.Title == "" {
				t.Errorf("claim %d: the source %q is at %q", c.Number, s.Title, s.URL)
			}
		}
	}
	for _, n := range []int{-1, 0, 31} {
		if _, ok := Find(n); ok {
			t.Errorf("there is a claim %d", n)
		}
	}
}

var (
	word     = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	sentence = regexp.MustCompile(`^[A-Z0-9].*[^.]\.$`)
)

// What a case says is a sentence, and where its figure comes from is a setup that there is.
func TestCasesAreWhole(t *testing.T) {
	for _, c := range All() {
		seen := map[string]bool{}
		for _, k := range c.Cases {
			if !word.MatchString(k.Name) || seen[k.Name] {
				t.Errorf("claim %d: %q is no word, or two cases have it", c.Number, k.Name)
			}
			seen[k.Name] = true
			if !sentence.MatchString(k.Text) || k.Figure.Name == "" || len(k.Figure.Of) == 0 {
				t.Errorf("claim %d, %s: it is no sentence, or has no figure: %s", c.Number, k.Name, k.Text)
			}
			if k.Figure.From == nil && len(k.Figure.Of) != 1 {
				t.Errorf("claim %d, %s: nothing says what to make of %v", c.Number, k.Name, k.Figure.Of)
			}
			setup, ok := FindSetup(k.Setup)
			if !ok {
				t.Errorf("claim %d, %s: there is no setup %q", c.Number, k.Name, k.Setup)
				continue
			}
			if least := max(k.Least, 1); k.Least == 0 && setup.Trials < DefaultLeast || setup.Trials < least {
				t.Errorf("claim %d, %s: the setup %s has %d trials, too few for a verdict", c.Number, k.Name, setup.Name, setup.Trials)
			}
			if onlyPage := setup.Kind == KindPage; onlyPage != (k.Figure.Only == "page") {
				t.Errorf("claim %d, %s: it is of a setup of the kind %s, and only of %q", c.Number, k.Name, setup.Kind, k.Figure.Only)
			}
		}
	}
}

// Every value that a figure takes is one that its setup's trials may have.
func TestFiguresTakeWhatThereIs(t *testing.T) {
	for _, c := range All() {
		for _, k := range c.Cases {
			setup, _ := FindSetup(k.Setup)
			for _, name := range k.Figure.Of {
				if !mayHave(t, setup, name) {
					t.Errorf("claim %d, %s: trials of %s have no %s", c.Number, k.Name, setup.Name, name)
				}
			}
		}
	}
}

// That nothing was seen says something only where it could have been: a second number of the same trial shows that.
func TestFiguresHaveControls(t *testing.T) {
	for _, test := range []struct {
		claim   int
		name    string
		values  Values
		control string // is 0 in the values
	}{
		{4, "etag", Values{"lanes.polling.requests": 10, "lanes.polling-noetag.requests": 10}, "lanes.polling.statuses.304"},
		{8, "up", Values{"wire.sse.upstreamAfterHead": 0}, "wire.websocket.upstreamAfterHead"},
		{8, "down", Values{"lanes.sse.lost": 0}, "published"},
		{10, "data", Values{"lanes.sse.delivered": 0, "wire.sse.withData": 0}, "wire.sse.blocks"},
		{12, "204", Values{"lanes.sse-204.reconnects": 0}, "lanes.sse.reconnects"},
	} {
		claim, _ := Find(test.claim)
		i := slices.IndexFunc(claim.Cases, func(c Case) bool { return c.Name == test.name })
		if i < 0 {
			t.Errorf("claim %d has no case %s", test.claim, test.name)
			continue
		}
		for seen, want := range []bool{false, true} {
			test.values[test.control] = float64(seen)
			if _, ok := claim.Cases[i].Figure.of(test.values); ok != want {
				t.Errorf("claim %d, %s: with %s %d there is a figure: %v", test.claim, test.name, test.control, seen, ok)
			}
		}
	}
}

var (
	laneValue = regexp.MustCompile(`^(delivered|lost|duplicated|late|statuses\.304|requests|connections|emptyAnswers|reconnects|sent|echoed|bytes\.(total|(c2s|s2c)\.(http|framing|payload|total))|` +
		`tcp\.dataSegmentsOut|(latency|rtt|open)\.(p50|p90|p99|mean|max))$`)
	wireValue   = regexp.MustCompile(`^(connectedShare|upstreamAfterHead|blocks|dispatched|withId|withType|withData|comments|retries|upgrades|acceptRight|httpAfterUpgrade|frames|duplex|maxUnanswered)$`)
	herdValue   = regexp.MustCompile(`^herd\.(clients|requests|final|failures|connects|peakConnects|peakRequests|spread)$`)
	sourceValue = regexp.MustCompile(`^source\.((js|go)\.(polling|longpolling|sse|websocket-(none|backoff|resume))|websocketLibraries)$`)
	pageValue   = regexp.MustCompile(`^page\.(eventSource|webSocket|headers|tokenInTarget)$`)
)

// mayHave reports whether a setup's trials can have a value of this name.
func mayHave(t *testing.T, s Setup, name string) bool {
	switch s.Kind {
	case KindSource:
		return sourceValue.MatchString(name)
	case KindPage:
		return pageValue.MatchString(name)
	}
	run := readSpec(t, s)
	kind, rest, _ := strings.Cut(name, ".")
	lane, value, _ := strings.Cut(rest, ".")
	switch kind {
	case "published":
		return rest == ""
	case "process":
		return rest == "cpuMs" || rest == "wallMs"
	case "herd":
		return run.Herd != nil && herdValue.MatchString(name)
	case "lanes":
		return slices.Contains(run.lanes(t), lane) && laneValue.MatchString(value)
	case "wire":
		return s.Wire && slices.Contains(run.lanes(t), lane) && wireValue.MatchString(value)
	}
	return false
}
