// Package hold is an exercise: hold a question until there is news.
//
// In long polling the server doesn't answer "nothing new" at once. It holds the question, and answers when an event comes, so
// that the client has it at once. Nothing is held for ever: after some time, the wait, the answer is "nothing", and the client
// asks again. And if the client leaves before, nobody needs an answer.
//
// Hold does the holding for one question. It sees the events through a Log:
//
//	log.After(seq)   returns the events that follow number seq, in order, as there are now. It never waits.
//	log.Changed()    returns a channel that is closed by the next event that is published after this call. After may show
//	                 the event a moment before.
//
// To wait for whatever happens first, Go has select, over several channels:
//
//	select {
//	case <-changed: …     // there was an event
//	case <-timer.C: …     // time.NewTimer(wait) has run out
//	case <-ctx.Done(): …  // the client has left
//	}
//
// The contract:
//
//   - As soon as there are events that follow the cursor after, Hold returns all of them, as log.After does, and nil. If there
//     are some already, it doesn't wait.
//   - When wait is over, Hold returns what After has by then, also if the channel is not closed yet: as a rule no events. The
//     error is nil. A wait of 0 means not to wait at all. It is never negative.
//   - When ctx ends while Hold waits, it returns no events and ctx.Err(), at once.
//   - Events come at any time: also between two calls that you make. One that comes after you looked, and before you wait, is
//     not lost and not late.
//   - Changed tells of any event, but one that doesn't follow the cursor is no news. The question is then held on, for what
//     is left of the wait. The channel may also be closed for no reason that you can see.
//   - When Hold has returned, nothing of it is left: no goroutine that still waits. (You need none: a panic in a goroutine of
//     your own would end the server, for nobody else can catch it.)
//
// To read: https://www.rfc-editor.org/rfc/rfc6202.html#section-2.1, and #section-5.5 on how long to wait. The checks run in
// simulated time: 30 s take no time at all.
//
// To do it: edit this file alone. Set Started to true, write Hold, and run
//
//	go test ./labs/longpolling/exercise/hold
//
// until it is green; with -v there is a second hint. About 25 minutes.
//
// Then serve the lab (go run ./server) and choose “yours” for its long polling lane: your code holds each question.
package hold

import (
	"context"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling/scratch"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Hold returns the events that follow the cursor as soon as there are some, or none when the wait is over.
func Hold(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
	return nil, lab.ErrTODO
}
