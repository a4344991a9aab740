package app

import (
	"fmt"
	"strings"

	"wireside/labs/lab"
	"wireside/labs/websocket"
	"wireside/server/impair"
	"wireside/wireview/store"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

// routeLabs mounts the four techniques, each on the run and the lane that a request names.
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
		if _, err := a.attribute(c, lab.WebSocket, impair.Tunnel); err != nil {
			return err
		}
		return echo.Serve(c)
	})
}

// modes tell what kind of exchange each technique's is.
var modes = map[lab.Technique]impair.Mode{
	lab.Polling: impair.Answer, lab.LongPolling: impair.Answer, lab.SSE: impair.Stream, lab.WebSocket: impair.Tunnel,
}

func (a *App) serveLane(technique lab.Technique) fiber.Handler {
	return func(c *fiber.Ctx) error {
		lane, err := a.attribute(c, technique, modes[technique])
		if err != nil {
			return err
		}
		if status, kind, ok := lane.link.Refusal(); ok {
			return refuseLane(c, status, kind)
		}
		server, err := lane.server(technique, strings.Clone(c.Query("impl")))
		if err != nil {
			return err
		}
		return server.Serve(c)
	}
}

func (a *App) serveSend(technique lab.Technique) fiber.Handler {
	return func(c *fiber.Ctx) error {
		lane, err := a.attribute(c, technique, impair.Answer)
		if err != nil {
			return err
		}
		if status, kind, ok := lane.link.Refusal(); ok {
			return refuseLane(c, status, kind)
		}
		return lab.SendTo(lane.hear)(c)
	}
}

// refuseLane answers as a gateway in front of the lane would that is having a bad time.
func refuseLane(c *fiber.Ctx, status int, contentType string) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Status(status)
	if status == fiber.StatusNoContent || status == fiber.StatusResetContent { // RFC 9110 15.3.5, 15.3.6: no content
		return nil
	}
	c.Set(fiber.HeaderContentType, contentType)
	c.Set(fiber.HeaderContentSecurityPolicy, "sandbox; default-src 'none'") // it may call itself HTML: then it is nobody's page
	return c.SendString(fmt.Sprintf("This answer is a fault that was asked for: status %d.\n", status))
}

// attribute finds the lane that a request names, puts the exchange into its run's record, and has it take the lane's path:
// it returns when the request has come to the path's end.
func (a *App) attribute(c *fiber.Ctx, technique lab.Technique, mode impair.Mode) (*lane, error) {
	run, err := a.runs.get(c.Query("run"))
	if err != nil {
		return nil, err
	}
	name := c.Query("lane", string(technique))
	lane := run.lane(name)
	if lane == nil || !lane.serves(technique) {
		return nil, &lab.Error{Status: 404, Code: "lane_off", Message: fmt.Sprintf("This run was made without a lane %.40q for %s.", name, technique)}
	}
	return lane, lane.take(c, run.ring, mode)
}

// take claims the exchange under way for the lane, and lets its request take the path.
func (l *lane) take(c *fiber.Ctx, ring *store.Ring, mode impair.Mode) error {
	conn := connection(c.Context())
	if conn == nil {
		return nil
	}
	ordinal := c.Context().ConnRequestNum()
	if l.Name == herdLane {
		conn.Mute() // the clients are simulated, and many: they are counted, not recorded
	} else if conn.Recorder() == tap.Discard {
		c.Context().SetConnectionClose()
		return errMuted
	} else {
		claimExchange(conn.Conn, ordinal, ring, l.Name)
	}
	err := conn.Enter(impair.Exchange{
		Link: l.link, Mode: mode, First: ordinal == 1,
		RequestBytes: len(c.Request().Header.RawHeaders()) + len(c.Request().Header.RequestURI()) + len(c.Body()),
	})
	if err != nil {
		return errCut
	}
	return nil
}

// errMuted is the answer to a request for a lane on a connection whose bytes nobody records any more.
var errMuted = &lab.Error{Status: 421, Code: "muted", Message: "This connection has carried a simulated client, and nothing on it is recorded: use another one."}

// errCut is the answer to a request whose connection was cut meanwhile: nobody reads it.
var errCut = &lab.Error{Status: 503, Code: "cut", Message: "The connection was cut, as was asked for."}
