package app

import "github.com/gofiber/fiber/v2"

// routeAPI mounts what scripts and the page drive runs with.
func (a *App) routeAPI(r fiber.Router) {
	r.Post("/runs", a.createRun)
	r.Get("/runs/:id", a.withRun(a.showRun))
	r.Delete("/runs/:id", a.deleteRun)
	r.Get("/runs/:id/units", a.withRun(a.showUnits))
	r.Get("/runs/:id/ledger", a.withRun(a.showLedger))
	r.Get("/runs/:id/wire", a.withRun(a.showWire))
}

func (a *App) withRun(f func(*fiber.Ctx, *Run) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		run, err := a.runs.get(c.Params("id"))
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderCacheControl, "no-store")
		return f(c, run)
	}
}

func (a *App) createRun(c *fiber.Ctx) error {
	spec, err := readSpec(c.Body(), a.limits)
	if err != nil {
		return err
	}
	run, err := a.runs.create(spec)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderLocation, "/api/runs/"+run.id)
	return c.Status(fiber.StatusCreated).JSON(a.describe(run))
}

func (a *App) showRun(c *fiber.Ctx, run *Run) error { return c.JSON(a.describe(run)) }

func (a *App) deleteRun(c *fiber.Ctx) error {
	if err := a.runs.delete(c.Params("id")); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
