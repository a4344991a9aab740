package app

import (
	"fmt"
	"slices"

	"wireside/labs/lab"
	"wireside/labs/websocket"
	"wireside/wireview/store"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

// routeLabs mounts the four techniques, each on the run that a request names.
func (a *App) routeLabs(r fiber.Router) {
	for _, technique := range lab.Techniques {
		r.Get("/"+string(technique), a.serveLane(technique))
		if technique != lab.WebSocket {
			r.Post("/"+string(technique)+"/send", a.serveSend(technique))
		}
	}
	echo := websocket.NewEcho(websocket.Config{
		MessageBytes: int(a.limits.EchoBytes), Heartbeat: a.limits.Heartbeat, WriteTimeout: a.limits.WriteTimeout, Admit: a.echoes.admit,
	})
	a.onClose(echo.Close)
	r.Get("/websocket/echo", func(c *fiber.Ctx) error {
		if _, err := a.attribute(c, lab.WebSocket); err != nil {
			return err
		}
		return echo.Serve(c)
	})
}

func (a *App) serveLane(technique lab.Technique) fiber.Handler {
	return func(c *fiber.Ctx) error {
		run, err := a.attribute(c, technique)
		if err != nil {
			return err
		}
		switch impl := c.Query("impl", "reference"); impl {
		case "reference":
			return run.lanes[technique].Serve(c)
		case "scratch", "yours":
			return &lab.Error{Status: 501, Code: "not_implemented", Message: fmt.Sprintf("This lane has no %q implementation yet; leave impl out for the reference.", impl)}
		default:
			return &lab.Error{Status: 400, Code: "bad_impl", Message: "impl is reference, scratch or yours."}
		}
	}
}

func (a *App) serveSend(technique lab.Technique) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if _, err := a.attribute(c, technique); err != nil {
			return err
		}
		return lab.Send(c)
	}
}

// attribute finds the run that a request names and puts the exchange into its record.
func (a *App) attribute(c *fiber.Ctx, technique lab.Technique) (*Run, error) {
	run, err := a.runs.get(c.Query("run"))
	if err == nil && !slices.Contains(run.spec.Lanes, technique) {
		err = &lab.Error{Status: 404, Code: "lane_off", Message: fmt.Sprintf("This run was made without its %s lane.", technique)}
	}
	if err != nil {
		return nil, err
	}
	claimExchange(c, run.ring, string(technique))
	return run, nil
}

// claimExchange says to what the exchange under way belongs: a lane of a run, or with a nil ring nothing.
func claimExchange(c *fiber.Ctx, ring *store.Ring, lane string) {
	if conn, ok := c.Context().Conn().(*tap.Conn); ok {
		if rec, ok := conn.Recorder().(*capture); ok {
			rec.belongs(c.Context().ConnRequestNum(), ring, lane)
		}
	}
}
