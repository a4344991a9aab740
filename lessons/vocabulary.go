package lessons

// What blocks may speak of. A word is added here when the bench and the server understand it, never before.
var (
	lanes     = []string{"polling", "longpolling", "sse", "websocket"}
	scenarios = []string{"ticker"}
	networks  = []string{"none"}
	// figures are what the bench measures on a lane. Latencies are in milliseconds, as the browser observed them;
	// wirePerEvent is in bytes, both directions, from the server's ledger.
	figures = []string{
		"latency.p50", "latency.p99", "delivered", "lost", "duplicated",
		"requests", "requestsPerEvent", "wirePerEvent", "emptyAnswers",
	}
)
