package app

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"wireside/labs/lab"
	"wireside/wireview/decode"
	"wireside/wireview/store"

	"github.com/gofiber/fiber/v2"
)

// maxUnits bounds one answer; a ring seldom holds as many. The next page begins after the last one's seq.
const maxUnits = 100_000

// maxWhole bounds an answer that has to be held in memory as a whole.
const maxWhole = 200

// showUnits answers with units as NDJSON. X-Missed-Units says how many that were asked for are no longer kept.
func (a *App) showUnits(c *fiber.Ctx, r *record) error {
	after, err := number(c, "after", 0)
	if err != nil {
		return err
	}
	limit, err := number(c, "limit", maxUnits)
	if err != nil {
		return err
	}
	a.settle()
	c.Set(fiber.HeaderContentType, "application/x-ndjson")
	if _, missed := r.ring.After(after, 1); missed > 0 {
		c.Set("X-Missed-Units", strconv.FormatUint(missed, 10))
	}
	if c.Method() == fiber.MethodHead {
		return nil
	}
	leave, err := a.pages.admit()
	if err != nil {
		return err
	}
	page := unitPage{ring: r.ring, detail: c.Query("detail") != "0", after: after, upTo: r.ring.Last(), left: int(min(limit, maxUnits))}
	if !c.Request().Header.IsHTTP11() { // knows no chunks
		defer leave()
		page.left = min(page.left, maxWhole)
		return page.write(c)
	}
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer leave()
		defer survive("units")
		page.write(w) // an error means that the client has left
	})
	return nil
}

// unitPage is the units after one and up to another, as many as may go into one answer.
type unitPage struct {
	ring        *store.Ring
	after, upTo uint64
	left        int
	detail      bool // with bytes, fields and value
}

func (p unitPage) write(w io.Writer) error {
	var line []byte
	for p.left > 0 && p.after < p.upTo {
		units, _ := p.ring.After(p.after, min(p.left, 256))
		if len(units) == 0 {
			break
		}
		for i := range units {
			decode.Explain(&units[i])
			if p.detail {
				line = units[i].AppendJSON(line[:0])
			} else {
				line = appendLight(line[:0], &units[i])
			}
			if _, err := w.Write(append(line, '\n')); err != nil {
				return err
			}
		}
		p.left -= len(units)
		p.after = units[len(units)-1].Seq
	}
	return nil
}

// number reads a query parameter that is a whole number.
func number(c *fiber.Ctx, name string, otherwise uint64) (uint64, error) {
	text := c.Query(name)
	if text == "" {
		return otherwise, nil
	}
	return wholeNumber(name, text)
}

func wholeNumber(name, text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > lab.MaxCursor {
		return 0, &lab.Error{Status: 400, Code: "bad_" + name,
			Message: fmt.Sprintf("%s is %.64q; it must be a whole number from 0 to %d.", name, text, uint64(lab.MaxCursor))}
	}
	return n, nil
}
