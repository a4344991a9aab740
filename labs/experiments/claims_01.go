package experiments

// The article is Aryan Bisht's, "Mastering Real-Time Data Exchange with WebSocket and SSN" (2023). Quotations are short and
// in its own words.
var claims01 = []Claim{
	{
		Number: 3, Title: "Polling isn't fully real time: how late it is depends on the interval",
		Quote:   "does not provide a fully-real time system that depends on the request intervals",
		So:      "An event waits for the next poll, so it is late by anything from nothing to the interval T, T/2 on average, and by the network on top.",
		Sources: []Source{{"RFC 6202 2: HTTP long polling, and polling before it", "https://www.rfc-editor.org/rfc/rfc6202.html#section-2"}},
		Changes: "A server that could reach a client that isn't asking: then it would be push, and no polling.",
		Cases: []Case{
			{
				Name: "200", Text: "Polling every 200 ms is late by half of that on average.", Setup: "intervals",
				Figure: half(200), Holds: Between(0.7, 1.4), Fails: From(2),
			},
		},
	},
}

// half is a lane's mean latency in halves of its interval T, which is the lane's name: of events at any time between two
// polls the mean is T/2.
func half(interval float64) Figure {
	names := map[float64]string{200: "polling-200", 400: "polling-400", 800: "polling-800"}
	lane := names[interval]
	return made("mean latency ÷ (T/2), "+lane, "×", func(of ...float64) float64 { return of[0] / (interval / 2) }, "lanes."+lane+".latency.mean")
}
