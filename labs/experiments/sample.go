package experiments

// Sample is the values of a case's figure, one of each trial, in any order.
type Sample []float64

// Median returns the middle of the values, or the mean of the two in the middle; NaN of none.
func (s Sample) Median() float64 { return 0 }

// Interval returns an interval that encloses the median of all that could have been drawn, and with what probability it does.
func (s Sample) Interval() (low, high, probability float64) { return 0, 0, 0 }
