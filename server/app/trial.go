package app

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"runtime/debug"
	"slices"
	"strings"

	"wireside/labs"
	"wireside/labs/decide"
	"wireside/labs/experiments"
	"wireside/labs/lab"
	"wireside/site"
	"wireside/wireview/decode"
	"wireside/wireview/eventstream"
	"wireside/wireview/http1"
	"wireside/wireview/tap"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"

	"github.com/gofiber/fiber/v2"
)

// showTrial answers with what a run comes to as a trial of a setup: the numbers of its ledger by their JSON path, and the
// facts that its units tell, of all of them those that somebody needs. The run must have been stopped.
//
// That the run was made by the setup's own spec is not asked. It would prove nothing: verdicts are given on trials that
// whoever asks sends along, with any numbers. A verdict tells what they come to, not where they are from.
func (a *App) showTrial(c *fiber.Ctx, r *Run) error {
	setup, err := setupOf(c)
	switch {
	case err != nil:
		return err
	case r.endless:
		return errDemoRun
	case !r.ended():
		return &lab.Error{Status: 409, Code: "run_running", Message: fmt.Sprintf("Run %s is not over. Stop it, let its clients report, and ask again.", r.id)}
	}
	leave, err := a.pages.admit()
	if err != nil {
		return err
	}
	defer leave()
	a.settle()
	book, err := json.Marshal(a.ledger(&r.record))
	if err != nil {
		return err
	}
	values, err := experiments.Flatten(book)
	if err != nil {
		return err
	}
	if setup.Wire {
		if err := r.facts(values); err != nil {
			return err
		}
	}
	return c.JSON(experiments.Trial{Setup: setup.Name, Run: r.id, Seed: r.spec.Seed, At: tap.Now(), Values: needed(setup.Name, values)})
}

// setupOf finds the setup of runs that a query names.
func setupOf(c *fiber.Ctx) (experiments.Setup, error) {
	name := strings.Clone(c.Query("setup"))
	setup, ok := experiments.FindSetup(name)
	if !ok || setup.Kind != experiments.KindRun {
		return setup, &lab.Error{Status: 404, Code: "no_such_setup", Message: fmt.Sprintf("There is no setup %.40q of runs; /api/claims lists them.", name)}
	}
	return setup, nil
}

// needed leaves of a trial's values those that a claim or the decision is made of.
func needed(setup string, values experiments.Values) experiments.Values {
	names := slices.Concat(experiments.Needs(setup), decide.Needs()[setup])
	maps.DeleteFunc(values, func(name string, _ float64) bool { return !slices.Contains(names, name) })
	return values
}

// facts adds to values what the run's units and connections tell. What cannot be told, since too many of them came to be kept,
// is left out. The error is errNoRun if the run was deleted meanwhile, and its units with it.
func (r *Run) facts(values experiments.Values) error {
	units := func(yield func(experiments.Unit) bool) {
		for u := range kept(r.ring) {
			if !yield(factUnit(u)) {
				return
			}
		}
	}
	r.ring.Refresh()
	var conns []experiments.Conn
	if list, dropped := r.ring.Connections(); dropped == 0 {
		for _, c := range list {
			conns = append(conns, experiments.Conn{Conn: c.Conn, Lanes: c.Lanes, Opened: c.Opened, Closed: c.Closed})
		}
	}
	from := r.created + int64(r.spec.LeadMs*1e3)
	found := experiments.Facts(units, conns, from, r.endsAt())
	if r.ring.Closed() {
		return errNoRun(r.id)
	}
	maps.Copy(values, found)
	return nil
}

// factUnit is what facts are made of, of a unit.
func factUnit(u *wire.Unit) experiments.Unit {
	unit := experiments.Unit{Seq: u.Seq, At: u.At, Conn: u.Conn, Dir: u.Dir.String(), Lane: u.Lane, Kind: string(u.Kind), Length: u.Length}
	switch u.Kind {
	case wire.KindRequest, wire.KindResponse, wire.KindEvent, wire.KindFrame:
		decode.Explain(u)
	}
	switch v := u.Value.(type) {
	case http1.Request:
		unit.Value.Headers = v.Headers
	case http1.Response:
		unit.Value.Status, unit.Value.Headers = v.Status, v.Headers
	case wsframe.Frame:
		unit.Value.Fin, unit.Value.RSV, unit.Value.Opcode = v.Fin, v.RSV, v.Opcode
		unit.Value.Payload, unit.Value.Inflated = v.Payload, v.Inflated
	case eventstream.Event:
		unit.Value.Dispatched = v.Dispatched
		for _, f := range u.Fields {
			unit.Fields = append(unit.Fields, experiments.UnitField{Name: f.Name, Value: f.Value})
		}
	}
	return unit
}

// showSource answers with the trial of what stands in this program itself: how long its clients are, and what it was built
// with.
func showSource(c *fiber.Ctx) error {
	setup, ok := experiments.FindSetup(string(experiments.KindSource))
	if !ok {
		return fmt.Errorf("there is no setup %q", experiments.KindSource)
	}
	return c.JSON(experiments.Trial{Setup: setup.Name, At: tap.Now(), Values: needed(setup.Name, sourceValues())})
}

// sourceValues counts the lines of code of each client, in Go and in JavaScript, and the libraries for WebSocket in this
// binary. What the binary doesn't tell is absent.
func sourceValues() experiments.Values {
	values := experiments.Values{}
	for _, name := range labs.Names() {
		if text, ok := labs.Source(name); ok {
			values["source.go."+name] = float64(experiments.Lines(text))
		}
		if text, err := fs.ReadFile(site.Static(), "js/lanes/"+name+".js"); err == nil {
			values["source.js."+name] = float64(experiments.Lines(string(text)))
		}
	}
	if build, ok := debug.ReadBuildInfo(); ok && len(build.Deps) > 0 { // a test's binary tells of none
		libraries := 0
		for _, module := range build.Deps {
			if strings.HasSuffix(module.Path, "/websocket") {
				libraries++
			}
		}
		values["source.websocketLibraries"] = float64(libraries)
	}
	return values
}
