//go:build !unix && !windows

package app

import "time"

// cpuTime tells that this system does not tell.
func cpuTime() (used time.Duration, ok bool) { return 0, false }
