package app

import (
	"fmt"
	"strings"

	"wireside/labs"
	"wireside/labs/lab"

	"github.com/gofiber/fiber/v2"
)

// routeCode mounts the source of the Go clients.
func routeCode(r fiber.Router) {
	r.Get("/code/go/:name", func(c *fiber.Ctx) error {
		text, ok := labs.Source(c.Params("name"))
		if !ok {
			return &lab.Error{Status: 404, Code: "no_such_code", Message: fmt.Sprintf("There is no client %.40q; there are: %s.",
				strings.Clone(c.Params("name")), strings.Join(labs.Names(), ", "))}
		}
		c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
		c.Set(fiber.HeaderCacheControl, "no-cache")
		return c.SendString(text)
	})
}
