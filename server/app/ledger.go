package app

import (
	"wireside/wireview/store"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

// ledger is a run's ledger in JSON.
type ledger struct {
	Run       string             `json:"run"`
	At        int64              `json:"at"` // Unix time in microseconds
	Published uint64             `json:"published"`
	Lanes     map[string]account `json:"lanes"`
	Wire      store.Totals       `json:"wire"`
}

// account is a lane's part of it.
type account struct {
	store.Lane
	Published uint64 `json:"published"`
}

func (a *App) ledger(run *Run) ledger {
	counted := run.ring.Ledger()
	published := run.feed.Last()
	l := ledger{Run: run.id, At: tap.Now(), Published: published, Lanes: make(map[string]account), Wire: counted.Wire}
	for name, lane := range counted.Lanes {
		l.Lanes[name] = account{lane, published}
	}
	return l
}

func (a *App) showLedger(c *fiber.Ctx, run *Run) error {
	a.listener.Settle()
	return c.JSON(a.ledger(run))
}
