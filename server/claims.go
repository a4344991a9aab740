package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"wireside/labs/experiments"
	"wireside/server/app"
)

const claimsHelp = `Put the claims of an article to the test, with the clients in Go, and print what they come to.

Usage: go run ./server claims [flags]

Each claim is measured in runs of its own or shared with others, and judged by rules that were stated before: true, false,
depends on the case, or inconclusive. --rules prints them, and measures nothing. All claims take about two minutes.

Examples:
  go run ./server claims
  go run ./server claims --claim 3,24
  go run ./server claims --json > sound.json
  go run ./server claims --break drop --compare sound.json

Flags:
`

func claims(ctx context.Context, args []string, std streams) error {
	flags := newFlags("claims")
	chosen := flags.String("claim", "", "the `NUMBERS` of the claims, such as 12 or 3,24; empty: all")
	rules := flags.Bool("rules", false, "print the rules, and measure nothing")
	asJSON := flags.Bool("json", false, "print the results as JSON, which any Wireside's page opens")
	broken := flags.String("break", "", "break the lab on purpose, in the `WAY` of this name: "+strings.Join(breakNames(), ", "))
	compare := flags.String("compare", "", "say which verdicts differ from those in a `FILE` that --json printed or the page saved")
	base := flags.String("url", "", "a Wireside that runs already, such as `http://localhost:8080`; empty: one of its own, on a free port")
	if err := parseAll(flags, args, claimsHelp, std.out); err != nil {
		return err
	}
	numbers, err := claimNumbers(*chosen)
	if err != nil {
		return usageError{err}
	}
	if *broken != "" && !slices.Contains(breakNames(), *broken) {
		return usageError{fmt.Errorf("--break is %q; there is: %s", *broken, strings.Join(breakNames(), ", "))}
	}
	if *rules {
		return writeRules(std.out, numbers)
	}
	if err := checkBase(*base); err != nil {
		return err
	}
	var before []experiments.Result
	if *compare != "" {
		if before, err = readResults(*compare); err != nil {
			return err
		}
	}
	if *base == "" {
		a, err := app.Start(app.Config{Addr: "localhost:0"})
		if err != nil {
			return err
		}
		defer a.Close()
		*base = a.URL()
	}
	c := &claimsRun{base: strings.TrimSuffix(*base, "/"), broken: *broken, err: std.err}
	if err := c.do(ctx, numbers); err != nil {
		return err
	}
	if *asJSON {
		err = writeResults(std.out, c.results)
	} else {
		err = c.writeTable(std.out, before)
	}
	if err != nil {
		return err
	}
	if *compare != "" && *asJSON {
		writeTurned(std.err, before, c.results)
	}
	if c.failed > 0 {
		return fmt.Errorf("not all came off: %d runs or verdicts failed, and what they would have told is missing", c.failed)
	}
	return nil
}

// claimNumbers reads a list of numbers; an empty one means all.
func claimNumbers(list string) ([]int, error) {
	var numbers []int
	if list == "" {
		for _, c := range experiments.All() {
			numbers = append(numbers, c.Number)
		}
		return numbers, nil
	}
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if _, ok := experiments.Find(n); err != nil || !ok {
			return nil, fmt.Errorf("--claim has %q; the claims are numbered from 1 to %d", word, len(experiments.All()))
		}
		if !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

func breakNames() []string {
	names := make([]string, len(experiments.Breaks))
	for i, b := range experiments.Breaks {
		names[i] = b.Name
	}
	return names
}

// checkBase judges the address of a server that runs already.
func checkBase(base string) error {
	if u, err := url.Parse(base); base != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		return usageError{fmt.Errorf("--url is %q; it must be an address such as http://localhost:8080", base)}
	}
	return nil
}

// readResults reads a file of results.
func readResults(name string) ([]experiments.Result, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := readAtMost(f, name)
	if err != nil {
		return nil, err
	}
	results, err := experiments.ReadResults(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w Give a file that --json printed, or that the claims' page saved", name, err)
	}
	return results, nil
}
