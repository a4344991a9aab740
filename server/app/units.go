package app

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strconv"

	"wireside/labs/lab"
	"wireside/wireview/decode"

	"github.com/gofiber/fiber/v2"
)

// The number of units in one answer: maxUnits unless the client asks for fewer, and never more. The next page begins after
// the last one's seq.
const maxUnits = 10000

func (a *App) showUnits(c *fiber.Ctx, run *Run) error {
	after, err := number(c, "after", 0)
	if err != nil {
		return err
	}
	limit, err := number(c, "limit", maxUnits)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/x-ndjson")
	if c.Method() == fiber.MethodHead {
		return nil
	}
	ring := run.ring
	left := int(min(limit, maxUnits))
	if _, missed := ring.After(after, 1); missed > 0 {
		c.Set("X-Missed-Units", strconv.FormatUint(missed, 10))
	}
	upTo := ring.Last()
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer survive("units")
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for left > 0 && after < upTo {
			units, _ := ring.After(after, min(left, 256))
			for i := range units {
				decode.Explain(&units[i])
				if enc.Encode(&units[i]) != nil {
					return
				}
			}
			if len(units) == 0 {
				return
			}
			left -= len(units)
			after = units[len(units)-1].Seq
		}
	})
	return nil
}

func number(c *fiber.Ctx, name string, otherwise uint64) (uint64, error) {
	text := c.Query(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, &lab.Error{Status: 400, Code: "bad_" + name, Message: fmt.Sprintf("%s is %.64q; it must be a whole number, 0 or more.", name, text)}
	}
	return n, nil
}
