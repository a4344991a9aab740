package decide

import (
	"fmt"
	"math"
	"strings"

	"wireside/labs/lab"
)

const (
	steps    = 60   // in which a search goes from here to a limit, by equal factors
	halves   = 24   // of the step in which something changes
	farthest = 1000 // how far off a measurement is tried to be, either way, times
)

// search looks for the number next to from, by its factor, with which somebody else is first; who(x) tells who is. It tries
// steps up to most and down to least, and halves the one that it finds. The number returned is on the far side.
func search(from, least, most float64, who func(float64) lab.Technique) (found float64, first lab.Technique, ok bool) {
	now := who(from)
	nearest := math.Inf(1)
	for _, limit := range []float64{most, least} {
		if limit == from || limit <= 0 {
			continue
		}
		near := from
		for i := range steps {
			far := from * math.Pow(limit/from, float64(i+1)/steps)
			if i == steps-1 {
				far = limit
			}
			if who(far) == now {
				near = far
				continue
			}
			for range halves {
				middle := math.Sqrt(near * far)
				if who(middle) == now {
					near = middle
				} else {
					far = middle
				}
			}
			if distance := math.Abs(math.Log(far / from)); distance < nearest {
				nearest, found, first, ok = distance, far, who(far), true
			}
			break
		}
	}
	return found, first, ok
}

// answered looks, question by question, for the nearest answer that puts another technique first.
func (e *evidence) answered(a Answers) []Change {
	changes := []Change{e.upwards(a)}
	for _, q := range quantities[1:] {
		if q.name == "idleSeconds" && a.Proxies != Idle {
			continue
		}
		changes = append(changes, e.quantity(a, q))
	}
	proxies := func(b *Answers, choice string) { b.Proxies = choice }
	platforms := func(b *Answers, choice string) { b.Platforms = choice }
	changes = append(changes, e.choices(a, "proxies", a.Proxies, []string{NoProxy, Buffering, Idle, NoUpgrade}, proxies)...)
	return append(changes, e.choices(a, "platforms", a.Platforms, []string{Browsers, OldBrowsers, Scripts}, platforms)...)
}

// asked is what questions are called.
var asked = map[string]string{
	"upPerSecond": "Messages from each client", "rate": "Events to each client", "lateMs": "How late an event may be",
	"size": "Size of an event", "clients": "Clients", "idleSeconds": "When the proxy cuts", "proxies": "Proxies on the way", "platforms": "Platforms",
}

// upwards is how often clients send, from never on.
func (e *evidence) upwards(a Answers) Change {
	const seldom = 1e-6 // a message a fortnight
	who := func(sent float64) lab.Technique {
		b := a
		b.Direction, b.UpPerSecond = Both, sent
		if sent <= seldom {
			b.Direction = Down
		}
		return e.first(&b)
	}
	found, first, ok := search(max(a.sent(), seldom), seldom, MaxRate, who)
	if ok && found <= seldom {
		found = 0
	}
	return changed("upPerSecond", a.sent(), found, first, ok)
}

func (e *evidence) quantity(a Answers, q quantity) Change {
	now := *q.of(&a)
	found, first, ok := search(now, q.min, q.max, func(v float64) lab.Technique {
		b := a
		*q.of(&b) = v
		return e.first(&b)
	})
	return changed(q.name, now, found, first, ok)
}

func changed(name string, now, found float64, first lab.Technique, ok bool) Change {
	c := Change{Name: name, Title: asked[name]}
	switch {
	case !ok && name == "clients":
		c.Text = "All costs grow with them alike, so no other number puts another technique first."
		return c
	case !ok:
		c.Text = "No other number puts another technique first."
		return c
	}
	c.Value, c.First = &found, first
	c.Text = fmt.Sprintf("%s, %s.", provided(name, round(found, now), found > now), comesFirst(first))
	return c
}

// provided says that a question is answered with more than v, or with less.
func provided(name string, v float64, more bool) string {
	than := func(great, little string) string {
		if more {
			return great
		}
		return little
	}
	little := "fewer"
	if v < 1 {
		little = "less" // than one in so many seconds
	}
	switch name {
	case "upPerSecond":
		if v == 0 {
			return "If clients send nothing"
		}
		return fmt.Sprintf("If each client sends %s than %s", than("more", little), often{v, "message"})
	case "rate":
		return fmt.Sprintf("With %s than %s", than("more", little), often{v, "event"})
	case "lateMs":
		return fmt.Sprintf("If an event may be %s than %s late", than("more", "less"), duration(v/1000))
	case "size":
		return fmt.Sprintf("With events of %s than %s", than("more", "fewer"), number(v, "bytes"))
	case "idleSeconds":
		return fmt.Sprintf("If it cuts after %s than %s", than("more", "less"), duration(v))
	}
	return fmt.Sprintf("With %s than %s", than("more", "fewer"), number(v, name))
}

// choices tries the other words that a question takes.
func (e *evidence) choices(a Answers, name, now string, all []string, set func(*Answers, string)) []Change {
	var changes []Change
	was := e.first(&a)
	for _, choice := range all {
		b := a
		set(&b, choice)
		if first := e.first(&b); choice != now && first != was {
			changes = append(changes, Change{Name: name, Title: asked[name], Choice: choice, First: first,
				Text: fmt.Sprintf("%s, %s.", chosen[choice], comesFirst(first))})
		}
	}
	if changes == nil {
		changes = []Change{{Name: name, Title: asked[name], Text: "No other answer puts another technique first."}}
	}
	return changes
}

var chosen = map[string]string{
	NoProxy: "With nothing on the way", Buffering: "With a proxy that holds answers back", Idle: "With a proxy that cuts silent connections",
	NoUpgrade: "With a proxy that lets no WebSocket through", Browsers: "In today’s browsers", OldBrowsers: "In browsers without EventSource", Scripts: "In scripts",
}

// factors looks, measurement by measurement, for how far off it would have to be.
func (e *evidence) factors(a Answers) []Change {
	changes := []Change{}
	for i := range measurements {
		m := &measured[i]
		if !m.counts || !e.has(i) || m.foreign(&a) {
			continue
		}
		c := Change{Name: m.name, Title: m.title, Text: fmt.Sprintf("However far off it were, up to %d times either way, the first place would stay.", farthest)}
		who := func(factor float64) lab.Technique { return e.scaled(i, factor).first(&a) }
		if found, first, ok := search(1, 1.0/farthest, farthest, who); ok {
			than := "more"
			if found < 1 {
				than = "less"
			}
			c.Value, c.First = &found, first
			c.Text = fmt.Sprintf("If it were %s than %s instead of %s, %s.", than,
				number(round(e.median[i]*found, e.median[i]), m.unit), number(e.median[i], m.unit), wouldComeFirst(first))
		}
		changes = append(changes, c)
	}
	return changes
}

// foreign reports whether a measurement is of client code that doesn't run where these answers' clients do.
func (m *measurement) foreign(a *Answers) bool {
	of := m.of[0]
	return of.setup == source && strings.HasPrefix(of.name, "source.js.") == (a.Platforms == Scripts)
}

func comesFirst(t lab.Technique) string {
	if t == "" {
		return "none of the four fits"
	}
	return named[t] + " comes first"
}

func wouldComeFirst(t lab.Technique) string {
	if t == "" {
		return "none of the four would fit"
	}
	return named[t] + " would come first"
}
