package exercise

import (
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// lockWait is the first line of a goroutine that waits for a mutex in a bubble, and its number.
var lockWait = regexp.MustCompile(`^goroutine (\d+) \[sync\.(?:RW)?Mutex\.R?Lock.*synctest bubble`)

// locking returns the stack of the newest goroutine that waits for a mutex in a bubble: those of checks before, which were
// given up, still do. Empty if there is none.
func locking() string {
	all := make([]byte, 1<<20)
	all = all[:runtime.Stack(all, true)]
	stack, newest := "", 0
	for one := range strings.SplitSeq(string(all), "\n\n") {
		m := lockWait.FindStringSubmatch(one)
		if m == nil {
			continue
		}
		if n, _ := strconv.Atoi(m[1]); n > newest {
			stack, newest = one, n
		}
	}
	return stack
}
