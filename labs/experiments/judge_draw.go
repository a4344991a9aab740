package experiments

import "math"

// drawing is what the trials gave a case.
type drawing struct {
	values  Sample
	missing int // trials that did not give the figure
}

// draw takes the case's figure from each trial of its setup.
func (c Case) draw(trials []Trial) drawing {
	d := drawing{values: Sample{}}
	runs := make(map[string]bool)
	for _, t := range trials {
		if t.Setup != c.Setup || t.Run != "" && runs[t.Run] {
			continue
		}
		runs[t.Run] = true
		if v, ok := c.Figure.of(t.Values); ok {
			d.values = append(d.values, v)
		} else {
			d.missing++
		}
		if len(d.values)+d.missing == MaxTrials {
			break
		}
	}
	return d
}

// of returns the figure of a trial's values, if it can be had of them: all must be there, and come to a number.
func (f Figure) of(values Values) (number float64, ok bool) {
	args := make([]float64, len(f.Of))
	for i, name := range f.Of {
		if args[i], ok = values[name]; !ok || !finite(args[i]) {
			return 0, false
		}
	}
	switch {
	case f.From != nil:
		number = f.From(args...)
	case len(args) == 1:
		number = args[0]
	default:
		return 0, false
	}
	return number + 0, finite(number) // no −0
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
