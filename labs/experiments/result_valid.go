package experiments

import (
	"regexp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// The limits of a Result, which may come from anybody. Texts are in bytes.
const (
	maxCases    = 16
	maxNumber   = 999 // of a claim
	maxLine     = 300 // a title, a name, a unit
	maxText     = 2000
	maxWords    = 4000
	maxUnixTime = 1 << 53 // µs
	maxCPUs     = 1 << 16
)

var (
	hash    = regexp.MustCompile(`^[0-9a-f]{16}$`)
	keyword = regexp.MustCompile(`^[a-z0-9-]{0,32}$`)
)

// valid says what keeps r from being a result that can be shown, as a *lab.Error that names the field; nil if nothing does. It
// doesn't ask whether the result is right: that does [Check].
func (r Result) valid() error {
	switch {
	case r.Format != ResultFormat:
		return badResult("wireside is %.40q; it must be %q", r.Format, ResultFormat)
	case r.Claim < 1 || r.Claim > maxNumber:
		return badResult("claim is %d; it must be 1 to %d", r.Claim, maxNumber)
	case !slices.Contains([]Verdict{True, False, Depends, Inconclusive}, r.Verdict):
		return badResult("verdict is %.40q; it must be true, false, depends or inconclusive", r.Verdict)
	case r.At < 0 || r.At > maxUnixTime:
		return badResult("at is %d; it must be a time in microseconds", r.At)
	case r.Client.Kind != "" && r.Client.Kind != "page" && r.Client.Kind != "go":
		return badResult("client.kind is %.40q; it must be page or go", r.Client.Kind)
	case r.Server.CPUs < 0 || r.Server.CPUs > maxCPUs:
		return badResult("server.cpus is %d; it must be 0 to %d", r.Server.CPUs, maxCPUs)
	case !keyword.MatchString(r.Broken):
		return badResult("broken is %.40q; it must be a name of lower case letters", r.Broken)
	case !hash.MatchString(r.Rules):
		return badResult("rules is %.40q; it must be 16 hexadecimal digits", r.Rules)
	case len(r.Cases) < 1 || len(r.Cases) > maxCases:
		return badResult("cases are %d; there must be 1 to %d", len(r.Cases), maxCases)
	}
	for _, t := range []prose{
		{"title", r.Title, maxLine}, {"words", r.Words, maxWords}, {"client.name", r.Client.Name, maxLine},
		{"server.os", r.Server.OS, maxLine}, {"server.arch", r.Server.Arch, maxLine}, {"server.go", r.Server.Go, maxLine},
	} {
		if err := t.valid(); err != nil {
			return err
		}
	}
	names := make(map[string]bool)
	for _, k := range r.Cases {
		if names[k.Name] {
			return badResult("two cases are called %.40q", k.Name)
		}
		names[k.Name] = true
		if err := k.valid(); err != nil {
			return err
		}
	}
	return nil
}

// valid is Result.valid for a case.
func (k CaseResult) valid() error {
	for _, t := range []prose{
		{"a case's name", k.Name, maxLine}, {"a case's text", k.Text, maxText}, {"a case's figure", k.Figure, maxLine},
		{"a case's unit", k.Unit, maxLine}, {"a case's rule", k.Rule, maxText}, {"a case's why", k.Why, maxText},
	} {
		if err := t.valid(); err != nil {
			return err
		}
	}
	if len(k.Ranges) > 3 {
		return badResult("case %.40q: ranges are %d; there may be 3", k.Name, len(k.Ranges))
	}
	for _, r := range k.Ranges {
		if !slices.Contains([]Answer{Holds, Fails, Tie}, r.Answer) {
			return badResult("case %.40q: a range's answer is %.40q; it must be holds, fails or tie", k.Name, r.Answer)
		}
		if r.From != nil && r.To != nil && !(*r.From <= *r.To) {
			return badResult("case %.40q: the range of what %s is from %g to %g", k.Name, r.Answer, *r.From, *r.To)
		}
	}
	figures := slices.Clone(k.Values)
	for _, p := range []*float64{k.Median, k.Low, k.High} {
		if (p == nil) != (k.N == 0) {
			return badResult("case %.40q: median, low and high must be there if n is above 0, and only then", k.Name)
		}
		if p != nil {
			figures = append(figures, *p)
		}
	}
	switch {
	case !slices.Contains([]Answer{Holds, Fails, Tie, Open}, k.Answer):
		return badResult("case %.40q: answer is %.40q; it must be holds, fails, tie or open", k.Name, k.Answer)
	case k.N != len(k.Values):
		return badResult("case %.40q: n is %d, and there are %d values", k.Name, k.N, len(k.Values))
	case k.Missing < 0 || k.N+k.Missing > MaxTrials || k.Missing > MaxTrials:
		return badResult("case %.40q: there may be %d trials", k.Name, MaxTrials)
	case !slices.ContainsFunc(figures, func(v float64) bool { return !finite(v) }):
		return nil
	}
	return badResult("case %.40q: a value is no finite number", k.Name)
}

// prose is a field for people, and how long it may be.
type prose struct {
	field, value string
	most         int
}

func (p prose) valid() error {
	switch {
	case len(p.value) > p.most:
		return badResult("%s is %d bytes long; it may have %d", p.field, len(p.value), p.most)
	case !utf8.ValidString(p.value):
		return badResult("%s is not UTF-8", p.field)
	}
	for _, r := range p.value {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return badResult("%s holds the control character %U", p.field, r)
		}
	}
	return nil
}
