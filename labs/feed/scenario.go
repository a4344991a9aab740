package feed

import "math/rand/v2"

// The names of [Scenarios].
const (
	News          = "news"
	Ticker        = "ticker"
	Notifications = "notifications"
	Chat          = "chat"
	Game          = "game"
	Picture       = "picture"
	Silence       = "silence"
)

// ScenarioInfo is a kind of feed: what its events are, and how they come.
type ScenarioInfo struct {
	Name         string  `json:"name"`         // for Config.Scenario
	Text         string  `json:"text"`         // one sentence on what it is
	Rate         float64 `json:"rate"`         // events a second on average, unless told otherwise; 0: it publishes nothing by itself
	PayloadBytes int     `json:"payloadBytes"` // bytes of an event's data, unless told otherwise
	Payload      string  `json:"payload"`      // "text" or "binary", unless told otherwise
	Upstream     float64 `json:"upstream"`     // messages a second that a client sends up, unless told otherwise

	pace   func(rate float64, chance *rand.Rand) pace // nil: it publishes nothing by itself, whatever the rate
	author func(chance *rand.Rand) author
}

// Scenarios are all there are, in the order in which they are shown.
var Scenarios = []ScenarioInfo{
	{News, "Headlines, one in ten seconds or so: long silence, then something that everybody wants to know.",
		0.1, 120, "text", 0, irregular, newHeadlines},
	{Ticker, "The price of a share, five times a second, as regular as a clock.",
		5, 46, "text", 0, even, newTicker},
	{Notifications, "Eight at once within a tenth of a second, then nothing for five seconds.",
		1.6, 80, "text", 0, bursts, newNotices},
	{Chat, "People talking: what a client sends up goes to all, and now and then somebody pastes something odd.",
		0.7, 120, "text", 0.3, irregular, newChat},
	{Game, "Where the players are, 30 times a second, while each client sends its own moves as often.",
		30, 160, "text", 30, even, newGame},
	{Picture, "A camera's picture twice a second: bytes that are no text.",
		2, 6000, "binary", 0, even, newPictures},
	{Silence, "No events at all: what crosses the wire is only what keeps a connection alive.",
		0, 46, "text", 0, nil, nil},
}

// Scenario returns the scenario of that name.
func Scenario(name string) (info ScenarioInfo, ok bool) {
	for _, s := range Scenarios {
		if s.Name == name {
			return s, true
		}
	}
	return ScenarioInfo{}, false
}
