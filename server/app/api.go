package app

import "github.com/gofiber/fiber/v2"

// routeAPI mounts what scripts and the page drive runs with, and read the inspector's records with.
func (a *App) routeAPI(r fiber.Router, watch WatchMode) error {
	if a.front == nil {
		if err := a.routeExercises(r, watch); err != nil {
			return err
		}
		r.Post("/runs", a.createRun)
		r.Get("/runs/:id", a.withRun(a.showRun))
		r.Delete("/runs/:id", a.deleteRun)
		r.Post("/runs/:id/stop", a.withRun(a.stopRun))
		r.Get("/runs/:id/faults", a.withRun(a.showFaults))
		r.Post("/runs/:id/faults", a.withRun(a.createFault))
		r.Get("/lessons", a.showLessons)
		r.Get("/lessons/live", a.liveLessons)
		r.Get("/presets", showPresets)
		r.Get("/networks", showNetworks)
		r.Get("/runs/:id/events/:seq", a.withRecord(a.showEvent))
		r.Get("/runs/:id/trial", a.withRun(a.showTrial))
		r.Get("/claims", showClaims)
		r.Get("/claims/source", showSource)
		r.Post("/claims/check", checkResult)
		r.Get("/claims/:n", showClaim)
		r.Post("/claims/:n/verdict", judge)
		r.Post("/which", rank)
	} else {
		r.Get("/runs/:id", a.withRecord(a.showFront))
	}
	r.Post("/inspect", a.inspect)
	r.Get("/runs/:id/units", a.withRecord(a.showUnits))
	r.Get("/runs/:id/ledger", a.withRecord(a.showLedger))
	r.Get("/runs/:id/ledger.csv", a.withRecord(a.showLedgerCSV))
	r.Get("/runs/:id/wire", a.withRecord(a.showWire))
	r.Get("/runs/:id/connections", a.withRecord(a.showConnections))
	r.Get("/runs/:id/capture.pcapng", a.withRecord(a.downloadPCAPNG))
	r.Get("/runs/:id/capture.har", a.withRecord(a.downloadHAR))
	return nil
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

func (a *App) withRecord(f func(*fiber.Ctx, *record) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		r, err := a.record(c.Params("id"))
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderCacheControl, "no-store")
		return f(c, r)
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

// stopRun ends a run's publishing. Its lanes go on until their clients have everything, and its record stays.
func (a *App) stopRun(c *fiber.Ctx, run *Run) error {
	if run.endless {
		return errDemoRun
	}
	run.finish()
	return c.JSON(a.describe(run))
}

func (a *App) deleteRun(c *fiber.Ctx) error {
	if err := a.runs.delete(c.Params("id")); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
