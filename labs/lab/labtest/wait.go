package labtest

import (
	"bytes"
	"runtime/pprof"
	"strings"
	"testing"
	"time"
)

// Receive returns the next value of c, or ends the test after a minute without one. what completes "no …".
func Receive[T any](t testing.TB, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("no %s after %v", what, patience)
		panic("unreachable")
	}
}

// Until looks again and again until cond holds, and ends the test if it does not within a minute.
func Until(t testing.TB, what string, cond func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for !cond() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// Goroutines counts the goroutines that have the text in their stack, such as "wireside/labs/fanout.".
func Goroutines(text string) int {
	var out bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&out, 2); err != nil {
		panic(err)
	}
	n := 0
	for stack := range strings.SplitSeq(out.String(), "\n\n") {
		if strings.Contains(stack, text) {
			n++
		}
	}
	return n
}
