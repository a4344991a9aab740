package tap

import "time"

// started ties the monotonic clock to Unix time once, so that stamps never step back when the system's clock is set.
var started = time.Now()

// Now returns Unix time in microseconds, on a clock that never steps back.
func Now() int64 { return started.UnixMicro() + time.Since(started).Microseconds() }
