// Package reconnect is yours to write: Follow, the loop of a client that comes back when its WebSocket has broken.
//
// Why: an EventSource opens its stream again by itself, a WebSocket does not. It stays closed: your code has to open it. If it does
// so at once and for ever, a server that restarts is run over by all its clients at the same moment, again and again. And what was
// published in between is lost, unless you say where you were.
//
// The contract. Follow calls dial(ctx, after), which connects to a server that sends the events after that number; then
// conn.Receive(ctx), again and again, for the next event. An error of either is a failure, and the end of that connection (there is
// nothing to close). Then Follow waits, and dials again.
//
//   - each is called for each event, in order. An event whose Seq is not above that of the last one (or above after, in the beginning)
//     has been seen before: pass it over.
//   - The number given to dial is after at first, and then the Seq of the last event that was handed on.
//   - The pause after a failure is backoff.First. Each further failure in a row doubles it, up to backoff.Most. As soon as
//     Receive has returned an event, the next failure counts as the first again. A connection that only opens changes nothing.
//   - Off each pause goes a random share: pause − Jitter × Random() × pause. Random returns a number from 0 to 1, 1 excluded; call it once
//     for each pause. The next pause doubles the one before its share went off.
//
// Follow returns
//
//   - nil after close code 1000: the server has said all that it had to say. A close frame is an error of Receive, a
//     *scratch.CloseError with its Code; use errors.As.
//   - that *scratch.CloseError after code 1002, 1003, 1007, 1009 or 1010: the server can’t do with what this client sends, and would
//     close again. All other codes pass: come back. (1008 among them: a lane says it to a client that has slept.)
//   - ctx.Err() as soon as ctx has ended, also amid a pause. dial and Receive then return with an error by themselves.
//
// Dial, Conn and Backoff are in labs/websocket/scratch/reconnect_types.go, CloseError and the codes by name in types.go beside
// it. The other files there are solutions. [feed.Event] has the Seq, 1 or more.
// Read https://www.rfc-editor.org/rfc/rfc6455.html#section-7.2.3 on the pauses, and section 7.4.1 on the codes.
//
// Run it with
//
//	go test ./labs/websocket/exercise/reconnect
//
// and with -v for a second hint. The checks run in simulated time: a night of pauses takes none. In it, all that comes on a
// connection takes 10 ms, an event as well as an end; a dial takes nothing.
package reconnect

import (
	"context"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/websocket/scratch"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Follow calls each for every event after the one numbered after, over as many connections as that takes.
func Follow(ctx context.Context, after uint64, dial scratch.Dial, backoff scratch.Backoff, each func(feed.Event)) error {
	return lab.ErrTODO
}
