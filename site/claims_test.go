package site_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"wireside/site"
)

var someClaims = site.Claims{
	Article: site.Article{Author: "A. Author", Title: "An article", Where: "A paper", Year: 2023},
	Claims: []site.Claim{
		{Number: 2, Title: "There are two ways", So: "There are six.", Sources: []site.ClaimSource{{Title: "RFC 1", URL: "https://example.org/1"}}},
		{Number: 24, Title: "Sooner", Quote: "has a lower latency", So: "A tie.", Changes: "Loss.", Seconds: 42,
			Sources: []site.ClaimSource{{Title: "RFC 2", URL: "https://example.org/2"}, {Title: "RFC 3", URL: "https://example.org/3"}},
			Setups: []site.ClaimSetup{
				{Name: "ticker", Title: "Stocks", Kind: "run", Trials: 6, Seconds: 2.5},
				{Name: "source", Title: "Code", Kind: "source", Trials: 1},
			},
			Cases: []site.ClaimCase{
				{Name: "down", Text: "Downwards it is sooner.", Figure: "latency", Unit: "ms", Rule: "Holds if less."},
				{Name: "again", Text: "Upwards it is sooner.", Figure: "latency", Unit: "ms", Rule: "Holds if less, too.", Only: "page"},
			}},
	},
	Breaks: []site.Break{{Name: "drop", Title: "loses events", Text: "One in a hundred."}},
}

func claimsPage(t *testing.T) *html.Node {
	t.Helper()
	var b bytes.Buffer
	if err := site.RenderClaims(&b, someClaims); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// row returns a claim's.
func row(t *testing.T, doc *html.Node, id string) *html.Node {
	t.Helper()
	for _, e := range elements(doc) {
		if attr(e, "id") == id {
			return e
		}
	}
	t.Fatalf("no #%s", id)
	return nil
}

// Who has no script reads it all: what is claimed by whom, what is so, the rules, and where it is written.
func TestClaimsAreWholeWithoutAScript(t *testing.T) {
	doc := claimsPage(t)
	measured := text(row(t, doc, "claim-24"))
	for _, want := range []string{
		"Sooner", "A. Author", "“has a lower latency”", "A tie.", "Loss.", "Stocks: 6 runs of 2.5\u00a0s", "Code: counted in the source",
		"Downwards it is sooner.", "Holds if less.", "Holds if less, too.", "latency, in ms; only a browser can tell",
		"not run here yet", "about 42\u00a0s", "Claimed by A. Author", "RFC 2", "RFC 3",
	} {
		if !strings.Contains(measured, want) {
			t.Errorf("claim 24 doesn't say %q", want)
		}
	}
	if other := text(row(t, doc, "claim-2")); !strings.Contains(other, "can’t be measured: source") || !strings.Contains(other, "There are six.") {
		t.Errorf("claim 2 says %q", other)
	}
	if page := text(doc); !strings.Contains(page, "1 of them can be measured") || !strings.Contains(page, "needs JavaScript") {
		t.Error("the page doesn't say how many can be measured, or that this takes JavaScript")
	}
}

// What needs a script is out of sight without one; and only what can be measured has a button.
func TestWhatNeedsAScriptIsMarked(t *testing.T) {
	doc := claimsPage(t)
	var buttons []string
	for _, e := range elements(doc) {
		if e.Data != "button" && e.Data != "input" && e.Data != "select" || attr(e, "id") == "all-again" {
			continue // the last stands in a paragraph that is hidden
		}
		marked := strings.Contains(attr(e, "class"), "needs-script")
		for a := range e.Ancestors() {
			marked = marked || strings.Contains(attr(a, "class"), "needs-script")
		}
		if !marked {
			t.Errorf("<%s id=%q> is there without a script", e.Data, attr(e, "id"))
		}
		if run := attr(e, "data-run"); run != "" {
			buttons = append(buttons, text(e))
		}
	}
	if diff := cmp.Diff([]string{"Run claim 24 here"}, buttons); diff != "" {
		t.Errorf("buttons (-want +got):\n%s", diff)
	}
}

func TestPagesLeadToTheClaims(t *testing.T) {
	for name, doc := range pages(t) {
		var led []string
		current := ""
		for _, e := range elements(doc) {
			href := attr(e, "href")
			if !within(e, "nav") || href != "/claims" && href != "/which" {
				continue
			}
			led = append(led, href)
			if attr(e, "aria-current") != "" {
				current = href
			}
		}
		want := []string{"/claims", "/which"}
		if name == "inspector of an application" {
			want = nil // there are none
		}
		if diff := cmp.Diff(want, led); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if here := name == "claims" || name == "result"; here != (current == "/claims") {
			t.Errorf("%s: the navigation says that this page is %q", name, current)
		}
	}
}

// A preset leads to the claims that it bears on.
func TestPresetsLeadToTheirClaims(t *testing.T) {
	var led []string
	for _, e := range elements(pages(t)["bench"]) {
		if claim, ok := strings.CutPrefix(attr(e, "href"), "/claims#claim-"); ok {
			led = append(led, claim)
		}
	}
	if diff := cmp.Diff([]string{"4", "14"}, led); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
