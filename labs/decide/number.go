package decide

import (
	"fmt"
	"math"
	"strconv"

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

// round rounds a limit to two digits, since no limit is surer than that, or to as many as tell it apart from what is now.
func round(v, now float64) float64 {
	for digits := 2; ; digits++ {
		text := strconv.FormatFloat(v, 'g', digits, 64)
		if rounded, err := strconv.ParseFloat(text, 64); err != nil || digits == 6 || text != strconv.FormatFloat(now, 'g', digits, 64) {
			return rounded
		}
	}
}

// often is how often something happens: several times a second, or once in so many seconds, minutes or hours.
type often struct {
	perSecond float64
	one       string
}

func (o often) String() string {
	if o.perSecond >= 1 {
		return fmt.Sprintf("%s %s a second", number(o.perSecond, ""), plural(o.perSecond, o.one).unit)
	}
	return fmt.Sprintf("one %s in %s", o.one, duration(round(1/o.perSecond, math.NaN())))
}

// duration writes seconds for people.
func duration(seconds float64) amount {
	switch {
	case seconds < 1:
		return amount{seconds * 1000, "ms"}
	case seconds < 120:
		return amount{seconds, "s"}
	case seconds < 2*3600:
		return amount{math.Round(seconds / 60), "minutes"}
	case seconds < 2*86400:
		return amount{math.Round(seconds / 3600), "hours"}
	}
	return amount{math.Round(seconds / 86400), "days"}
}
