package site

import (
	"fmt"
	"io"
	"math"
)

// Article is whose claims are put to the test.
type Article struct {
	Author, Title string
	Where         string // the publication it appeared in; may be empty
	Year          int
}

// Claims is the page on which an article's claims are put to the test.
type Claims struct {
	Article
	Claims  []Claim // in the order in which the article makes them
	Breaks  []Break // how the lab can be broken on purpose
	Seconds float64 // how long it takes to run all that can be measured, setups that serve several claims once; 0: not known
}

// Claim is a sentence of the article, in short.
type Claim struct {
	Number  int
	Title   string // the claim in one line
	Quote   string // at most one short line of the article; may be empty
	So      string // what is so
	Sources []ClaimSource
	Cases   []ClaimCase  // empty: it can't be measured, and its sources have to do
	Setups  []ClaimSetup // what is run for it
	Changes string       // what would change the verdict
	Seconds float64      // how long its setups take; 0: not known, or no time to speak of
}

// ClaimSource is where it is written.
type ClaimSource struct{ Title, URL string }

// ClaimCase is the sentence put so that a figure decides it, with the rule that decides.
type ClaimCase struct {
	Name         string // unique in its claim
	Text         string
	Figure, Unit string // what is measured, in words, and in what unit; Unit may be empty
	Rule         string // as it stood before the run
	Only         string // "page": only a browser can tell. Empty: any client
}

// ClaimSetup is what is run.
type ClaimSetup struct {
	Name, Title string
	Kind        string  // "run", "source" or "page"
	Trials      int     // how many runs
	Seconds     float64 // how long one of them is; 0 if it is no run
}

// Break is a way to break the lab on purpose, to see which verdicts turn.
type Break struct{ Name, Title, Text string }

// Measurable tells whether the claim can be put to the test.
func (c Claim) Measurable() bool { return len(c.Cases) > 0 }

// Takes says how long it takes to run, for a person; empty if that is not known, or no time to speak of.
func (c Claim) Takes() string {
	if c.Seconds <= 0 {
		return ""
	}
	return "about " + duration(math.Ceil(c.Seconds))
}

// Duration is how long they all take to run, for a person; empty if that is not known.
func (c Claims) Duration() string { return duration(c.Seconds) }

// Measurable counts those that can be put to the test.
func (c Claims) Measurable() int {
	n := 0
	for _, claim := range c.Claims {
		if claim.Measurable() {
			n++
		}
	}
	return n
}

// Runs is what is made of the setup, for a person.
func (s ClaimSetup) Runs() string {
	switch {
	case s.Kind == "source":
		return "counted in the source"
	case s.Kind == "page":
		return "asked of the browser"
	case s.Trials == 1:
		return fmt.Sprintf("1 run of %s", duration(s.Seconds))
	}
	return fmt.Sprintf("%d runs of %s", s.Trials, duration(s.Seconds))
}

// duration writes seconds as a person says them.
func duration(seconds float64) string {
	switch {
	case seconds <= 0:
		return ""
	case seconds < 100:
		return fmt.Sprintf("%g\u00a0s", math.Round(seconds*10)/10)
	}
	return fmt.Sprintf("%.0f\u00a0min", math.Ceil(seconds/60))
}

// The pages' own modules, and what they are drawn with beside the common style sheet.
var (
	claimsModules = modules("claims.js")
	resultModules = modules("claimsresult.js")
	claimsStyles  = []string{"/static/claims.css"}
)

// RenderClaims writes the page of an article's claims: whole without a script, but for running them.
func RenderClaims(w io.Writer, c Claims) error {
	return render(w, "claims", struct {
		Head head
		Claims
	}{Claims: c, Head: head{
		Title:       "The claims · wireside",
		Description: fmt.Sprintf("%d claims of an article put to the test: true, false, depends or inconclusive, with the numbers.", len(c.Claims)),
		Here:        "claims", Styles: claimsStyles, Script: "/static/js/claims.js", Preload: claimsModules,
	}})
}

// RenderResult writes the page that shows results of a link or of a file, to read only.
func RenderResult(w io.Writer, a Article) error {
	return render(w, "claimsresult", struct {
		Head head
		Article
	}{Article: a, Head: head{
		Title:       "A claim’s result · wireside",
		Description: "What a claim came to on somebody’s machine, judged again by this server’s rules.",
		Here:        "result", Styles: claimsStyles, Script: "/static/js/claimsresult.js", Preload: resultModules,
	}})
}
