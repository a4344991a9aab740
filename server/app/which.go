package app

import (
	"wireside/labs/decide"
	"wireside/labs/experiments"
	"wireside/site"

	"github.com/gofiber/fiber/v2"
)

// routeWhich mounts the page that asks six questions about an application.
func routeWhich(r fiber.Router) {
	view := site.Which{Rules: decide.Rules(), Setups: decide.Setups(), Answers: site.WhichAnswers(decide.Defaults())}
	for _, name := range view.Setups {
		if s, ok := experiments.FindSetup(name); ok {
			view.Seconds += seconds([]experiments.Setup{s})
		}
	}
	for _, p := range decide.Presets() {
		view.Presets = append(view.Presets, site.WhichPreset{Slug: p.Slug, Title: p.Title, Answers: site.WhichAnswers(p.Answers)})
	}
	r.Get("/which", func(c *fiber.Ctx) error {
		html(c)
		return site.RenderWhich(c, view)
	})
}

// rank answers with the techniques in the order in which they suit an application, by what trials have come to.
func rank(c *fiber.Ctx) error {
	asked := struct {
		Answers decide.Answers      `json:"answers"`
		Trials  []experiments.Trial `json:"trials"`
	}{Answers: decide.Defaults()}
	if err := readJSON(c.Body(), &asked, "answers and trials"); err != nil {
		return err
	}
	if len(asked.Trials) > maxTrials {
		return badTrials("there are %d trials; there may be %d", len(asked.Trials), maxTrials)
	}
	ranking, err := decide.Rank(asked.Answers, asked.Trials)
	if err != nil {
		return err
	}
	return c.JSON(ranking)
}
