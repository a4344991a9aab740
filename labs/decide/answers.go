// Package decide ranks the techniques for an application, by six answers about it and by what trials on this machine have
// come to. It holds no figure of its own: what was not measured is absent, and the ranking says so.
package decide

import (
	"fmt"
	"slices"

	"wireside/labs/lab"
)

// Answers are what somebody says about an application.
type Answers struct {
	Direction   string  `json:"direction"`   // Down, or Both: clients send messages, too
	UpPerSecond float64 `json:"upPerSecond"` // messages a second that each client sends, up to MaxRate; with Down it doesn't count
	Rate        float64 `json:"rate"`        // events a second for each client, MinRate to MaxRate
	LateMs      float64 `json:"lateMs"`      // how late an event may be, MinLateMs to MaxLateMs: the interval of polling
	Size        float64 `json:"size"`        // bytes of an event, the whole message, 1 to MaxSize
	Clients     float64 `json:"clients"`     // at the same time, 1 to MaxClients
	Proxies     string  `json:"proxies"`     // NoProxy, Buffering, Idle or NoUpgrade: what lies on the way
	IdleSeconds float64 `json:"idleSeconds"` // of Idle: after how long without a byte it cuts, 1 to MaxIdleSeconds
	Platforms   string  `json:"platforms"`   // Browsers, OldBrowsers or Scripts
}

// What Answers may say where words are asked for.
const (
	Down = "down"
	Both = "both"

	NoProxy   = "none"
	Buffering = "buffering"  // it keeps a response back until some of it is together
	Idle      = "idle"       // it cuts what is silent
	NoUpgrade = "no-upgrade" // it doesn't let a WebSocket's handshake through

	Browsers    = "browsers"
	OldBrowsers = "old-browsers" // without EventSource
	Scripts     = "scripts"      // programs and command lines
)

// The limits of Answers.
const (
	MinRate        = 0.001
	MaxRate        = 1000
	MinLateMs      = 1
	MaxLateMs      = 600_000
	MaxSize        = 1 << 20
	MaxClients     = 1_000_000
	MaxIdleSeconds = 3600
)

// Defaults are answers to begin with: prices, five a second.
func Defaults() Answers {
	return Answers{
		Direction: Down, UpPerSecond: 1, Rate: 5, LateMs: 250, Size: 100, Clients: 1000,
		Proxies: NoProxy, IdleSeconds: 60, Platforms: Browsers,
	}
}

// Check reports the first answer that can't be, as a *lab.Error that names it.
func (a Answers) Check() error {
	for _, choice := range []struct {
		name, value string
		may         []string
	}{
		{"direction", a.Direction, []string{Down, Both}},
		{"proxies", a.Proxies, []string{NoProxy, Buffering, Idle, NoUpgrade}},
		{"platforms", a.Platforms, []string{Browsers, OldBrowsers, Scripts}},
	} {
		if !slices.Contains(choice.may, choice.value) {
			return bad("%s is %.40q; it must be one of %v", choice.name, choice.value, choice.may)
		}
	}
	for _, q := range quantities {
		if v := *q.of(&a); !(v >= q.min && v <= q.max) {
			return bad("%s is %g; it must be %g to %g %s", q.name, v, q.min, q.max, q.unit)
		}
	}
	return nil
}

// quantity is an answer that is a number.
type quantity struct {
	name     string // as in JSON
	unit     string
	min, max float64
	of       func(*Answers) *float64
}

var quantities = []quantity{
	{"upPerSecond", "messages a second", 0, MaxRate, func(a *Answers) *float64 { return &a.UpPerSecond }},
	{"rate", "events a second", MinRate, MaxRate, func(a *Answers) *float64 { return &a.Rate }},
	{"lateMs", "ms", MinLateMs, MaxLateMs, func(a *Answers) *float64 { return &a.LateMs }},
	{"size", "bytes", 1, MaxSize, func(a *Answers) *float64 { return &a.Size }},
	{"clients", "clients", 1, MaxClients, func(a *Answers) *float64 { return &a.Clients }},
	{"idleSeconds", "seconds", 1, MaxIdleSeconds, func(a *Answers) *float64 { return &a.IdleSeconds }},
}

func bad(format string, args ...any) error {
	return &lab.Error{Status: 400, Code: "bad_answers", Message: fmt.Sprintf(format, args...)}
}
