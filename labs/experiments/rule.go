package experiments

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
)

// From returns the range of all numbers from least on.
func From(least float64) Range { return Between(least, math.Inf(1)) }

// UpTo returns the range of all numbers up to most.
func UpTo(most float64) Range { return Between(math.Inf(-1), most) }

// Between returns the range from least to most, both included; an empty one if least is above most.
func Between(least, most float64) Range {
	if !(least <= most) {
		return Range{}
	}
	return Range{least, most, true}
}

// Exactly returns the range of one number.
func Exactly(number float64) Range { return Between(number, number) }

// Empty reports whether no number lies in the range, as in the zero Range.
func (r Range) Empty() bool { return !r.ok }

// Contains reports whether a number lies in the range.
func (r Range) Contains(number float64) bool { return r.ok && r.Min <= number && number <= r.Max }

// encloses reports whether all numbers from low to high lie in the range.
func (r Range) encloses(low, high float64) bool { return r.Contains(low) && r.Contains(high) }

// touches reports whether any number from low to high lies in the range.
func (r Range) touches(low, high float64) bool { return r.ok && r.Min <= high && low <= r.Max }

// words says which numbers lie in the range, exactly: "0.5 ms or more".
func (r Range) words(unit string) string {
	below, above := math.IsInf(r.Min, -1), math.IsInf(r.Max, 1)
	switch {
	case !r.ok:
		return "never"
	case below && above:
		return "any number"
	case below:
		return withUnit(exact(r.Max), unit) + " or less"
	case above:
		return withUnit(exact(r.Min), unit) + " or more"
	case r.Min == r.Max:
		return "exactly " + withUnit(exact(r.Min), unit)
	}
	return exact(r.Min) + " to " + withUnit(exact(r.Max), unit)
}

// Rule returns the case's rule in a sentence, from the numbers that [Judge] compares.
func (c Case) Rule() string {
	var parts []string
	add := func(what string, r Range) {
		if !r.Empty() {
			parts = append(parts, what+r.words(c.Figure.Unit))
		}
	}
	switch {
	case c.Each:
		add("Holds if every one of "+count(c.least(), "trial")+" or more is ", c.Holds)
		add("fails if a single one, however few there are, is ", c.Fails)
		add("a tie if every one is ", c.Tie)
	case c.least() == 1:
		add("Holds if it, which can’t vary, is ", c.Holds)
		add("fails if it is ", c.Fails)
		add("a tie if it is ", c.Tie)
	default:
		add("Holds if the median of "+count(c.least(), "trial")+" or more and "+intervalWords(c.least())+" are ", c.Holds)
		add("fails if they are ", c.Fails)
		add("a tie if they are ", c.Tie)
	}
	parts = append(parts, "else open.")
	return strings.Join(parts, "; ")
}

// intervalWords says what the interval of n values is, and with what probability it encloses the median.
func intervalWords(n int) string {
	rank, probability := intervalRank(n)
	if rank == 1 {
		return fmt.Sprintf("its %.0f %% interval (of %d, the lowest to the highest)", 100*probability, n)
	}
	return fmt.Sprintf("its %.0f %% interval (of %d, the %s lowest to the %[3]s highest)", 100*probability, n, ordinal(rank))
}

// least is how many trials the case needs.
func (c Case) least() int {
	if c.Least < 1 {
		return DefaultLeast
	}
	return c.Least
}

// Rules returns a hash of all that the claim's verdict and the texts of its Result depend on: 16 hexadecimal digits. Results
// with different ones can't be compared.
func (c Claim) Rules() string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %d %q %d", ResultFormat, c.Number, c.Title, len(c.Cases))
	for _, k := range c.Cases {
		f := k.Figure
		fmt.Fprintf(h, "\n%q %q %q %q %q %q %q %t %d", k.Name, k.Text, k.Setup, f.Name, f.Unit, f.Of, f.Only, k.Each, k.least())
		fmt.Fprintf(h, " %v %v %v %q", k.Holds, k.Fails, k.Tie, k.Rule())
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
