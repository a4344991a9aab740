package exercise

import (
	"math"
	"slices"

	"wireside/labs/lab"
)

// tie is how many times the fewest bytes another technique may take and still be among the cheapest.
const tie = 1.05

// choose is the reference. labs/decide goes further: it takes the CPU's time into account as well, how sure the figures
// are, and what lies on the way.
func choose(load Load, ledger Ledger) (Choice, error) { return chooseWithin(tie, load, ledger) }

func chooseWithin(tie float64, load Load, ledger Ledger) (Choice, error) {
	choice := Choice{Not: make(map[lab.Technique][]Reason)}
	fewest := math.Inf(1)
	for _, t := range lab.Techniques {
		if reasons := against(t, load, ledger.Lanes[t]); reasons != nil {
			choice.Not[t] = reasons
			continue
		}
		bytes, _ := perEvent(ledger.Lanes[t])
		fewest = min(fewest, bytes)
	}
	for _, t := range lab.Techniques { // the plainest first
		if choice.Not[t] != nil {
			continue
		}
		switch bytes, _ := perEvent(ledger.Lanes[t]); {
		case bytes > tie*fewest:
			choice.Not[t] = []Reason{Dearer}
		case choice.Technique == "":
			choice.Technique = t
		default:
			choice.Not[t] = []Reason{Plainer}
		}
	}
	if choice.Technique == "" {
		return Choice{}, &Nobody{Needs: common(choice.Not)}
	}
	return choice, nil
}

// against returns what keeps a technique from being chosen whatever the others are like. A lane that the ledger doesn't
// have is an Account without any figure.
func against(t lab.Technique, load Load, a Account) (reasons []Reason) {
	add := func(r Reason, not bool) {
		if not {
			reasons = append(reasons, r)
		}
	}
	bytes, measured := perEvent(a)
	requests, counted := requestsPerEvent(a)
	up := load.UpPerSecond
	if t == lab.WebSocket {
		up = 0 // messages go up on the connection that is there
	}
	add(Late, load.LateMs != nil && (a.Latency == nil || a.Latency.P99 > *load.LateMs))
	add(Loses, load.Lossless && (a.Lost == nil || *a.Lost > 0))
	add(Costs, load.BytesPerHour != nil && (!measured || bytes*load.EventsPerSecond*3600 > *load.BytesPerHour))
	add(Requests, load.RequestsPerSecond != nil && (!counted || (requests*load.EventsPerSecond+up)*load.Clients > *load.RequestsPerSecond))
	add(Held, load.Held != nil && t != lab.Polling && load.Clients > *load.Held)
	add(Unmeasured, !measured)
	return reasons
}

// perEvent returns the bytes on the wire for each event that came. ok is false if a figure is absent, or none came.
func perEvent(a Account) (bytes float64, ok bool) {
	if a.Bytes == nil || a.Delivered == nil || *a.Delivered == 0 {
		return 0, false
	}
	return float64(a.Bytes.C2S.Total+a.Bytes.S2C.Total) / float64(*a.Delivered), true
}

func requestsPerEvent(a Account) (requests float64, ok bool) {
	if a.Requests == nil || a.Delivered == nil || *a.Delivered == 0 {
		return 0, false
	}
	return float64(*a.Requests) / float64(*a.Delivered), true
}

// common returns the reasons that all have.
func common(not map[lab.Technique][]Reason) (needs []Reason) {
	for _, reason := range not[lab.Techniques[0]] {
		all := true
		for _, t := range lab.Techniques {
			all = all && slices.Contains(not[t], reason)
		}
		if all {
			needs = append(needs, reason)
		}
	}
	return needs
}
