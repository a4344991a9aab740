package lab

import (
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
)

// MaxCursor is the largest cursor: the largest integer that all readers of JSON agree on (RFC 8259 section 6).
const MaxCursor = 1<<53 - 1

// FromNow is the cursor of a client that wants only what is published after its request, ?after=now.
const FromNow = "now"

// Cursor reads ?after=SEQ, the number of the last event that the client has seen, or ?after=now, the newest one that f has.
// Without it given is false, and the client wants what is kept from the oldest event on. The error is a *Error, bad_cursor.
func Cursor(c *fiber.Ctx, f *feed.Feed) (after uint64, given bool, err error) {
	args := c.Context().QueryArgs()
	if !args.Has("after") {
		return 0, false, nil
	}
	value := string(args.Peek("after"))
	if value == FromNow {
		return f.Last(), true, nil
	}
	after, err = parseCursor("after", value, ", or "+FromNow+" for what is published from now on,")
	return after, err == nil, err
}

// ParseCursor reads the value of the header field called name. The error is a *Error, bad_cursor.
func ParseCursor(name, value string) (uint64, error) { return parseCursor(name, value, ",") }

// parseCursor reads a cursor. also is what the value may be besides.
func parseCursor(name, value, also string) (uint64, error) {
	seq, err := strconv.ParseUint(value, 10, 64)
	if err != nil || seq > MaxCursor {
		return 0, &Error{Status: fiber.StatusBadRequest, Code: "bad_cursor", Message: fmt.Sprintf(
			"%s=%.40q is not a cursor: give the seq of the last event you have seen, a whole number from 0 to %d%s or leave it out",
			name, value, uint64(MaxCursor), also)}
	}
	return seq, nil
}
