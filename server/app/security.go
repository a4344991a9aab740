package app

import (
	"bytes"
	"strings"

	"wireside/labs/lab"
	"wireside/labs/websocket"

	"github.com/gofiber/fiber/v2"
)

// policy is the Content-Security-Policy: everything from this origin, nothing inline. What comes from the wire is text,
// and even if it were not, no script in it would run.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guard sets the headers that every response carries and refuses what no handler should have to think about.
func guard(c *fiber.Ctx) error {
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	if c.Request().Header.IsHTTP11() && len(c.Request().Header.Peek(fiber.HeaderHost)) == 0 && len(c.Context().Host()) == 0 {
		c.Context().SetConnectionClose()
		return &lab.Error{Status: 400, Code: "no_host", Message: "An HTTP/1.1 request needs a Host header (RFC 9112 3.2)."}
	}
	if v := string(c.Request().Header.Protocol()); v != "HTTP/1.1" && v != "HTTP/1.0" {
		c.Context().SetConnectionClose()
		return &lab.Error{Status: 505, Code: "http_version", Message: "This server speaks HTTP/1.1, and answers HTTP/1.0."}
	}
	if err := refuseCodings(c); err != nil {
		return err
	}
	if len(c.Request().Header.Peek(fiber.HeaderContentEncoding)) > 0 { // a few bytes can inflate to gigabytes
		return &lab.Error{Status: 415, Code: "content_encoding", Message: "Send the body as it is: this server takes no Content-Encoding."}
	}
	if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead && !sameOrigin(c) {
		return &lab.Error{Status: 403, Code: "bad_origin", Message: "This request comes from a page of another origin."}
	}
	return c.Next()
}

// refuseCodings refuses requests with a Transfer-Encoding, and ends their connection. No client of this server needs one,
// and where two parties may disagree on where a request ends, a second one can be smuggled in (RFC 9112 11.2). The parsed
// headers have forgotten it by now; the raw ones have not.
func refuseCodings(c *fiber.Ctx) error {
	raw := c.Request().Header.RawHeaders()
	if !hasHeader(raw, "transfer-encoding") {
		return nil
	}
	refuse(c)
	if !c.Request().Header.IsHTTP11() || hasHeader(raw, "content-length") {
		return &lab.Error{Status: 400, Code: "bad_framing", Message: "A request must not have both Transfer-Encoding and Content-Length, nor any Transfer-Encoding in HTTP/1.0 (RFC 9112 6.1)."}
	}
	return &lab.Error{Status: 411, Code: "length_required", Message: "This server takes no Transfer-Encoding in requests; send a Content-Length."}
}

func hasHeader(raw []byte, lower string) bool {
	for line := range bytes.Lines(raw) {
		name, _, ok := bytes.Cut(line, []byte(":"))
		if ok && strings.EqualFold(string(bytes.TrimSpace(name)), lower) {
			return true
		}
	}
	return false
}

// sameOrigin reports whether a request comes from a page of this server, or from no page at all: then it has no Origin.
func sameOrigin(c *fiber.Ctx) bool {
	origin := c.Get(fiber.HeaderOrigin)
	return origin == "" || websocket.SameOrigin(origin, string(c.Context().Host()), c.Context().IsTLS())
}
