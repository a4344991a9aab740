package lessons

// What blocks may speak of. A word is added here when the bench and the server understand it, never before.
var (
	lanes     = []string{"polling", "longpolling", "sse", "websocket", "fallback"}
	scenarios = []string{"news", "ticker", "notifications", "chat", "game", "picture", "silence"}
	networks  = []string{"none", "broadband", "mobile", "train", "satellite", "byte-by-byte", "buffering-proxy", "idle-proxy"}
	// figures are what the bench measures on a lane. Latencies and round trips are in milliseconds, as the browser observed
	// them; wirePerEvent is in bytes, both directions, from the server's ledger.
	figures = []string{
		"latency.p50", "latency.p90", "latency.p99", "latency.max", "rtt.p50", "delivered", "lost", "duplicated", "reordered",
		"late", "unreadable", "reconnects", "requests", "requestsPerEvent", "wirePerEvent", "emptyAnswers",
	}
)
