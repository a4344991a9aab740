package longpolling

import (
	"fmt"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/lab"
)

// How long a request is held when nothing happens.
const (
	DefaultWait = lab.DefaultWait
	MaxWait     = lab.MaxWait
)

// Wait reads ?wait=, a Go duration such as 25s or 500ms, or a number of seconds. Without it, it is DefaultWait; 0 means
// not to wait. The error is a *lab.Error, bad_wait.
func Wait(c *fiber.Ctx) (time.Duration, error) {
	args := c.Context().QueryArgs()
	if !args.Has("wait") {
		return DefaultWait, nil
	}
	return ParseWait(string(args.Peek("wait")))
}

// ParseWait reads the value of ?wait=.
func ParseWait(value string) (time.Duration, error) {
	wait, err := time.ParseDuration(value)
	if seconds, notNumber := strconv.ParseFloat(value, 64); notNumber == nil {
		wait, err = MaxWait+1, nil
		if seconds >= 0 && seconds <= MaxWait.Seconds() { // false for NaN too
			wait = time.Duration(seconds * float64(time.Second))
		}
	}
	if err != nil || wait < 0 || wait > MaxWait {
		return 0, &lab.Error{Status: fiber.StatusBadRequest, Code: "bad_wait", Message: fmt.Sprintf(
			"wait=%.40q is no time to wait: give one from 0 to %.0f seconds, such as 25s, 500ms or 25, or leave it out",
			value, MaxWait.Seconds())}
	}
	return wait, nil
}
