package experiments

// Number writes a figure for people: three significant digits at most behind the point, and the unit after it.
func Number(v float64, unit string) string { return withUnit(short(v), unit) }
