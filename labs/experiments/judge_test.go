package experiments

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sampleCase holds from 10 on, fails up to 5, and is a tie from 6 to 8; what lies between is neither.
func sampleCase(change ...func(*Case)) Case {
	c := Case{
		Name: "down", Text: "It is large.", Setup: "s", Figure: Figure{Name: "size", Unit: "ms", Of: []string{"x"}},
		Holds: From(10), Fails: UpTo(5), Tie: Between(6, 8),
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

func each(c *Case)     { c.Each = true }
func one(c *Case)      { c.Least = 1 }
func browsers(c *Case) { c.Figure.Only = "page" }

// drawn are trials of a setup in which x has these values; NaN leaves it out.
func drawn(setup string, xs ...float64) (trials []Trial) {
	for _, x := range xs {
		t := Trial{Setup: setup, Values: Values{"other": 1}}
		if !math.IsNaN(x) {
			t.Values["x"] = x
		}
		trials = append(trials, t)
	}
	return trials
}

func TestAnswers(t *testing.T) {
	nan := math.NaN()
	for _, test := range []struct {
		name   string
		c      Case
		values []float64
		want   Answer
		why    string
	}{
		{"holds", sampleCase(), []float64{10, 11, 12, 13, 14, 15}, Holds, ""},
		{"fails", sampleCase(), []float64{5, 1, 2, 3, 4, 0}, Fails, ""},
		{"a tie", sampleCase(), []float64{6, 7, 8, 7, 7, 7}, Tie, ""},
		{"no trial", sampleCase(), nil, Open, "there is no trial of it"},
		{"too few", sampleCase(), []float64{10, 11, 12, 13, 14}, Open, "too few trials: 5 of 6"},
		{"far too few that fail", sampleCase(), []float64{1}, Open, "too few trials: 1 of 6"},
		{"one too many elsewhere", sampleCase(), []float64{9, 11, 12, 13, 14, 15}, Open, "too wide a spread: 9 to 15 ms"},
		{"from one to the other", sampleCase(), []float64{0, 0, 0, 20, 20, 20}, Open, "too wide a spread: 0 to 20 ms"},
		{"between the ranges", sampleCase(), []float64{9, 9, 9, 9, 9, 9}, Open, "it lies between what would hold and what would fail"},
		{"between the ranges, and hardly spread", sampleCase(), []float64{9, 9.1, 9.2, 9.3, 9.4, 9.5}, Open, "it lies between what would hold and what would fail"},
		{"around a range", sampleCase(), []float64{5.5, 7, 7, 7, 7, 9}, Open, "too wide a spread: 5.5 to 9 ms"},
		{"over a gap", sampleCase(), []float64{7, 7, 7, 5, 5, 5}, Open, "too wide a spread: 5 to 7 ms"},
		{"absent in one of six", sampleCase(), []float64{10, 11, 12, nan, 14, 15}, Open, "too few trials: 5 of 6, and 1 that could not tell"},
		{"absent in one of seven", sampleCase(), []float64{10, 11, 12, nan, 14, 15, 16}, Holds, ""},
		{"absent", sampleCase(), []float64{nan, nan, nan, nan, nan, nan}, Open, "it can’t be had here: no figure in 6 trials"},
		{"a browser's", sampleCase(browsers), []float64{nan, nan, nan, nan, nan, nan}, Open, "only a browser can tell, and none has"},
		{"a browser's, and no trial", sampleCase(browsers), nil, Open, "only a browser can tell, and none has"},
		{"a browser's that has", sampleCase(browsers), []float64{10, 11, 12, 13, 14, 15}, Holds, ""},
		{"infinite", sampleCase(), []float64{10, 11, 12, math.Inf(1), math.Inf(-1), 15}, Open, "too few trials: 4 of 6, and 2 that could not tell"},
		{"an outlier among nine", sampleCase(), []float64{10, 11, 12, 13, 14, 15, 16, 17, 0}, Holds, ""},
		{"two outliers among nine", sampleCase(), []float64{10, 11, 12, 13, 14, 15, 16, 0, 0}, Open, "too wide a spread: 0 to 15 ms"},
		{"one will do", sampleCase(one), []float64{12}, Holds, ""},
		{"one will do, and there is none", sampleCase(one), nil, Open, "there is no trial of it"},
		{"a rule that contradicts itself", sampleCase(func(c *Case) { c.Fails = From(9) }), []float64{10, 10, 10, 10, 10, 10}, Open, "the rule contradicts itself"},

		{"each", sampleCase(each), []float64{10, 11, 12, 13, 14, 15}, Holds, ""},
		{"each but one", sampleCase(each), []float64{10, 11, 12, 13, 14, 9}, Open, "some trials lie between what would hold and what would fail"},
		{"each, refuted by one", sampleCase(each), []float64{10, 11, 12, 13, 14, 5}, Fails, ""},
		{"each, refuted by the only one", sampleCase(each), []float64{5}, Fails, ""},
		{"each, refuted beside absent ones", sampleCase(each), []float64{nan, 5, nan}, Fails, ""},
		{"each, too few", sampleCase(each), []float64{10, 11, 12}, Open, "too few trials: 3 of 6"},
		{"each, one absent", sampleCase(each), []float64{10, 11, 12, 13, 14, 15, nan}, Open, "1 of 7 trials could not tell"},
		{"each, a tie", sampleCase(each), []float64{6, 7, 8, 6, 7, 8}, Tie, ""},
		{"each, no outlier is forgiven", sampleCase(each), []float64{10, 11, 12, 13, 14, 15, 16, 17, 0}, Fails, ""},
		{"each, absent", sampleCase(each), []float64{nan, nan}, Open, "it can’t be had here: no figure in 2 trials"},
	} {
		got := Judge(Claim{Number: 1, Cases: []Case{test.c}}, drawn("s", test.values...)).Cases[0]
		if got.Answer != test.want || got.Why != test.why {
			t.Errorf("%s: %s (%s), not %s (%s)", test.name, got.Answer, got.Why, test.want, test.why)
		}
		if got.N+got.Missing != len(test.values) || got.N != len(got.Values) || (got.Median == nil) != (got.N == 0) {
			t.Errorf("%s: n is %d and missing %d of %v", test.name, got.N, got.Missing, test.values)
		}
		for _, v := range got.Values {
			if !finite(v) {
				t.Errorf("%s: %v is a value", test.name, v)
			}
		}
	}
}

// What a figure is made of must all be there, and come to a number.
func TestFiguresThatCannotBeHad(t *testing.T) {
	ratio := func(of ...float64) float64 { return of[0] / of[1] }
	for _, test := range []struct {
		name   string
		figure Figure
		values Values
		want   bool
	}{
		{"a value", Figure{Of: []string{"a"}}, Values{"a": 0}, true},
		{"no value", Figure{Of: []string{"a"}}, Values{"b": 0}, false},
		{"no values at all", Figure{Of: []string{"a"}}, nil, false},
		{"one of two", Figure{Of: []string{"a", "b"}, From: ratio}, Values{"a": 1}, false},
		{"both", Figure{Of: []string{"a", "b"}, From: ratio}, Values{"a": 1, "b": 2}, true},
		{"by zero", Figure{Of: []string{"a", "b"}, From: ratio}, Values{"a": 1, "b": 0}, false},
		{"zero by zero", Figure{Of: []string{"a", "b"}, From: ratio}, Values{"a": 0, "b": 0}, false},
		{"not a number within", Figure{Of: []string{"a"}, From: func(...float64) float64 { return 1 }}, Values{"a": math.NaN()}, false},
		{"two, and nothing made of them", Figure{Of: []string{"a", "b"}}, Values{"a": 1, "b": 2}, false},
	} {
		if v, ok := test.figure.of(test.values); ok != test.want {
			t.Errorf("%s: %v, %v", test.name, v, ok)
		}
	}
	if v, _ := (Figure{Of: []string{"a"}}).of(Values{"a": math.Copysign(0, -1)}); math.Signbit(v) {
		t.Error("a figure is −0")
	}
}

// A run counts once, another setup's not at all, and of too many trials the first ones.
func TestWhoseTrialsCount(t *testing.T) {
	claim := Claim{Number: 1, Cases: []Case{sampleCase()}}
	var trials []Trial
	for range 6 {
		trials = append(trials, Trial{Setup: "s", Run: "ab12", Values: Values{"x": 12}})
	}
	trials = append(trials, drawn("other", 1, 1, 1, 1, 1, 1)...)
	if got := Judge(claim, trials).Cases[0]; got.N != 1 || got.Answer != Open {
		t.Errorf("six times the same run: %d, %s", got.N, got.Answer)
	}
	if got := Judge(claim, drawn("s", make([]float64, 3*MaxTrials)...)).Cases[0]; got.N != MaxTrials {
		t.Errorf("%d trials count; at most %d may", got.N, MaxTrials)
	}
}

// By its definition: the open cases may come to anything. If that makes no difference to which of the three it is, it is that
// one; else inconclusive.
func TestVerdictOfEveryCombination(t *testing.T) {
	settled := func(answers []Answer) Verdict {
		holds := 0
		for _, a := range answers {
			if a == Holds {
				holds++
			}
		}
		switch holds {
		case len(answers):
			return True
		case 0:
			return False
		}
		return Depends
	}
	var possible func(answers []Answer) map[Verdict]bool
	possible = func(answers []Answer) map[Verdict]bool {
		for i, a := range answers {
			if a != Open {
				continue
			}
			all := make(map[Verdict]bool)
			for _, b := range []Answer{Holds, Fails, Tie} {
				completed := append(append(append([]Answer{}, answers[:i]...), b), answers[i+1:]...)
				for v := range possible(completed) {
					all[v] = true
				}
			}
			return all
		}
		return map[Verdict]bool{settled(answers): true}
	}
	tried := 0
	var try func(answers []Answer, more int)
	try = func(answers []Answer, more int) {
		if len(answers) > 0 {
			want := Inconclusive
			if could := possible(answers); len(could) == 1 {
				for v := range could {
					want = v
				}
			}
			if got := Decide(answers...); got != want {
				t.Errorf("%v: %s, not %s", answers, got, want)
			}
			tried++
		}
		if more == 0 {
			return
		}
		for _, a := range []Answer{Holds, Fails, Tie, Open} {
			try(append(append([]Answer{}, answers...), a), more-1)
		}
	}
	try(nil, 5)
	if tried != 4+16+64+256+1024 {
		t.Errorf("%d combinations were tried", tried)
	}
	if got := Decide(); got != Inconclusive {
		t.Errorf("without cases: %s", got)
	}
}

func TestWords(t *testing.T) {
	up := func(c *Case) { c.Name, c.Setup = "up", "u" }
	for _, test := range []struct {
		name   string
		cases  []Case
		trials []Trial
		want   string
	}{
		{"holds", []Case{sampleCase()}, drawn("s", 10.512, 11, 12, 13, 14, 15.789), "Holds: 12.5 ms (10.5 to 15.8, 6 trials)."},
		{"alike", []Case{sampleCase()}, drawn("s", 12, 12, 12, 12, 12, 12), "Holds: 12 ms (6 trials alike)."},
		{"alike in three digits", []Case{sampleCase()}, drawn("s", 12.001, 12.001, 12.002, 12.002, 12.003, 12.003), "Holds: 12 ms (6 trials alike)."},
		{"one", []Case{sampleCase(one)}, drawn("s", -12345), "Fails: −12,345 ms (1 trial)."},
		{"a tie", []Case{sampleCase()}, drawn("s", 6, 6, 6, 7, 7, 7), "A tie: 6.5 ms (6 to 7, 6 trials)."},
		{"open", []Case{sampleCase()}, drawn("s", 12, 13), "Open: 12.5 ms (too few trials: 2 of 6)."},
		{"nothing", []Case{sampleCase()}, nil, "Open: there is no trial of it."},
		{"refuted", []Case{sampleCase(each)}, drawn("s", 12, 4, 13, 3), "Fails: 3 to 4 ms in 2 of 4 trials."},
		{"no cases", nil, nil, "It can’t be measured."},
		{
			"several", []Case{sampleCase(), sampleCase(up), sampleCase(up, func(c *Case) { c.Name = "again" })},
			append(drawn("s", 12, 12, 12, 12, 12, 12), drawn("u", 1, 1, 1, 2, 2, 2)...),
			"Holds in down: 12 ms (6 trials alike); fails in up: 1.5 ms (1 to 2, 6 trials), again: 1.5 ms (1 to 2, 6 trials).",
		},
	} {
		if got := Judge(Claim{Number: 1, Cases: test.cases}, test.trials).Words; got != test.want {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
	many := make([]Case, 5)
	for i := range many {
		many[i] = sampleCase(func(c *Case) { c.Name = strings.Repeat("a", i+1) })
	}
	got := Judge(Claim{Number: 1, Cases: many}, drawn("s", 12, 12, 12, 12, 12, 12)).Words
	if want := "aaa: 12 ms (6 trials alike), and 2 more."; !strings.HasSuffix(got, want) {
		t.Errorf("%q doesn't end with %q", got, want)
	}
}

// A result holds all that it takes to show it, with no knowledge of the claim.
func TestResultIsComplete(t *testing.T) {
	claim := Claim{Number: 7, Title: "It is large", Cases: []Case{sampleCase()}}
	number := func(v float64) *float64 { return &v }
	got := Judge(claim, drawn("s", 15, 10, 14, 11, 13, 12, math.NaN()))
	want := Result{
		Format: "claim/1", Claim: 7, Title: "It is large", Verdict: True, Words: "Holds: 12.5 ms (10 to 15, 6 trials).", Rules: claim.Rules(),
		Cases: []CaseResult{{
			Name: "down", Text: "It is large.", Figure: "size", Unit: "ms", Rule: sampleCase().Rule(), Answer: Holds, N: 6, Missing: 1,
			Ranges: []Ranged{{Holds, number(10), nil}, {Fails, nil, number(5)}, {Tie, number(6), number(8)}},
			Values: Sample{15, 10, 14, 11, 13, 12}, Median: number(12.5), Low: number(10), High: number(15),
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
