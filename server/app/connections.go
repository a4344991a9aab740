package app

import (
	"wireside/wireview/store"
	"wireside/wireview/tcpinfo"

	"github.com/gofiber/fiber/v2"
)

// showConnections answers with the connections that carried a record's units.
func (a *App) showConnections(c *fiber.Ctx, r *record) error {
	a.settle()
	r.ring.Refresh()
	list, dropped := r.ring.Connections()
	return c.JSON(struct {
		Connections []store.Connection `json:"connections"`
		Dropped     uint64             `json:"dropped"` // no longer described
		TCP         tcpinfo.Label      `json:"tcp"`
	}{list, dropped, tcpinfo.Source})
}
