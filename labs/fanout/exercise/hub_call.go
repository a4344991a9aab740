package exercise

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// call is a call of the hub under way, in a goroutine of its own.
type call struct {
	what     string
	before   string // the calls before it
	done     chan struct{}
	panicked error // to be read once done is closed
}

// begin calls do. A panic in it is the call's error.
func (t *trial) begin(what string, do func()) *call {
	c := &call{what: what, before: t.before(), done: make(chan struct{})}
	t.calls = append(t.calls, c)
	t.newest.Store(c)
	go func() {
		defer close(c.done)
		defer func() {
			if v := recover(); v != nil {
				c.panicked = fmt.Errorf("%s panicked: %v\n%s%s", what, v, c.before, debug.Stack())
			}
		}()
		do()
	}()
	return c
}

// err reports that the call has panicked, or has not returned.
func (c *call) err() error {
	select {
	case <-c.done:
		return c.panicked
	default:
		return fmt.Errorf("%s waits, and nobody will read: it has to return at once\n%s", c.what, c.before)
	}
}

// now calls what must not wait for anybody, and returns once that has returned, or waits.
func (t *trial) now(what string, do func()) error {
	c := t.begin(what, do)
	t.run.Settle()
	t.told = append(t.told, what)
	return c.err()
}

// before says what was called so far, or the last of it.
func (t *trial) before() string {
	const most = 6
	told := t.told
	if len(told) == 0 {
		return ""
	}
	var first string
	if len(told) > most {
		first, told = "…, ", told[len(told)-most:]
	}
	return "Before it: " + first + strings.Join(told, ", ") + "\n"
}
