package exercise

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// does is what a client does, in order.
func does(parts ...[]string) []string { return slices.Concat(parts...) }

// dials are calls of dial with the same after.
func dials(after uint64, at ...string) (all []string) {
	for _, at := range at {
		all = append(all, dialed(after, at))
	}
	return all
}

// hands is a call of each for some events, one after the other.
func hands(events ...uint64) []string { return []string{handed(events...)} }

// returns is the end of Follow.
func returns(result, at string) []string { return []string{ended(result, at)} }

func dialed(after uint64, at string) string { return fmt.Sprintf("dial(ctx, %d) at %s", after, at) }

func handed(events ...uint64) string {
	return "each gets " + strings.ReplaceAll(strings.Trim(fmt.Sprint(events), "[]"), " ", ", ")
}

func ended(result, at string) string { return fmt.Sprintf("Follow returns %s at %s", result, at) }

// followed is what Follow returned, in words.
func followed(err error) string {
	switch {
	case err == nil:
		return "nil"
	case errors.Is(err, context.Canceled):
		return context.Canceled.Error()
	}
	return failure(err)
}

// parted shows two courses up to where they part, and a little of both from there.
func parted(expected, seen []string) string {
	const most = 3 // lines of each
	at := 0
	for at < min(len(expected), len(seen)) && expected[at] == seen[at] {
		at++
	}
	var b strings.Builder
	if left := at - most; left > 0 {
		fmt.Fprintf(&b, "  … %d before are the same\n", left)
	}
	list := func(mark string, lines []string) {
		for i, line := range lines {
			if i == most && len(lines) > most+1 {
				fmt.Fprintf(&b, "%s … and %d more\n", mark, len(lines)-most)
				return
			}
			fmt.Fprintf(&b, "%s %s\n", mark, line)
		}
	}
	list(" ", expected[max(0, at-most):at])
	list("-", expected[at:])
	list("+", seen[at:])
	return b.String()
}
