package experiments

import (
	"math"
	"strings"
	"testing"
)

func TestRange(t *testing.T) {
	for _, test := range []struct {
		name    string
		r       Range
		in, out []float64
	}{
		{"from", From(2), []float64{2, 3, 1e300}, []float64{1.999, -5, math.NaN()}},
		{"up to", UpTo(2), []float64{2, 0, -1e300}, []float64{2.001, math.NaN()}},
		{"between", Between(-1, 1), []float64{-1, 0, 1}, []float64{-1.001, 1.001}},
		{"exactly", Exactly(0), []float64{0}, []float64{1e-9, -1e-9}},
		{"zero", Range{}, nil, []float64{0, 1, math.NaN(), math.Inf(1)}},
		{"reversed", Between(2, 1), nil, []float64{1, 1.5, 2}},
		{"of no number", From(math.NaN()), nil, []float64{0, 1}},
		{"set by hand", Range{Min: 0, Max: 1}, nil, []float64{0, 0.5}},
	} {
		if test.r.Empty() != (test.in == nil) {
			t.Errorf("%s: Empty is %v", test.name, test.r.Empty())
		}
		for _, v := range test.in {
			if !test.r.Contains(v) {
				t.Errorf("%s: %v is out", test.name, v)
			}
		}
		for _, v := range test.out {
			if test.r.Contains(v) {
				t.Errorf("%s: %v is in", test.name, v)
			}
		}
	}
}

func TestRuleSaysWhatIsCompared(t *testing.T) {
	for _, test := range []struct {
		name string
		c    Case
		want string
	}{
		{
			"median", Case{Figure: Figure{Unit: "ms"}, Holds: From(0.5), Fails: UpTo(-12500.25), Tie: Between(-0.1, 0.1)},
			"Holds if the median of 6 trials or more and its 97 % interval (of 6, the lowest to the highest) " +
				"are 0.5 ms or more; fails if they are −12,500.25 ms or less; a tie if they are −0.1 to 0.1 ms; else open.",
		},
		{
			"median of more", Case{Least: 20, Holds: Exactly(0), Fails: From(1)},
			"Holds if the median of 20 trials or more and its 96 % interval (of 20, the 6th lowest to the 6th highest) " +
				"are exactly 0; fails if they are 1 or more; else open.",
		},
		{
			"one", Case{Least: 1, Figure: Figure{Unit: "lines"}, Holds: UpTo(60), Fails: From(61)},
			"Holds if it, which can’t vary, is 60 lines or less; fails if it is 61 lines or more; else open.",
		},
		{
			"each", Case{Each: true, Figure: Figure{Unit: "B"}, Holds: Exactly(0), Fails: From(1)},
			"Holds if every one of 6 trials or more is exactly 0 B; fails if a single one, however few there are, is 1 B or more; else open.",
		},
	} {
		if got := test.c.Rule(); got != test.want {
			t.Errorf("%s:\n%s, not\n%s", test.name, got, test.want)
		}
	}
}

// Whatever decides changes the hash, and nothing else does.
func TestRulesTellRulesApart(t *testing.T) {
	claim := func(change func(*Case)) Claim {
		c := Case{Name: "a", Text: "t", Setup: "s", Figure: Figure{Name: "f", Of: []string{"x"}}, Holds: From(1), Fails: UpTo(0)}
		change(&c)
		return Claim{Number: 1, Title: "T", Cases: []Case{c}}
	}
	same := claim(func(*Case) {})
	if len(same.Rules()) != 16 || same.Rules() != claim(func(c *Case) { c.Least = DefaultLeast }).Rules() {
		t.Errorf("%s: the same rules have another hash", same.Rules())
	}
	seen := map[string]string{same.Rules(): "as it was"}
	for name, change := range map[string]func(*Case){
		"name": func(c *Case) { c.Name = "b" }, "text": func(c *Case) { c.Text = "u" }, "setup": func(c *Case) { c.Setup = "r" },
		"figure": func(c *Case) { c.Figure.Name = "g" }, "unit": func(c *Case) { c.Figure.Unit = "ms" }, "of": func(c *Case) { c.Figure.Of[0] = "y" },
		"only": func(c *Case) { c.Figure.Only = "page" }, "each": func(c *Case) { c.Each = true }, "least": func(c *Case) { c.Least = 7 },
		"holds": func(c *Case) { c.Holds = From(1.0000001) }, "fails": func(c *Case) { c.Fails = UpTo(-1) }, "tie": func(c *Case) { c.Tie = Exactly(0.5) },
	} {
		rules := claim(change).Rules()
		if other, ok := seen[rules]; ok {
			t.Errorf("%s: the hash is that of %s", name, other)
		}
		seen[rules] = name
	}
}

func TestNumbersInRulesAreExactAndInWordsShort(t *testing.T) {
	for _, test := range []struct {
		v            float64
		exact, short string
	}{
		{0, "0", "0"}, {0.5123, "0.5123", "0.512"}, {-0.25, "−0.25", "−0.25"}, {12.3456, "12.3456", "12.3"}, {1999.6, "1999.6", "2000"},
		{12345.678, "12,345.678", "12,346"}, {1234567, "1,234,567", "1,234,567"}, {100, "100", "100"}, {0.0012345, "0.0012345", "0.00123"},
		{1e-9, "1e−09", "1.00e−09"}, {1e300, "1e+300", "1.00e+300"}, {-1e300, "−1e+300", "−1.00e+300"}, {0.9999, "0.9999", "1"},
	} {
		if got := exact(test.v); got != test.exact {
			t.Errorf("%v is exactly %s, not %s", test.v, got, test.exact)
		}
		if got := short(test.v); got != test.short {
			t.Errorf("%v is %s in short, not %s", test.v, got, test.short)
		}
	}
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 21: "21st", 40: "40th"} {
		if got := ordinal(n); got != want {
			t.Errorf("%d is %s, not %s", n, got, want)
		}
	}
	if got := withUnit("1.5", "×") + withUnit("3", "") + withUnit("7", "ms"); got != "1.5×37 ms" {
		t.Error(got)
	}
	if strings.Contains(exact(-3), "-") {
		t.Error("a minus sign is a hyphen")
	}
}
