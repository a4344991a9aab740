package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"wireside/labs/experiments"
)

// writeResults prints results as a file that a Wireside opens.
func writeResults(out io.Writer, results []experiments.Result) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", " ")
	return enc.Encode(experiments.Results{Format: experiments.ResultsFormat, Results: results})
}

// writeTable prints results for people: a line a claim, one for each of its cases, and what all of them come to. before are
// results to compare with.
func (c *claimsRun) writeTable(out io.Writer, before []experiments.Result) error {
	var b strings.Builder
	counts := make(map[experiments.Verdict]int)
	lines := make(map[int]string) // by the claims' numbers
	for _, r := range c.results {
		counts[r.Verdict]++
		text := fmt.Sprintf("%3d  %-13s %s\n", r.Claim, r.Verdict, printable(r.Title))
		for _, k := range r.Cases {
			text += fmt.Sprintf("       %-10s  %s\n                   %s\n", k.Answer, printable(k.Text), printable(numbers(k)))
		}
		lines[r.Claim] = text
	}
	for _, s := range c.sources {
		lines[s.Number] = fmt.Sprintf("%3d  %-13s %s\n                   %s\n", s.Number, "not measured", s.Title, s.Sources[0].URL)
	}
	for _, n := range slices.Sorted(maps.Keys(lines)) {
		b.WriteString(lines[n])
	}
	var told []string
	for _, v := range []experiments.Verdict{experiments.True, experiments.False, experiments.Depends, experiments.Inconclusive} {
		if counts[v] > 0 {
			told = append(told, fmt.Sprintf("%d %s", counts[v], v))
		}
	}
	if len(told) > 0 {
		fmt.Fprintf(&b, "\n%s measured in %s: %s.", plural(len(c.results), "claim"), c.took.Round(time.Second), strings.Join(told, ", "))
	}
	if len(c.sources) > 0 {
		fmt.Fprintf(&b, " %s can't be measured, and show where it is written.", plural(len(c.sources), "claim"))
	}
	b.WriteString("\n")
	if c.broken != "" {
		fmt.Fprintf(&b, "The lab was broken on purpose: %s.\n", c.broken)
	}
	if len(c.results) == 1 {
		fmt.Fprintf(&b, "\nTo open this result on any Wireside, append it to its address:\n/claims/result#r=%s\n", experiments.Fragment(c.results[0]))
	}
	if before != nil {
		b.WriteString("\n")
		writeTurned(&b, before, c.results)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// writeTurned prints the claims whose verdict is not the same in two sets of results, with what turned it.
func writeTurned(out io.Writer, before, after []experiments.Result) {
	same, turned, unknown := 0, 0, 0
	for _, r := range after {
		i := slices.IndexFunc(before, func(b experiments.Result) bool { return b.Claim == r.Claim })
		switch {
		case i < 0:
			unknown++
		case before[i].Rules != r.Rules:
			fmt.Fprintf(out, "%3d  can't be compared: it was judged by other rules\n", r.Claim)
		case before[i].Verdict == r.Verdict:
			same++
		default:
			turned++
			fmt.Fprintf(out, "%3d  turned: %s, was %s\n", r.Claim, r.Verdict, before[i].Verdict)
			for _, k := range r.Cases {
				for _, was := range before[i].Cases {
					if was.Name == k.Name && was.Answer != k.Answer {
						fmt.Fprintf(out, "       %s, was %s: %s\n         %s; it was %s\n",
							k.Answer, was.Answer, printable(k.Text), printable(numbers(k)), printable(numbers(was)))
					}
				}
			}
		}
	}
	fmt.Fprintf(out, "%s turned, %d the same.", plural(turned, "verdict"), same)
	if unknown > 0 {
		fmt.Fprintf(out, " %s not in the other file.", plural(unknown, "claim"))
	}
	fmt.Fprintln(out)
}

// numbers are what a case was answered by.
func numbers(k experiments.CaseResult) string {
	if k.Median == nil {
		return "absent; " + k.Why
	}
	text := experiments.Number(*k.Median, k.Unit)
	switch {
	case k.N > 1 && *k.Low == *k.High:
		text += fmt.Sprintf(" (%d runs alike)", k.N)
	case k.N > 1:
		text += fmt.Sprintf(" (%s to %s, %d runs)", experiments.Number(*k.Low, ""), experiments.Number(*k.High, ""), k.N)
	}
	if k.Why != "" {
		text += "; " + k.Why
	}
	return text
}

// writeRules prints what is stated before anything is measured.
func writeRules(out io.Writer, numbers []int) error {
	var b strings.Builder
	for _, n := range numbers {
		claim, _ := experiments.Find(n)
		fmt.Fprintf(&b, "%3d  %s\n", claim.Number, claim.Title)
		if len(claim.Cases) == 0 {
			fmt.Fprintf(&b, "     not measurable; see %s\n", claim.Sources[0].URL)
		}
		for _, k := range claim.Cases {
			fmt.Fprintf(&b, "     %s\n       %s (%s)\n       %s\n", k.Text, k.Figure.Name, cmp.Or(k.Figure.Unit, "a number"), k.Rule())
		}
	}
	b.WriteString("\nA claim is true if all of its cases hold, false if none does, and depends if some do. If open cases could make it another\none, it is inconclusive.\n")
	_, err := io.WriteString(out, b.String())
	return err
}
