// Package exercise holds the last exercise: choose the technique for a load, and prove it with the ledger.
package exercise

import (
	"fmt"
	"strings"

	"wireside/labs/book"
	"wireside/labs/lab"
)

// Choose returns the technique for a load, by what the ledger of a run has come to. If no technique meets all that the load
// requires, the error is a *Nobody.
type Choose func(load Load, ledger Ledger) (Choice, error)

// Load is what an application does, and what it requires. A requirement that is nil, or false, is none.
type Load struct {
	Clients         float64 `json:"clients"`         // at the same time
	EventsPerSecond float64 `json:"eventsPerSecond"` // for each client
	UpPerSecond     float64 `json:"upPerSecond"`     // messages that each client sends. All but WebSocket need a request for each

	LateMs            *float64 `json:"lateMs"`            // of a hundred events, 99 may come so late at most, in ms
	Lossless          bool     `json:"lossless"`          // no event may be lost
	BytesPerHour      *float64 `json:"bytesPerHour"`      // what the events may cost a client at most, on the wire, both directions
	RequestsPerSecond *float64 `json:"requestsPerSecond"` // what the server takes at most, of all clients together
	Held              *float64 `json:"held"`              // connections that can be held open for clients at most. Only polling holds none
}

// Ledger is a run's, as GET /api/runs/{id}/ledger has it, which has more besides. Nothing was sent up in that run.
type Ledger struct {
	Lanes map[lab.Technique]Account `json:"lanes"`
}

// Account is a lane's part of a ledger. A figure that nobody has measured is nil: it is absent, and not zero.
type Account struct {
	Requests  *int64   `json:"requests"`  // requests for events
	Bytes     *Bytes   `json:"bytes"`     // on the wire, all of them: heads, framing and payload
	Delivered *int64   `json:"delivered"` // events that came
	Lost      *int64   `json:"lost"`      // events that will not come
	Latency   *Latency `json:"latency"`   // from publication to arrival
}

// Bytes are a lane's bytes by direction.
type Bytes struct {
	C2S Total `json:"c2s"` // client to server
	S2C Total `json:"s2c"` // server to client
}

// Total is all there is of one direction.
type Total struct {
	Total int64 `json:"total"`
}

// Latency is how late events came.
type Latency struct {
	P99 float64 `json:"p99"` // in ms: of a hundred events, 99 came at most so late
}

// Choice is the technique, and of each other one why not.
type Choice struct {
	Technique lab.Technique
	Not       map[lab.Technique][]Reason // all reasons of each that was not chosen, in the order of the constants
}

// Reason is why a technique is not chosen.
type Reason string

// The reasons. Of a requirement that the load doesn't have there is none.
const (
	Late     Reason = "late"     // the p99 is above LateMs, or absent
	Loses    Reason = "loses"    // events were lost, or the count is absent
	Costs    Reason = "costs"    // more than BytesPerHour, or a figure for it is absent
	Requests Reason = "requests" // more than RequestsPerSecond, or a figure for it is absent
	Held     Reason = "held"     // more connections held open than Held

	Unmeasured Reason = "unmeasured" // its bytes per event are absent, so that it can't be compared

	// Of those that meet all requirements.

	Dearer  Reason = "dearer"  // it takes more bytes per event than the cheapest, by more than 5 %
	Plainer Reason = "plainer" // it is among the cheapest, and so is a plainer one
)

// Nobody is the error if no technique can be chosen.
type Nobody struct {
	Needs []Reason // which all four have, in the order of the constants. None: each requirement is met by one of them
}

// Error returns it in words.
func (n *Nobody) Error() string {
	if len(n.Needs) == 0 {
		return "each requirement is met by some technique, and none meets all of them"
	}
	words := make([]string, len(n.Needs))
	for i, r := range n.Needs {
		words[i] = string(r)
	}
	return fmt.Sprintf("no technique can be chosen. What all of them have against them: %s", strings.Join(words, ", "))
}

// Choices is the exercise choose-technique.
var Choices = book.Exercise[Choose]{
	Info: book.Info{
		Name:  "choose-technique",
		Title: "Choose the technique, and prove it",
		Task: "Write the function that chooses the technique for a load, by the ledger of a run: of those that meet all requirements, the " +
			"one that takes the fewest bytes on the wire for each event. Of each other one it says why not. The last check measures the four " +
			"lanes here and holds your answer to that ledger.",
		Minutes:  30,
		Package:  "labs/decide/exercise/choose",
		File:     "choose.go",
		Writes:   "Choose",
		Solution: book.Solution{File: "labs/decide/exercise/choose_reference.go", Name: "choose"},
	},
	Checks:    chooseChecks,
	Reference: choose,
	Wrong:     chooseWrong,
}
