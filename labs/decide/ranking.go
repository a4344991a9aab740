package decide

import "wireside/labs/lab"

// Ranking is what the answers and the trials come to.
type Ranking struct {
	Answers  Answers   `json:"answers"`
	Words    string    `json:"words"`    // the result in a sentence
	Measured bool      `json:"measured"` // costs were compared; else the order says only what fits
	Places   []Place   `json:"places"`   // all four techniques, the first one first
	Answered []Change  `json:"answered"` // for each question, the nearest answer that puts another technique first
	Factors  []Change  `json:"factors"`  // for each measurement, how far off it would have to be
	Costs    []Cost    `json:"costs"`    // what was measured here
	Missing  []Missing `json:"missing"`  // what wasn't
}

// Place is a technique in the ranking.
type Place struct {
	Technique lab.Technique `json:"technique"`
	Title     string        `json:"title"` // with what goes up beside it: "SSE + POST"
	Place     int           `json:"place"` // from 1; techniques that nothing tells apart share one
	Fit       Fit           `json:"fit"`
	Reasons   []Reason      `json:"reasons"`
	Estimate  Estimate      `json:"estimate"`
	Before    string        `json:"before"` // why it stands before the next one; empty where nothing tells
	Sure      bool          `json:"sure"`   // whether all of the figures' intervals say so
}

// Fit tells whether a technique can do what is asked.
type Fit string

// The fits, the best first.
const (
	Works Fit = "works"
	Care  Fit = "care" // it can, if something is done about it
	Not   Fit = "not"
)

// Reason is a sentence, and what it means for the fit.
type Reason struct {
	Fit  Fit    `json:"fit"` // Works: no objection, only worth knowing
	Text string `json:"text"`
}

// Estimate is what a technique costs for all clients together. What can't be had is nil.
type Estimate struct {
	Bytes    *Figure `json:"bytes,omitempty"`    // B/s on the wire above TCP, both ways
	Headers  *Figure `json:"headers,omitempty"`  // B/s of IP and TCP headers: an estimate of 40 B a segment
	Requests *Figure `json:"requests,omitempty"` // HTTP requests a second
	CPU      *Figure `json:"cpu,omitempty"`      // of one core, 1 is all of it; the simulated clients' share is included
	Delay    *Figure `json:"delay,omitempty"`    // ms, median, from the publication to the client, without the network between
	Score    *Figure `json:"score,omitempty"`    // how many times dearer than the cheapest, in the worse of bytes and CPU
	Lines    *Figure `json:"lines,omitempty"`    // of client code
}

// Figure is a median with the interval in which the median of all trials that could have been lies.
type Figure struct {
	Unit   string  `json:"unit"`
	N      int     `json:"n"` // trials; 0: it follows from the answers alone
	Median float64 `json:"median"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

// Change is what would put another technique first.
type Change struct {
	Name   string        `json:"name"`             // of the question, as in Answers; or of the measurement, as in Cost
	Title  string        `json:"title"`            // the question, or the measurement, for people
	Text   string        `json:"text"`             // a sentence
	Value  *float64      `json:"value,omitempty"`  // the number from which on it is so, or the factor
	Choice string        `json:"choice,omitempty"` // or the word
	First  lab.Technique `json:"first,omitempty"`  // who is first then; empty: nothing that can be answered, or measured, changes it
}

// Cost is a measurement.
type Cost struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	Setups []string `json:"setups"` // whose trials it is taken from
	At     int64    `json:"at"`     // Unix time in µs of the newest of them
	Figure
}

// Missing is a measurement that isn't there.
type Missing struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	Setups []string `json:"setups"` // what to run
	Why    string   `json:"why"`
}
