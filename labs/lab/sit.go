package lab

import (
	"time"

	"github.com/gofiber/fiber/v2"
)

// SitOn waits with an answer that is there, for d; 0 or less: not at all. If closing is closed meanwhile it waits no longer,
// and the connection ends with the answer.
func SitOn(c *fiber.Ctx, d time.Duration, closing <-chan struct{}) {
	if d <= 0 {
		return
	}
	enough := time.NewTimer(d)
	defer enough.Stop()
	select {
	case <-enough.C:
	case <-closing:
		c.Context().SetConnectionClose()
	}
}
