// Package heartbeat is yours to write: Pump, the server's side of a stream that may be silent for long, and Listen, the client's.
//
// Why: a connection on which nothing moves looks the same whether there is no news or no cable. Proxies and phone networks drop
// what is silent, without a word to either end. So a server that has nothing to say sends a comment now and then, which no script
// sees: the heartbeat. It keeps those in between awake, its Write fails if the client has gone, and a client that misses it knows
// that the stream is dead.
//
// The contract of Pump. It writes the blocks that come from events, each as it is with one w.Write, at once. The duration every
// is how long the stream may be silent: when that has passed since the last Write, whatever that wrote, or since the beginning, Pump
// writes scratch.Heartbeat. So an event puts the next heartbeat off. Each Write may take as long as timeout and no longer, then it is
// to fail: see SetWriteDeadline in scratch.Writer. Pump returns
//
//	nil                   when events is closed
//	ctx.Err()             when ctx has ended; at once, unless it is in a Write
//	the Write's error     when one has failed; nothing more is written then
//
// The contract of Listen. It reads from r, with a buffer of any size, and calls take with what each Read brings; take keeps no
// part of it. A Read waits until something comes, unless it was told until when: see SetReadDeadline in scratch.Reader. Listen
// returns
//
//	nil                   at the end of the stream, io.EOF
//	scratch.ErrSilent     when nothing at all has come for two and a half times the duration every. A comment is
//	                      something: so one heartbeat may be missing, and the next be late
//	the Read's error      if it is another one
//
// Both may start goroutines, but must not leave one behind; a panic in one ends the server, for nobody else can catch it. every
// and timeout are above 0. Writer, Reader, Heartbeat and ErrSilent are in labs/sse/scratch/types.go; the other files there are
// solutions.
// Read https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes (9.2.7).
//
// To do it: edit this file alone. Set Started to true, write Pump and Listen, one after the other, and run
//
//	go test ./labs/sse/exercise/heartbeat
//
// until it is green; with -v there is a second hint. About 25 minutes.
//
// The clock of the checks is simulated: an hour passes in no time.
//
// Then serve the lab (go run ./server) and choose “yours” for its SSE lane: your Pump writes each of its streams.
package heartbeat

import (
	"context"
	"time"

	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Pump writes the blocks that come, and a heartbeat when every has passed without a Write.
func Pump(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error {
	return lab.ErrTODO
}

// Listen hands on what comes, until the stream has ended or was silent for too long.
func Listen(r scratch.Reader, every time.Duration, take func(p []byte)) error {
	return lab.ErrTODO
}
