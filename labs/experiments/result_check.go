package experiments

import (
	"fmt"
	"slices"

	"wireside/labs/lab"
)

// Check judges a result again from its own values, by this program's rules. Whether the two are the same tells [Result.Agrees].
// The error is a *lab.Error: 400 bad_result of what is none, 409 other_rules of one that was judged by rules unknown here.
func Check(r Result) (Result, error) { return check(All(), r) }

func check(claims []Claim, r Result) (Result, error) {
	if err := r.valid(); err != nil {
		return Result{}, err
	}
	i := slices.IndexFunc(claims, func(c Claim) bool { return c.Number == r.Claim })
	if i < 0 {
		return Result{}, otherRules("Claim %d is unknown here: the result can be shown, but not judged again.", r.Claim)
	}
	claim := claims[i]
	if r.Rules != claim.Rules() {
		return Result{}, otherRules("The result was judged by the rules %s of claim %d; here they are %s. It can be shown, but not judged again.",
			r.Rules, r.Claim, claim.Rules())
	}
	if len(r.Cases) != len(claim.Cases) {
		return Result{}, badResult("cases are %d; by its rules claim %d has %d", len(r.Cases), r.Claim, len(claim.Cases))
	}
	drawn := make([]drawing, len(r.Cases))
	for i, k := range r.Cases {
		if want := claim.Cases[i].Name; k.Name != want {
			return Result{}, badResult("cases[%d].case is %.40q; by its rules it is %q", i, k.Name, want)
		}
		drawn[i] = drawing{k.Values, k.Missing}
	}
	judged := claim.judge(drawn)
	judged.At, judged.Client, judged.Server, judged.Broken = r.At, r.Client, r.Server, r.Broken
	return judged, nil
}

func badResult(format string, args ...any) error {
	return &lab.Error{Status: 400, Code: "bad_result", Message: "This is no result of a claim: " + fmt.Sprintf(format, args...) + "."}
}

func otherRules(format string, args ...any) error {
	return &lab.Error{Status: 409, Code: "other_rules", Message: fmt.Sprintf(format, args...)}
}
