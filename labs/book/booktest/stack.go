package booktest

import (
	"cmp"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// The limits of what is told of stacks.
const (
	maxDump   = 1 << 20 // bytes
	maxFrames = 12
	maxPlaces = 4
)

const module = "wireside/"

// dump returns the stacks of all goroutines as text.
func dump() string {
	text := make([]byte, maxDump)
	return string(text[:runtime.Stack(text, true)])
}

// frames returns the calls of a goroutine that panicked, innermost first: "encode.Encode, labs/…/encode.go:41". Of the learner's
// package alone, if there are any.
func frames(stack, pkg string) []string {
	var own, others []string
	calls := parse(stack)
	for i, c := range calls {
		if strings.HasPrefix(c.function, "panic(") {
			calls = calls[i+1:]
			break
		}
	}
	for _, c := range calls {
		switch {
		case c.in(pkg):
			own = append(own, c.String())
		case !c.in("labs/book/booktest") && !strings.HasPrefix(c.function, "runtime.") && !strings.HasPrefix(c.function, "testing."):
			others = append(others, c.String())
		}
	}
	if len(own) == 0 {
		own = others
	}
	return own[:min(len(own), maxFrames)]
}

// places returns where goroutines are in the learner's code: "select at labs/…/pump.go:41". Of all of them, or of the bubble
// whose mark their first line has.
func places(dump, pkg string, bubble []string) (where []string) {
	seen := make(map[string]bool)
	for g := range strings.SplitSeq(dump, "\n\n") {
		head, rest, _ := strings.Cut(g, "\n")
		if len(bubble) > 0 && !strings.Contains(head, bubble[0]) {
			continue
		}
		for _, c := range parse(rest) {
			if !c.in(pkg) || strings.Contains(c.function, ".Test") { // the test that holds the answer waits, too
				continue
			}
			place := "  " + state(head) + " at " + c.String()
			if !seen[place] && len(where) < maxPlaces {
				seen[place] = true
				where = append(where, place)
			}
			break
		}
	}
	return where
}

var (
	stateOf = regexp.MustCompile(`\[([a-zA-Z ]+)`)
	bubble  = regexp.MustCompile(`synctest bubble (\d+)`)
)

// state returns what a goroutine is at: "chan receive".
func state(head string) string {
	if m := stateOf.FindStringSubmatch(head); m != nil {
		return strings.TrimSpace(m[1])
	}
	return "waiting"
}

// newest returns the mark of the last bubble in a dump, alone; nil if there is none.
func newest(dump string) (mark []string) {
	last := -1
	for _, m := range bubble.FindAllStringSubmatch(dump, -1) {
		if n, _ := strconv.Atoi(m[1]); cmp.Compare(n, last) > 0 {
			last, mark = n, []string{m[0] + "]"}
		}
	}
	return mark
}

// call is a line of a stack.
type call struct {
	function string // "wireside/labs/sse/exercise/encode.Encode({0x0, …})"
	place    string // "/home/…/labs/sse/exercise/encode/encode.go:41"
}

// parse reads the calls of one goroutine, without the one that has started it.
func parse(stack string) (calls []call) {
	lines := strings.Split(stack, "\n")
	for i := 1; i < len(lines); i++ {
		if place, ok := strings.CutPrefix(lines[i], "\t"); ok && !strings.HasPrefix(lines[i-1], "created by ") {
			place, _, _ = strings.Cut(place, " +0x")
			calls = append(calls, call{lines[i-1], place})
		}
	}
	return calls
}

// in reports whether the call is of a package of this module.
func (c call) in(pkg string) bool {
	return strings.HasPrefix(c.function, module+pkg+".")
}

// String returns the place first, below the project's folder, and then the function without its arguments.
func (c call) String() string {
	name := c.function
	if i := strings.LastIndexByte(name, '('); i > 0 {
		name = name[:i]
	}
	name = name[strings.LastIndexByte(name, '/')+1:]
	place := c.place
	if i := strings.LastIndex(place, "/labs/"); i >= 0 {
		place = place[i+1:]
	}
	return place + "  " + name
}
