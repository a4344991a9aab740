package experiments

import "math"

// The figures that cases are made of. Each names the values of a trial that it takes; where one of them is absent, or a
// divisor is 0, the figure is absent, too.

// of is one value as it is.
func of(name, unit, value string) Figure {
	return Figure{Name: name, Unit: unit, Of: []string{value}}
}

// difference is a − b.
func difference(name, unit, a, b string) Figure {
	return Figure{Name: name, Unit: unit, Of: []string{a, b}, From: func(of ...float64) float64 { return of[0] - of[1] }}
}

// ratio is a ÷ b, so many times as much.
func ratio(name, a, b string) Figure {
	return Figure{Name: name, Unit: "×", Of: []string{a, b}, From: func(of ...float64) float64 { return over(of[0], of[1]) }}
}

// percent is what a is of b.
func percent(name, a, b string) Figure {
	return Figure{Name: name, Unit: "%", Of: []string{a, b}, From: func(of ...float64) float64 { return 100 * over(of[0], of[1]) }}
}

// made is a figure that takes a formula of its own.
func made(name, unit string, from func(of ...float64) float64, of ...string) Figure {
	return Figure{Name: name, Unit: unit, Of: of, From: from}
}

// lost is how many events a lane's client never got. Of a run that published none there is nothing to say.
func lost(lane string) Figure {
	return made("events lost, "+lane, "", func(of ...float64) float64 { return where(of[1] > 0, of[0]) },
		"lanes."+lane+".lost", "published")
}

// twice is how many events a lane's client got that it had already.
func twice(lane string) Figure {
	return of("events that came again, "+lane, "", "lanes."+lane+".duplicated")
}

// inTime is the share of the published events that came, and were not late: Spec.LateMs of the run says from when on they are.
func inTime(lane string) Figure {
	return made("events that came in time, "+lane, "%", func(of ...float64) float64 {
		return 100 * over(of[0]-of[1], of[2])
	}, "lanes."+lane+".delivered", "lanes."+lane+".late", "published")
}

// where is a number that says something only under a condition: that what it counts could have been seen, say.
func where(condition bool, number float64) float64 {
	if !condition {
		return math.NaN()
	}
	return number
}

// over is a ÷ b, not a number where b is 0.
func over(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// onPage is a figure that only a browser can tell.
func onPage(name, value string) Figure {
	return Figure{Name: name, Of: []string{value}, Only: "page"}
}

// share is how much of the time of publishing a connection of the lane was open.
func share(lane string) Figure {
	return made("of the time, a connection was open, "+lane, "%", func(of ...float64) float64 { return 100 * of[0] }, "wire."+lane+".connectedShare")
}

// posts is how many requests a lane's client makes for each message that it sends, beyond the one that opened its stream.
func posts(lane string) Figure {
	return made("requests for each message up, "+lane, "", func(of ...float64) float64 { return over(of[0]-1, of[1]) },
		"lanes."+lane+".requests", "lanes."+lane+".sent")
}

// asked is how many requests a lane's client made.
func asked(lane string) Figure { return of("requests, "+lane, "", "lanes."+lane+".requests") }

// back is how often a lane's stream was open once more.
func back(lane string) Figure { return of("reconnections, "+lane, "", "lanes."+lane+".reconnects") }

// upwards is what lane a's client puts on the wire for a message, in lane b's: all bytes upwards, the first request's included.
func upwards(a, b string) Figure {
	return made("bytes up for each message, "+a+" ÷ "+b, "×", func(of ...float64) float64 { return over(over(of[0], of[1]), over(of[2], of[3])) },
		"lanes."+a+".bytes.c2s.total", "lanes."+a+".sent", "lanes."+b+".bytes.c2s.total", "lanes."+b+".sent")
}
