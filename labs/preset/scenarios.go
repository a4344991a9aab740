package preset

// The article is Aryan Bisht's, "Mastering Real-Time Data Exchange with WebSocket and SSN" (2023); quotations are short and
// in its own words.
var scenarios = []Preset{
	{
		Slug: "news", Kind: Scenario, Title: "News",
		Text:    "A headline every five seconds or so, and silence in between.",
		Watch:   "Requests and empty answers. Who pays for silence? Then wire bytes per event: the rarer the news, the dearer each question.",
		Article: "SSE: “suitable for applications like real-time news feeds”.",
		Claims:  []int{4, 14, 29},
		Spec:    spec(`{"scenario":"news","rate":0.2,"seconds":300}`),
	},
	{
		Slug: "ticker", Kind: Scenario, Title: "Ticker",
		Text:    "A price five times a second, without a pause.",
		Watch:   "Latency of polling against the other three, then the difference between SSE and WebSocket. Is there one?",
		Article: "SSE: for “stock market updates”.",
		Claims:  []int{3, 14, 23, 24},
		Spec:    spec(`{"scenario":"ticker","rate":5,"seconds":300}`),
	},
	{
		Slug: "notifications", Kind: Scenario, Title: "Notifications",
		Text:    "Nothing for seconds, then eight at once.",
		Watch:   "How many requests a burst costs long polling, and what polling’s one answer holds. Bursts flatter whoever answers late.",
		Article: "SSE: for “social media notifications”.",
		Claims:  []int{4, 14},
		Spec:    spec(`{"scenario":"notifications","seconds":300}`),
	},
	{
		Slug: "chat", Kind: Scenario, Title: "Chat",
		Text:    "People talk, and so does each lane: what it sends up, all lanes hear.",
		Watch:   "The round trip of a message sent up, and the bytes upwards: three lanes send a whole POST where WebSocket sends a frame.",
		Article: "WebSocket: “useful for chat applications”.",
		Claims:  []int{8, 17, 29},
		Spec:    spec(`{"scenario":"chat","seconds":300}`),
	},
	{
		Slug: "game", Kind: Scenario, Title: "Game at 30 Hz",
		Text:    "The server says thirty times a second where everybody is, and each lane says as often where it moves.",
		Watch:   "Bytes upwards and round trips. The article lists online gaming under SSE, too: see what thirty POSTs a second cost beside thirty frames.",
		Article: "Both: SSE for “online gaming” in one list, WebSocket for “chat applications and online gaming” in another.",
		Claims:  []int{15, 17, 23, 28},
		Spec:    spec(`{"scenario":"game","seconds":120}`),
	},
	{
		Slug: "picture", Kind: Scenario, Title: "Picture",
		Text:    "A small PNG twice a second. WebSocket carries the bytes; JSON and event streams carry base64.",
		Watch:   "Payload bytes of WebSocket against the others. Base64 writes three bytes as four.",
		Article: "WebSocket, by exclusion: with SSE “binary data is not supported”.",
		Claims:  []int{13},
		Spec:    spec(`{"scenario":"picture","seconds":120}`),
	},
	{
		Slug: "silence", Kind: Scenario, Title: "Silence",
		Text:    "No event at all. Streams send a heartbeat every two seconds, pollers ask on.",
		Watch:   "Bytes a minute on each lane, and what they are: open a heartbeat in the wire. Keeping a line open costs something, asking costs more.",
		Article: "Nothing. The article doesn’t speak of heartbeats.",
		Claims:  []int{4, 5, 21},
		Spec: spec(`{"scenario":"silence","seconds":300,"lanes":["polling","longpolling",
			{"technique":"sse","heartbeatMs":2000},{"technique":"websocket","heartbeatMs":2000}]}`),
	},
}
