// Package lab is what the techniques have in common: their names, the JSON that all of them carry, the cursor that all of
// them resume from, their errors, and the way upstream of those that have none of their own.
package lab

// Technique names a way to bring events to a browser.
type Technique string

// The techniques. Their names are also their routes, /labs/<name>.
const (
	Polling     Technique = "polling"     // ask again and again
	LongPolling Technique = "longpolling" // ask, and be answered when there is something
	SSE         Technique = "sse"         // Server-Sent Events: one answer that does not end
	WebSocket   Technique = "websocket"   // RFC 6455: messages in both directions
)

// Techniques lists them in the order in which they are shown.
var Techniques = [...]Technique{Polling, LongPolling, SSE, WebSocket}

// TryWriter is a connection that can be written to without waiting. The server's connections are TryWriters.
type TryWriter interface {
	// TryWrite writes as much of p as the socket takes now. n < len(p) with a nil error means that more would block.
	TryWrite(p []byte) (n int, err error)
}

// Admit asks for a place among those who hold a connection open. It returns an *Error if there is none left; else the
// place is taken until release is called, once.
type Admit func() (release func(), err error)
