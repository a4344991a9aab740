package app

import (
	"syscall"
	"time"
)

// cpuTime returns the CPU time that this process has used, in user and kernel mode together.
func cpuTime() (used time.Duration, ok bool) {
	self, err := syscall.GetCurrentProcess()
	if err != nil {
		return 0, false
	}
	var created, exited, kernel, user syscall.Filetime
	if syscall.GetProcessTimes(self, &created, &exited, &kernel, &user) != nil {
		return 0, false
	}
	// Of a duration, unlike of a time, the number is of 100 ns as it stands.
	hundreds := func(f syscall.Filetime) int64 { return int64(f.HighDateTime)<<32 | int64(f.LowDateTime) }
	return time.Duration(100 * (hundreds(kernel) + hundreds(user))), true
}
