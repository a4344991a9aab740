package decide

// Preset is answers as an application of a kind would give them.
type Preset struct {
	Slug    string // the scenario's name
	Title   string // what stands after "like": "a chat"
	Answers Answers
}

// Presets returns an application for each of the lab's scenarios, in their order. The slice is the caller's own.
func Presets() []Preset {
	like := func(slug, title string, change func(*Answers)) Preset {
		p := Preset{slug, title, Defaults()}
		change(&p.Answers)
		return p
	}
	return []Preset{
		like("news", "a news page", func(a *Answers) { a.Rate, a.LateMs, a.Size, a.Clients = 0.1, 10_000, 250, 10_000 }),
		like("ticker", "a ticker", func(*Answers) {}),
		like("notifications", "notifications", func(a *Answers) { a.Rate, a.LateMs, a.Size, a.Clients = 0.02, 5000, 160, 10_000 }),
		like("chat", "a chat", func(a *Answers) {
			a.Direction, a.UpPerSecond, a.Rate, a.LateMs, a.Size, a.Clients = Both, 0.1, 0.7, 1000, 200, 500
		}),
		like("game", "a game", func(a *Answers) {
			a.Direction, a.UpPerSecond, a.Rate, a.LateMs, a.Size, a.Clients = Both, 30, 30, 100, 160, 100
		}),
		like("picture", "a camera", func(a *Answers) { a.Rate, a.LateMs, a.Size, a.Clients = 2, 1000, 8000, 50 }),
		like("silence", "an alarm", func(a *Answers) { a.Rate, a.LateMs, a.Size, a.Clients = MinRate, 1000, 100, 1000 }),
	}
}
