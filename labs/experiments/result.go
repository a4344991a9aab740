package experiments

import "reflect"

// Result is what a claim came to, with the values of each trial, the rules and all text that it takes to show it.
type Result struct {
	Format  string       `json:"wireside"` // ResultFormat
	Claim   int          `json:"claim"`
	Title   string       `json:"title"`
	Verdict Verdict      `json:"verdict"`
	Words   string       `json:"words"`            // a sentence with the decisive numbers
	At      int64        `json:"at,omitempty"`     // Unix time in microseconds
	Client  Client       `json:"client,omitzero"`  // who made the trials
	Server  Server       `json:"server,omitzero"`  // against whom
	Broken  string       `json:"broken,omitempty"` // the name of what was broken on purpose, one of Breaks
	Rules   string       `json:"rules"`            // Claim.Rules
	Cases   []CaseResult `json:"cases"`            // in the claim's order
}

// ResultFormat is the value of a Result's "wireside", by which a file is known.
const ResultFormat = "claim/1"

// Results is a file of several.
type Results struct {
	Format  string   `json:"wireside"` // ResultsFormat
	Results []Result `json:"results"`
}

// ResultsFormat is the value of a Results' "wireside".
const ResultsFormat = "claims/1"

// Client is who made the trials.
type Client struct {
	Kind string `json:"kind"` // "page" or "go"
	Name string `json:"name"` // for people: "Chromium 156, Linux"
}

// Server is the machine that the trials ran on.
type Server struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	CPUs int    `json:"cpus"`
	Go   string `json:"go"` // "go1.26"
}

// CaseResult is what a case came to.
type CaseResult struct {
	Name    string   `json:"case"`
	Text    string   `json:"text"`
	Figure  string   `json:"figure"`
	Unit    string   `json:"unit"`
	Rule    string   `json:"rule"`
	Ranges  []Ranged `json:"ranges"` // the rule's numbers, to be drawn
	Answer  Answer   `json:"answer"`
	Why     string   `json:"why,omitempty"`     // only of an open one
	N       int      `json:"n"`                 // trials that gave the figure
	Missing int      `json:"missing,omitempty"` // trials that did not
	Values  Sample   `json:"values"`            // in the order of the trials; empty if there is none
	Median  *float64 `json:"median,omitempty"`  // this and the interval: nil if there is no value
	Low     *float64 `json:"low,omitempty"`
	High    *float64 `json:"high,omitempty"`
}

// Ranged is a range, and the answer that it gives.
type Ranged struct {
	Answer Answer   `json:"answer"`
	From   *float64 `json:"from,omitempty"` // nil: it has no end there
	To     *float64 `json:"to,omitempty"`
}

// Agrees reports whether two results are the same in all that the claim, its rules and the values decide, the texts included. When and
// by whom they were made may differ.
func (r Result) Agrees(other Result) bool {
	return reflect.DeepEqual(r.decided(), other.decided())
}

// decided is the result without what its maker has filled in.
func (r Result) decided() Result {
	r.At, r.Client, r.Server, r.Broken = 0, Client{}, Server{}, ""
	return r
}
