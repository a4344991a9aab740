package lab

import (
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
)

// Send is the way upstream of the techniques that have none of their own, POST /labs/<technique>/send: it answers
// {"echo":…} with the body as a string. A body that is not UTF-8 is refused with the *Error bad_text, since it cannot
// be said in JSON (RFC 8259 section 8.1). How long a body may be is the server's to limit.
func Send(c *fiber.Ctx) error {
	body := c.Body()
	if !utf8.Valid(body) {
		return &Error{Status: fiber.StatusBadRequest, Code: "bad_text", Message: "the body is not valid UTF-8: send text"}
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	answer := append(make([]byte, 0, len(body)+len(`{"echo":""}`)), `{"echo":`...)
	return c.Send(append(AppendString(answer, string(body)), '}'))
}
