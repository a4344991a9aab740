package impair

// Named is a network to choose.
type Named struct {
	Name    string  `json:"name"`  // for programs: lower case, words joined by hyphens
	Title   string  `json:"title"` // for people
	Text    string  `json:"text"`  // one sentence: what it is like
	Source  string  `json:"source"`
	Profile Profile `json:"profile"`
}

// Networks are the networks to choose from, the mildest first.
var Networks = []Named{
	{Name: "none", Title: "As it is", Text: "Nothing is added to the network that really lies between this browser and this server.",
		Source: "No imitation."},
	{Name: "broadband", Title: "Cable at home", Text: "Each byte is 14 ms on its way, and 5 Mbit/s pass.",
		Source:  "WebPageTest's Cable: 5 Mbit/s down, a round trip of 28 ms. The jitter is a choice.",
		Profile: Profile{LatencyMs: 14, JitterMs: 4, Kbps: 5_000}},
	{Name: "mobile", Title: "Phone", Text: "Each byte is 85 to 125 ms on its way, and 9 Mbit/s pass.",
		Source:  "WebPageTest's 4G: 9 Mbit/s, a round trip of 170 ms. The jitter is a choice.",
		Profile: Profile{LatencyMs: 85, JitterMs: 40, Kbps: 9_000}},
	{Name: "train", Title: "On the train", Text: "Each byte is 150 to 750 ms on its way, as it comes, and 400 kbit/s pass.",
		Source:  "WebPageTest's 3G has a round trip of 300 ms; the jitter and the slower rate of a phone in motion are a choice.",
		Profile: Profile{LatencyMs: 150, JitterMs: 600, Kbps: 400}},
	{Name: "satellite", Title: "Geostationary satellite", Text: "Each byte is 279 ms on its way at the least, however much passes: the satellite is 36,000 km up.",
		Source:  "RFC 2488 section 2: a round trip of 558 ms. The rate and the jitter are a choice.",
		Profile: Profile{LatencyMs: 279, JitterMs: 20, Kbps: 10_000}},
	{Name: "byte-by-byte", Title: "Byte by byte", Text: "Each byte arrives by itself: whoever takes one read for one message fails here.",
		Source:  "A choice: TCP is a stream of bytes, and may cut it anywhere (RFC 9293 section 3.7).",
		Profile: Profile{PieceBytes: 1}},
	{Name: "buffering-proxy", Title: "Buffering proxy", Text: "A proxy passes a response on only when 4,096 bytes of it are together, or at its end.",
		Source:  "nginx: proxy_buffering is on by default, with buffers of one memory page.",
		Profile: Profile{Buffer: Buffer{Bytes: 4_096}}},
	{Name: "idle-proxy", Title: "Proxy that cuts the idle", Text: "A proxy cuts a connection on which no byte has passed for 10 seconds while an answer was awaited.",
		Source:  "nginx's proxy_read_timeout and the idle timeout of most load balancers are 60 seconds; 10 is a choice, so that nobody has to wait.",
		Profile: Profile{IdleSeconds: 10}},
}

// Network returns the network of this name.
func Network(name string) (Named, bool) {
	for _, n := range Networks {
		if n.Name == name {
			return n, true
		}
	}
	return Named{}, false
}
