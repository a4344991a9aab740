//go:build unix

package app

import (
	"syscall"
	"time"
)

// cpuTime returns the CPU time that this process has used, in user and system mode together.
func cpuTime() (used time.Duration, ok bool) {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
