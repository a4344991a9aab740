package lessons

import (
	"fmt"
	"strings"
)

// anything is what stands in a line of Try.Shows for any text, also for none.
const anything = "…"

// Shown reports whether an output shows what a lesson says: each line of shows, from its first byte to its last, in this
// order. Other lines may come before, between and behind them; "…" stands for anything within a line; white space at a
// line's end, CR among it, does not count. The error names the first line that is missing.
func Shown(output, shows string) error {
	rest := lines(output)
	before := ""
	for n, want := range lines(shows) {
		at := 0
		for at < len(rest) && !likeLine(rest[at], want) {
			at++
		}
		if at == len(rest) {
			if before == "" {
				return fmt.Errorf("line %d of shows is not in the output: %q", n+1, want)
			}
			return fmt.Errorf("line %d of shows is not in the output behind %q: %q", n+1, before, want)
		}
		before, rest = rest[at], rest[at+1:]
	}
	return nil
}

// lines splits a text, and takes the white space from each line's end. An end without a line end is a line, too.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		all = append(all, strings.TrimRight(line, " \t\r\n"))
	}
	return all
}

// likeLine reports whether a line is as wanted.
func likeLine(line, want string) bool {
	parts := strings.Split(want, anything)
	if len(parts) == 1 {
		return line == want
	}
	line, ok := strings.CutPrefix(line, parts[0])
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		var found bool
		_, line, found = strings.Cut(line, part)
		ok = ok && found
	}
	return ok && strings.HasSuffix(line, parts[last])
}
