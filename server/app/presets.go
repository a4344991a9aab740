package app

import (
	"fmt"
	"strings"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/preset"
	"wireside/server/impair"
	"wireside/site"

	"github.com/gofiber/fiber/v2"
)

// showPresets lists the runs that can be had with one click.
func showPresets(c *fiber.Ctx) error {
	return c.JSON(fiber.Map{"presets": preset.All()})
}

// showNetworks lists what can be imitated: networks, faults and kinds of feed.
func showNetworks(c *fiber.Ctx) error {
	return c.JSON(fiber.Map{"networks": impair.Networks, "faults": impair.Kinds, "scenarios": feed.Scenarios})
}

// routeBench mounts the bench's own page, and an address for each preset.
func routeBench(r fiber.Router) {
	view := site.Bench{Options: benchOptions()}
	for _, p := range preset.All() {
		view.Presets = append(view.Presets, site.Preset{
			Slug: p.Slug, Kind: string(p.Kind), Title: p.Title, Text: p.Text, Watch: p.Watch, Article: p.Article, Claims: p.Claims, Spec: p.Spec,
		})
	}
	show := func(c *fiber.Ctx) error {
		chosen := view
		if chosen.Preset = c.Params("slug"); chosen.Preset != "" {
			if _, ok := preset.Find(chosen.Preset); !ok {
				return &lab.Error{Status: 404, Code: "no_such_preset", Message: fmt.Sprintf("There is no preset %.40q; /bench lists them all.", strings.Clone(chosen.Preset))}
			}
		}
		html(c)
		return site.RenderBench(c, chosen)
	}
	r.Get("/bench", show)
	r.Get("/bench/:slug", show)
}

// benchOptions are what the bench's controls offer.
func benchOptions() site.Options {
	var o site.Options
	for _, s := range feed.Scenarios {
		o.Scenarios = append(o.Scenarios, site.Scenario{
			Name: s.Name, Title: strings.ToUpper(s.Name[:1]) + s.Name[1:], Text: s.Text, Rate: s.Rate,
			PayloadBytes: s.PayloadBytes, Payload: s.Payload, Upstream: s.Upstream,
		})
	}
	for _, n := range impair.Networks {
		o.Networks = append(o.Networks, site.Network{Name: n.Name, Title: n.Title, Text: n.Text, Source: n.Source})
	}
	for _, k := range impair.Kinds {
		fields := make([]site.FaultField, len(k.Fields))
		for i, f := range k.Fields {
			fields[i] = site.FaultField{
				Name: f.Name, Title: f.Title, Unit: f.Unit, Text: f.Text, Min: f.Min, Max: f.Max, Default: f.Default, Value: f.Value,
			}
		}
		o.Faults = append(o.Faults, site.FaultKind{
			Kind: k.Name, Title: k.Title, Text: k.Text, Place: string(k.Place), PlaceText: k.PlaceText, Fields: fields,
		})
	}
	return o
}
