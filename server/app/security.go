package app

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"wireside/labs/lab"
	"wireside/labs/websocket"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// policy is the Content-Security-Policy: everything from this origin, nothing inline. What comes from the wire is text,
// and even if it were not, no script in it would run.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// strangerPolicy is that of a page that plays a stranger's, in a frame without an origin: it may open WebSockets, and nothing
// else.
const strangerPolicy = "sandbox allow-scripts; default-src 'none'; script-src 'self'; connect-src 'self' ws: wss:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// wellFormed refuses, before Fiber sees it, what no route should have to think about. Fiber itself would answer an unknown
// method in plain text, and much else as if nothing were wrong.
func (a *App) wellFormed(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		if conn := connection(ctx); conn != nil {
			conn.Leave() // the exchange before is over, whoever's it was
			defer func() {
				if !ctx.Hijacked() {
					conn.Answers() // no stream and no tunnel has come of it
				}
			}()
		}
		problem := malformed(&ctx.Request.Header)
		if problem == nil {
			next(ctx)
			return
		}
		ctx.SetStatusCode(problem.Status)
		ctx.SetContentType(fiber.MIMEApplicationJSON)
		ctx.Response.Header.Set(fiber.HeaderXContentTypeOptions, "nosniff")
		ctx.Response.Header.Set(fiber.HeaderCacheControl, "no-store")
		ctx.SetConnectionClose()
		json.NewEncoder(ctx).Encode(fiber.Map{"error": fiber.Map{"code": problem.Code, "message": problem.Message}})
	}
}

// malformed says what is wrong with the head of a request as such; nil if nothing is.
func malformed(h *fasthttp.RequestHeader) *lab.Error {
	raw := h.RawHeaders()
	switch hosts := countHeader(raw, "host"); {
	case string(h.Protocol()) != "HTTP/1.1" && string(h.Protocol()) != "HTTP/1.0":
		return &lab.Error{Status: 505, Code: "http_version", Message: "This server speaks HTTP/1.1, and answers HTTP/1.0."}
	case !slices.Contains(fiber.DefaultMethods, string(h.Method())):
		return &lab.Error{Status: 501, Code: "unknown_method", Message: "This server does not know that method. Methods are in capital letters."}
	case hosts > 1 || hosts == 0 && h.IsHTTP11():
		return &lab.Error{Status: 400, Code: "bad_host", Message: "An HTTP/1.1 request needs a Host header, and one only (RFC 9112 3.2)."}
	case bytes.IndexByte(raw, 0) >= 0:
		return &lab.Error{Status: 400, Code: "bad_request", Message: "A header holds a NUL (RFC 9110 5.5)."}
	case bytes.IndexByte(h.RequestURI(), ' ') >= 0:
		return &lab.Error{Status: 400, Code: "bad_request", Message: "The request target holds a space (RFC 9112 3.2)."}
	}
	return nil
}

// guard sets the headers that every response carries, and refuses what the routes would not.
func guard(c *fiber.Ctx) error {
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
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
	if countHeader(raw, "transfer-encoding") == 0 {
		return nil
	}
	refuse(c)
	if !c.Request().Header.IsHTTP11() || countHeader(raw, "content-length") > 0 {
		return &lab.Error{Status: 400, Code: "bad_framing", Message: "A request must not have both Transfer-Encoding and Content-Length, nor any Transfer-Encoding in HTTP/1.0 (RFC 9112 6.1)."}
	}
	return &lab.Error{Status: 411, Code: "length_required", Message: "This server takes no Transfer-Encoding in requests; send a Content-Length."}
}

// countHeader counts the lines of a head with a name, given in lower case.
func countHeader(raw []byte, lower string) int {
	n := 0
	for line := range bytes.Lines(raw) {
		name, _, ok := bytes.Cut(line, []byte(":"))
		if ok && strings.EqualFold(string(bytes.TrimSpace(name)), lower) {
			n++
		}
	}
	return n
}

// sameOrigin reports whether a request comes from a page of this server, or from no page at all: then it has no Origin.
func sameOrigin(c *fiber.Ctx) bool {
	origin := c.Get(fiber.HeaderOrigin)
	return origin == "" || websocket.SameOrigin(origin, string(c.Context().Host()), c.Context().IsTLS())
}
