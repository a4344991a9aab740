package experiments

// From returns the range of all numbers from least on.
func From(least float64) Range { return Range{} }

// UpTo returns the range of all numbers up to most.
func UpTo(most float64) Range { return Range{} }

// Between returns the range from least to most, both included.
func Between(least, most float64) Range { return Range{} }

// Exactly returns the range of one number.
func Exactly(number float64) Range { return Range{} }

// Empty reports whether no number lies in the range, as in the zero Range.
func (r Range) Empty() bool { return true }

// Contains reports whether a number lies in the range.
func (r Range) Contains(number float64) bool { return false }

// Rule returns the case's rule in a sentence, from the numbers that [Judge] compares.
func (c Case) Rule() string { return "" }

// Rules returns a hash of all that the claim's verdict and its text depend on: 16 hexadecimal digits.
func (c Claim) Rules() string { return "" }
