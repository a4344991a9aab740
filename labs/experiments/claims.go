package experiments

import "slices"

// All returns the claims in the article's order, 1 to 30. The slice is the caller's own; what is in it is not.
func All() []Claim { return slices.Concat(claims01, claims11, claims21) }

// Find returns the claim with the given number.
func Find(n int) (Claim, bool) {
	for _, c := range All() {
		if c.Number == n {
			return c, true
		}
	}
	return Claim{}, false
}
