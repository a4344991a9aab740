package lessons

import (
	"slices"
	"strings"
)

// Figures are what the bench measures on a lane, in the words of its report: latencies, round trips and the time to open in
// milliseconds, as the client observed them; what ends in PerEvent is of each event delivered, in bytes from the server's
// ledger but for requestsPerEvent; emptyShare is the share of the requests that brought no event, 0 to 1; the rest are counts.
var Figures = []string{
	"latency.min", "latency.p50", "latency.p90", "latency.p99", "latency.max", "rtt.p50", "open.p50",
	"delivered", "lost", "duplicated", "reordered", "late", "unreadable", "foreign",
	"reconnects", "requests", "connections", "sent", "echoed", "emptyAnswers", "emptyShare",
	"requestsPerEvent", "wirePerEvent", "payloadPerEvent", "framingPerEvent", "httpPerEvent", "upPerEvent", "downPerEvent",
}

// measure reads LANE.FIGURE, of a lane of the lab before it, which there must be. It returns what it could read.
func (s *source) measure(line int, text string) (lane, figure string) {
	lane, figure, _ = strings.Cut(text, ".")
	switch {
	case text == "": // reported
	case len(s.lab.Lanes) > 0 && !slices.Contains(s.lab.lanes(), lane):
		s.fault(line, "unknown lane %q in %s: lab %s has %s", lane, text, s.lab.Name, strings.Join(s.lab.lanes(), ", "))
	case !slices.Contains(Figures, figure):
		s.fault(line, "unknown figure %q in %s: known are %s", figure, text, strings.Join(Figures, ", "))
	}
	return lane, figure
}
