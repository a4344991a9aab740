package app

import (
	"errors"
	"log"
	"net/http"
	"path"
	"strings"

	"wireside/labs/lab"
	"wireside/site"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// codes names the errors that come from Fiber and fasthttp themselves, by their status.
var codes = map[int]lab.Error{
	400: {Code: "bad_request", Message: "The request is not HTTP/1.1 as RFC 9112 has it."},
	404: {Code: "not_found", Message: "There is nothing at this address."},
	405: {Code: "method_not_allowed", Message: "This address does not take that method; see the Allow header."},
	408: {Code: "too_slow", Message: "The request was not complete in time, or it was not HTTP/1.1 to begin with."},
	413: {Code: "body_too_large", Message: "The body is larger than this server takes."},
	431: {Code: "head_too_large", Message: "The request line and headers together are larger than this server takes."},
}

// fail answers a request with an error: as JSON, or as a page where a browser asked for one.
func (a *App) fail(c *fiber.Ctx, err error) error {
	problem := a.problem(err)
	if problem.Status >= 500 && problem.Code == "internal" {
		log.Printf("%s %s: %v", c.Method(), c.Path(), err)
	}
	if unread(problem.Status) {
		refuse(c)
	}
	c.Status(problem.Status)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff") // what fasthttp has refused has met no guard
	view := site.Problem{Status: problem.Status, Title: http.StatusText(problem.Status), Message: problem.Message}
	switch {
	case problem.Code == notStarted && reads(c):
		view.Title, view.Message = "Not written yet", "This lane is yours, and nothing of it is written yet. Each of these exercises is a part of it; "+
			"once one is started, and the server is started again, your code answers here."
		view.Exercises = partsOf(lab.Technique(path.Base(c.Path())))
		fallthrough
	case page(c):
		if a.course != nil {
			view.Edition = a.course.Edition().Number // a lesson that is not there may come
		}
		if broken := (*brokenLessons)(nil); errors.As(err, &broken) {
			view.Title, view.Faults, view.Edition = "A lesson is broken", broken.faults(), broken.edition.Number
			view.Message = "The working copy of the lessons can’t be shown as it is. This page comes back by itself when it is mended."
		}
		html(c)
		return site.RenderError(c, view)
	}
	return c.JSON(fiber.Map{"error": fiber.Map{"code": problem.Code, "message": problem.Message}})
}

// problem turns any error into one with a status, a code and a sentence. What it does not know is an internal error,
// whose text is for the log alone.
func (a *App) problem(err error) lab.Error {
	var own *lab.Error
	if errors.As(err, &own) {
		return *own
	}
	if broken := (*brokenLessons)(nil); errors.As(err, &broken) {
		return lab.Error{Status: 500, Code: "broken_lessons", Message: broken.Error()}
	}
	status := 0
	var theirs *fiber.Error
	var small *fasthttp.ErrSmallBuffer
	switch {
	case errors.As(err, &small):
		status = 431
	case errors.Is(err, fasthttp.ErrBodyTooLarge):
		status = 413
	case errors.Is(err, fiber.ErrBadGateway): // Fiber's word for a connection that broke within a request
		status = 400
	case errors.As(err, &theirs):
		status = theirs.Code
	}
	if known, ok := codes[status]; ok {
		known.Status = status
		return known
	}
	if status >= 400 && status < 500 {
		return lab.Error{Status: status, Code: strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_"), Message: theirs.Message}
	}
	return lab.Error{Status: 500, Code: "internal", Message: "Something went wrong on the server. Its log says what."}
}

// unread reports whether a request with this answer was not read to its end.
func unread(status int) bool { return status == 408 || status == 413 || status == 431 }

// refuse ends the connection after the response, in stages, since the client may still be sending.
func refuse(c *fiber.Ctx) {
	c.Context().SetConnectionClose()
	linger(c.Context().Conn())
}

// page reports whether the answer is for a person: a browser that navigates, outside of the labs and the API.
func page(c *fiber.Ctx) bool {
	path := c.Path()
	return !strings.HasPrefix(path, "/labs/") && !strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/static/") && reads(c)
}

// reads reports whether a browser asks that navigates.
func reads(c *fiber.Ctx) bool { return strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMETextHTML) }
