package preset

import (
	"encoding/json"
	"regexp"
	"testing"
)

// What a server makes of the specs is tested with the server. Here: that the words are there, and the addresses unique.
func TestPresetsAreWhole(t *testing.T) {
	slugs := map[string]bool{}
	counts := map[Kind]int{}
	slug := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, p := range All() {
		counts[p.Kind]++
		switch {
		case !slug.MatchString(p.Slug) || slugs[p.Slug]:
			t.Errorf("%q is no slug, or stands here twice", p.Slug)
		case p.Title == "" || p.Text == "" || p.Watch == "":
			t.Errorf("%s lacks a title, a text or what to watch", p.Slug)
		case (p.Article != "") != (p.Kind == Scenario):
			t.Errorf("%s: what the article recommends belongs to scenarios, to each of them", p.Slug)
		case !json.Valid(p.Spec):
			t.Errorf("%s: its spec is no JSON: %s", p.Slug, p.Spec)
		}
		for _, claim := range p.Claims {
			if claim < 1 || claim > 30 {
				t.Errorf("%s: there is no claim %d", p.Slug, claim)
			}
		}
		if found, ok := Find(p.Slug); !ok || found.Title != p.Title {
			t.Errorf("%s is not found under its own address", p.Slug)
		}
		slugs[p.Slug] = true
	}
	if _, ok := Find("no-such-preset"); ok {
		t.Error("a preset is found that isn't there")
	}
	if counts[Scenario] != 7 || counts[Pitfall] < 16 || counts[ByHand] != 1 {
		t.Errorf("%d scenarios, %d pitfalls and %d by hand", counts[Scenario], counts[Pitfall], counts[ByHand])
	}
}
