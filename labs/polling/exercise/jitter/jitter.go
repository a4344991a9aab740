// Package jitter is an exercise: write the client of polling, a loop that asks now and then.
//
// Ask, hand on what came, wait, ask again: it looks like four lines. But polls fail, and the client must neither stop nor lose its
// place. Somebody may want it to end while it waits, or while an answer is on its way. And if a thousand clients begin
// together, because a server came back or a page was opened by all of a class, they will ask together for ever, unless
// each waits a little less than it might: that random share is called jitter.
//
// The contract:
//
//   - Poll asks with fetch(ctx, after), at once, with after 0 the first time. It returns what is there after that event. Afterwards
//     after is the answer's Next, also if the answer has no events.
//   - It calls each for every event of an answer, once and in order.
//   - Then it waits: interval − jitter × random() × interval. jitter is the share of the interval that is random, 0 to 1, and
//     random() is a number from 0 to 1, 1 excluded; call it once for each wait. Whether the wait counts from the question
//     or from the answer is up to you.
//   - If fetch returns an error, what else it returns means nothing. That poll has failed: wait as after any other, and ask
//     for the same again.
//   - No question goes out before the last one has been answered, however long that takes.
//   - Poll returns when ctx ends, and only then; at once, also while it waits; and with ctx.Err(). A fetch that is under way
//     then comes back with an error by itself.
//
// The types: [scratch.Fetch] is func(ctx context.Context, after uint64) (lab.Batch, error), and [lab.Batch] is {Events, Next, Gap};
// leave Gap alone.
//
// To read: https://go.dev/blog/pipelines on leaving a wait early, and time.NewTimer. The checks run in simulated time: an hour
// takes no time at all.
//
// To do it: edit this file alone. Set Started to true, write Poll, and run
//
//	go test ./labs/polling/exercise/jitter
//
// until it is green; with -v there is a second hint. About 20 minutes.
package jitter

import (
	"context"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/polling/scratch"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Poll follows a feed from its beginning, and calls each for each event, until ctx ends.
func Poll(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
	return lab.ErrTODO
}
