package app

import (
	"encoding/json"
	"fmt"

	"wireside/labs/experiments"
	"wireside/site"

	"github.com/gofiber/fiber/v2"
)

// routeClaims mounts the pages of the claims.
func routeClaims(r fiber.Router) {
	article := site.Article{
		Author: experiments.Article.Author, Title: experiments.Article.Title,
		Where: experiments.Article.Where, Year: experiments.Article.Year,
	}
	all := experiments.All()
	view := site.Claims{Article: article, Seconds: seconds(experiments.SetupsOf(all...))}
	for _, c := range all {
		view.Claims = append(view.Claims, claimView(c))
	}
	for _, b := range experiments.Breaks {
		view.Breaks = append(view.Breaks, site.Break{Name: b.Name, Title: b.Title, Text: b.Text})
	}
	r.Get("/claims", func(c *fiber.Ctx) error {
		html(c)
		return site.RenderClaims(c, view)
	})
	r.Get("/claims/result", func(c *fiber.Ctx) error {
		html(c)
		return site.RenderResult(c, article)
	})
	r.Get("/claims/:n", func(c *fiber.Ctx) error {
		claim, err := claimOf(c)
		if err != nil {
			return err
		}
		return c.Redirect(fmt.Sprintf("/claims#claim-%d", claim.Number))
	})
}

func claimView(c experiments.Claim) site.Claim {
	setups := experiments.SetupsOf(c)
	view := site.Claim{Number: c.Number, Title: c.Title, Quote: c.Quote, So: c.So, Changes: c.Changes, Seconds: seconds(setups)}
	for _, s := range c.Sources {
		view.Sources = append(view.Sources, site.ClaimSource{Title: s.Title, URL: s.URL})
	}
	for _, k := range c.Cases {
		view.Cases = append(view.Cases, site.ClaimCase{
			Name: k.Name, Text: k.Text, Figure: k.Figure.Name, Unit: k.Figure.Unit, Rule: k.Rule(), Only: k.Figure.Only,
		})
	}
	for _, s := range setups {
		view.Setups = append(view.Setups, site.ClaimSetup{Name: s.Name, Title: s.Title, Kind: string(s.Kind), Trials: s.Trials, Seconds: trialSeconds(s)})
	}
	return view
}

// aside is about how long a page takes to make a run and to close its books, in seconds, beside the time that the run takes.
const aside = 0.6

// seconds is about how long the trials of some setups take one after the other.
func seconds(setups []experiments.Setup) (sum float64) {
	for _, s := range setups {
		if each := trialSeconds(s); each > 0 {
			sum += float64(s.Trials) * (each + aside)
		}
	}
	return sum
}

// trialSeconds is how long a run of a setup takes; 0 if it is none.
func trialSeconds(s experiments.Setup) float64 {
	var spec struct{ Seconds, LeadMs float64 }
	if s.Kind != experiments.KindRun || json.Unmarshal(s.Spec, &spec) != nil {
		return 0
	}
	return spec.Seconds + spec.LeadMs/1000
}
