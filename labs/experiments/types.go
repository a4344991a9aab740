// Package experiments puts the claims of an article to the test: for each that can be measured a setup, a run, and a rule for
// the verdict that is stated before anything is measured.
//
// A claim's experiment puts its sentence in one or more cases. Each case takes a figure from the trials of a setup and
// compares it with ranges. A trial is one run, boiled down to named numbers: its ledger, and what the wire's units tell.
// What can't be had is absent, never zero.
package experiments

import "encoding/json"

// Claim is a sentence of the article, in short.
type Claim struct {
	Number  int      // 1 to 30, in the order in which the article makes them
	Title   string   // the claim in one line, in our words
	Quote   string   // at most one short line of the article; may be empty
	So      string   // what is so, in one to three sentences
	Sources []Source // at least one
	Cases   []Case   // empty: it can't be measured, and its sources have to do
	Changes string   // what would change the verdict; empty without cases
}

// Source is where it is written.
type Source struct {
	Title string `json:"title"` // such as "RFC 9112 9.3"
	URL   string `json:"url"`
}

// Case is a claim's sentence put so that a figure decides it.
type Case struct {
	Name   string // unique in its claim: a short word
	Text   string // the sentence
	Setup  string // whose trials
	Figure Figure
	Each   bool  // every trial has to be in Holds, and one in Fails refutes it; else the median of the trials counts, with its interval
	Least  int   // trials; 0: DefaultLeast. 1 for what can't vary: lines of code, say
	Holds  Range // the case supports the claim
	Fails  Range // it refutes the claim
	Tie    Range // neither: there is no difference that matters. Empty: it can't be a tie
}

// DefaultLeast is how many trials a verdict needs: of six, the lowest and the highest enclose the median of all that could
// have been with a probability of 97 % (1 − 2·½⁶), whatever their distribution.
const DefaultLeast = 6

// Figure is a number that a trial gives.
type Figure struct {
	Name string                      // in words: "median latency, WebSocket − SSE"
	Unit string                      // "ms", "%", "B", "×"; "" for a count or a plain ratio
	Of   []string                    // the names of the values that it is made of
	From func(of ...float64) float64 // in the order of Of; NaN: it can't be had of these. nil: the one value as it is
	Only string                      // "page": only a browser can tell. Empty: any client
}

// Range is the numbers from Min to Max, both included. The zero Range holds none: make one with From, UpTo, Between or
// Exactly.
type Range struct {
	Min, Max float64
	ok       bool
}

// Setup is how trials are made.
type Setup struct {
	Name   string          // unique: a short word
	Title  string          // what is run, in a line
	Kind   Kind            // who makes them
	Spec   json.RawMessage // Run: the body of POST /api/runs, its seconds included
	Trials int             // how many
	Alone  bool            // what it measures is disturbed by other runs at the same time: latency, CPU
	Wire   bool            // it needs facts that only the units tell
}

// Kind tells where a setup's trials come from.
type Kind string

// The kinds.
const (
	KindRun    Kind = "run"    // from runs
	KindSource Kind = "source" // from the source and the build of this program; one trial
	KindPage   Kind = "page"   // from a browser, by itself; one trial
)

// Values are a trial's numbers by name.
type Values map[string]float64

// Trial is one run of a setup.
type Trial struct {
	Setup  string `json:"setup"`
	Run    string `json:"run,omitempty"`
	Seed   uint64 `json:"seed,omitempty"`
	At     int64  `json:"at"` // Unix time in microseconds, of its end
	Values Values `json:"values"`
}

// Answer is what a case came to.
type Answer string

// The answers.
const (
	Holds Answer = "holds"
	Fails Answer = "fails"
	Tie   Answer = "tie"
	Open  Answer = "open"
)

// Verdict is what a claim came to.
type Verdict string

// The verdicts.
const (
	True         Verdict = "true"         // it holds in every case
	False        Verdict = "false"        // in none
	Depends      Verdict = "depends"      // in some
	Inconclusive Verdict = "inconclusive" // open cases could still make it another one
)
