package lab

import (
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
)

// Upstream is told of each message that a client sends up, before the echo. text is its own to keep: text, or the bytes of a
// binary message. It must not wait: the client's connection does so meanwhile. It may be called by many at once.
type Upstream func(text string)

// SendTo is the way upstream of the techniques that have none of their own, POST /labs/<technique>/send: it tells up of the
// body and answers {"echo":…} with the body as a string. A body that is not UTF-8 is refused with the *Error bad_text,
// since it cannot be said in JSON (RFC 8259 section 8.1). How long a body may be is the server's to limit. nil: only the echo.
func SendTo(up Upstream) fiber.Handler {
	return func(c *fiber.Ctx) error { return send(c, up) }
}

// Send is SendTo with nobody to tell.
func Send(c *fiber.Ctx) error { return send(c, nil) }

func send(c *fiber.Ctx, up Upstream) error {
	body := c.Body()
	if !utf8.Valid(body) {
		return &Error{Status: fiber.StatusBadRequest, Code: "bad_text", Message: "the body is not valid UTF-8: send text"}
	}
	text := string(body)
	if up != nil {
		up(text)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	answer := append(make([]byte, 0, len(body)+len(`{"echo":""}`)), `{"echo":`...)
	return c.Send(append(AppendString(answer, text), '}'))
}
