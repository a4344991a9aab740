package decide

import "wireside/labs/lab"

// spent is a herd's CPU time, in µs for each event.
func spent(t lab.Technique, title string) measurement {
	return measurement{
		name: string(t) + ".cpu", title: title, unit: "µs", counts: true,
		of:   of(cpu+string(t), "process.cpuMs", "herd.delivered"),
		from: func(v []float64, _ *coefs) float64 { return 1000 * v[0] / v[1] },
	}
}

// polled is one of the two CPU times, in µs, that two herds tell which poll as often and find few events and many: of a poll,
// and of an event that it finds.
func polled(name, title string, which func(poll, event float64) float64) measurement {
	herd := func(setup string) []value {
		return of(setup, "process.cpuMs", "process.herdRequests", "herd.delivered")
	}
	return measurement{
		name: name, title: title, unit: "µs", counts: true,
		of: append(herd(cpu+string(lab.Polling)), herd(cpu+string(lab.Polling)+"-batch")...),
		from: func(v []float64, _ *coefs) float64 {
			return which(pollAndEvent(v[:3], v[3:]))
		},
	}
}

// pollAndEvent solves cpu = polls · poll + events · event for two herds. Events that cost less than nothing are lost in the
// noise: then they cost nothing, and the polls all of what the first herd took.
func pollAndEvent(one, two []float64) (poll, event float64) {
	both := one[1]*two[2] - two[1]*one[2]
	poll, event = 1000*(one[0]*two[2]-two[0]*one[2])/both, 1000*(one[1]*two[0]-two[1]*one[0])/both
	if event < 0 {
		return 1000 * one[0] / one[1], 0
	}
	return poll, event
}
