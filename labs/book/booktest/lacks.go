package booktest

import (
	"fmt"
	"regexp"
	"strings"

	"wireside/labs/book"
)

// How much an exercise must have.
const (
	minChecks, maxChecks   = 4, 12
	minWrong               = 3
	minMinutes, maxMinutes = 5, 30
)

// contract begins the name of a Spec without a URL: where no standard speaks.
const contract = "the contract"

var exerciseName = regexp.MustCompile(`^[a-z]+-[a-z]+$`)

// lacks returns what an exercise lacks that can be seen without running it.
func lacks[T any](e book.Exercise[T], root string) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if !exerciseName.MatchString(e.Name) {
		fault("its name %q is not two words like sse-encode", e.Name)
	}
	if e.Title == "" {
		fault("it has no title")
	}
	if strings.TrimSpace(e.Task) == "" {
		fault("it has no task")
	}
	if e.Minutes < minMinutes || e.Minutes > maxMinutes {
		fault("it takes %d minutes; an exercise takes %d to %d", e.Minutes, minMinutes, maxMinutes)
	}
	if !inspected(e.Bytes) {
		fault("its bytes are %+v; they are http1, sse or websocket, from a server or a client, or none", e.Bytes)
	}
	stub := e.Package + "/" + e.File
	for _, name := range append(names(e.Writes), "Started") {
		if _, err := declared(root, stub, name); err != nil {
			fault("the stub: %v", err)
		}
	}
	code := ""
	for i, name := range names(e.Solution.Name) {
		solution, err := declared(root, e.Solution.File, name)
		if err != nil && i > 0 {
			solution, err = beside(root, e.Solution.File, name)
		}
		if err != nil {
			fault("the solution: %v", err)
		}
		code += solution.code
	}
	if n := len(e.Checks); n < minChecks || n > maxChecks {
		fault("it has %d checks; an exercise has %d to %d", n, minChecks, maxChecks)
	}
	checks := make(map[string]bool)
	for i, c := range e.Checks {
		name := fmt.Sprintf("the check %q", c.Name)
		if c.Name == "" {
			name = fmt.Sprintf("check %d", i+1)
			fault("%s has no name", name)
		} else if checks[c.Name] {
			fault("%s is there twice", name)
		}
		checks[c.Name] = true
		checkLacks(c.Spec, c.Hint, c.More, c.Run == nil, func(format string, args ...any) {
			fault("%s "+format, append([]any{name}, args...)...)
		})
		if line := quoted(c.Hint, code); line != "" {
			fault("%s has the solution's code in its hint: %s", name, line)
		}
	}
	if n := len(e.Wrong); n < minWrong {
		fault("it has %d wrong answers; an exercise has %d at least", n, minWrong)
	}
	wrong := make(map[string]bool)
	for i, w := range e.Wrong {
		switch {
		case w.Name == "":
			fault("wrong answer %d has no name", i+1)
		case wrong[w.Name]:
			fault("the wrong answer %q is there twice", w.Name)
		}
		wrong[w.Name] = true
		if !checks[w.Caught] || w.Caught == "" {
			fault("the wrong answer %q names the check %q, which is none", w.Name, w.Caught)
		}
	}
	return faults
}

// names returns what stands in a list: "Pump and Listen", "AppendHeader, ParseHeader". An empty list is one empty name.
func names(list string) []string {
	return strings.Split(strings.ReplaceAll(list, " and ", ", "), ", ")
}

// checkLacks tells what one check lacks.
func checkLacks(spec book.Spec, hint, more string, noRun bool, fault func(string, ...any)) {
	switch {
	case spec.Name == "":
		fault("names no section")
	case spec.URL == "" && !strings.HasPrefix(spec.Name, contract):
		fault("has no URL for %s; only %q needs none", spec.Name, contract)
	case spec.URL != "" && !strings.HasPrefix(spec.URL, "https://"):
		fault("has the URL %q, which is not https", spec.URL)
	}
	if strings.TrimSpace(hint) == "" {
		fault("has no hint")
	}
	switch {
	case strings.TrimSpace(more) == "":
		fault("has no second hint")
	case more == hint:
		fault("has twice the same hint")
	}
	if noRun {
		fault("checks nothing: it has no Run")
	}
}

// inspected reports whether the inspector knows such bytes.
func inspected(b book.Bytes) bool {
	switch b.As {
	case "":
		return b.From == ""
	case "http1", "sse", "websocket":
		return b.From == "server" || b.From == "client"
	}
	return false
}

// quoted returns a line of code that a text holds. Short ones, which anybody may write, do not count.
func quoted(text, code string) string {
	const short = 16
	plain := strings.Join(strings.Fields(text), " ")
	for line := range strings.SplitSeq(code, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line = strings.TrimSuffix(line, " {"); len(line) >= short && !strings.HasPrefix(line, "//") && strings.Contains(plain, line) {
			return line
		}
	}
	return ""
}
