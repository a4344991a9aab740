package decide

import (
	"math"

	"wireside/labs/experiments"
)

// amount is a figure for people, with commas between thousands. It is written only when it is read: a search asks a thousand
// times how well a technique fits, and once why.
type amount struct {
	value float64
	unit  string
}

func number(v float64, unit string) amount { return amount{v, unit} }

// String returns it with three digits and its unit.
func (a amount) String() string {
	v := a.value
	if math.Abs(v) >= 100 {
		v = math.Round(v)
	}
	text := experiments.Number(v, a.unit)
	whole := 0
	for whole < len(text) && text[whole] >= '0' && text[whole] <= '9' {
		whole++
	}
	for i := whole - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func plural(n float64, one string) amount {
	if n == 1 {
		return amount{n, one}
	}
	return amount{n, one + "s"}
}

// size writes bytes for people.
func size(v float64) amount {
	unit := "TB"
	for _, u := range []string{"B", "kB", "MB", "GB"} {
		if v < 1000 {
			unit = u
			break
		}
		v /= 1000
	}
	return amount{v, unit}
}
