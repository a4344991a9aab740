package app

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strconv"

	"wireside/labs/lab"
	"wireside/wireview/decode"
	"wireside/wireview/store"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

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
		a.listener.Settle()
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

// runState is a run in JSON. Times are Unix time in microseconds.
type runState struct {
	ID    string `json:"id"`
	State string `json:"state"` // "running" or "ended"
	Spec
	CreatedAt int64             `json:"createdAt"`
	EndsAt    int64             `json:"endsAt,omitempty"` // absent for the demo run
	Now       int64             `json:"now"`              // this server's clock when it answered
	Published uint64            `json:"published"`
	Lanes     map[string]string `json:"lanes"` // URL by technique
	Wire      string            `json:"wire"`
	Units     string            `json:"units"`
	Ledger    string            `json:"ledger"`
	Limits    runLimits         `json:"limits"`
}

type runLimits struct {
	Runs         int     `json:"runs"`
	Seconds      int     `json:"seconds"`
	Rate         float64 `json:"rate"`
	PayloadBytes int     `json:"payloadBytes"`
	WindowEvents int     `json:"windowEvents"`
	WindowBytes  int     `json:"windowBytes"`
	CaptureBytes int     `json:"captureBytes"`
	MessageBytes int64   `json:"messageBytes"`
}

func (a *App) describe(run *Run) runState {
	l := a.limits
	base := "/api/runs/" + run.id
	s := runState{
		ID: run.id, State: "running", Spec: run.spec, CreatedAt: run.created, Published: run.feed.Last(),
		Lanes: make(map[string]string), Wire: base + "/wire", Units: base + "/units", Ledger: base + "/ledger",
		Limits: runLimits{
			Runs: l.Runs, Seconds: l.RunSeconds, Rate: l.RunRate, PayloadBytes: l.PayloadBytes, WindowEvents: l.WindowEvents,
			WindowBytes: l.WindowBytes, CaptureBytes: a.store.RingBytes(), MessageBytes: l.MessageBytes,
		},
	}
	if run.ended() {
		s.State = "ended"
	}
	if run.endless {
		s.Limits.WindowEvents = demoWindow
	} else {
		s.EndsAt = run.created + int64(run.spec.Seconds)*1e6
	}
	for _, technique := range run.spec.Lanes {
		s.Lanes[string(technique)] = "/labs/" + string(technique) + "?run=" + run.id
	}
	s.Now = tap.Now()
	return s
}

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

// ledger is a run's ledger in JSON.
type ledger struct {
	Run       string             `json:"run"`
	At        int64              `json:"at"` // Unix time in microseconds
	Published uint64             `json:"published"`
	Lanes     map[string]account `json:"lanes"`
	Wire      store.Totals       `json:"wire"`
}

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
	for _, conn := range a.listener.Conns() {
		if rec, ok := conn.Recorder().(*capture); ok {
			l.Wire.Pending += rec.pending(run.ring)
		}
	}
	return l
}

func (a *App) showLedger(c *fiber.Ctx, run *Run) error { return c.JSON(a.ledger(run)) }
