// Package cursor is an exercise: answer a poll with what is new.
//
// A client that polls asks again and again: what is there after event 3? The number that it names, the last one that it has
// seen, is its cursor. The server keeps nothing about it; all that there is to know is in the question. After works out the
// answer.
//
//	After(events 1 to 5, 3, 0)    →  events 4 and 5, Next 5
//	After(events 1 to 5, 0, 2)    →  events 1 and 2, Next 2: the limit has cut
//	After(events 1 to 5, 5, 0)    →  no events,      Next 5
//	After(events 11 to 15, 3, 0)  →  events 11 to 15, Next 15, Gap 4 to 10: those are kept no more
//
// The contract:
//
//   - kept is what the server still has, oldest first. The numbers (Seq) go up by one, but needn't begin with 1: old events
//     leave the window. There may be none. The list is yours, to return a part of or to change.
//   - Events of the answer are those whose Seq is greater than after, in order; at most limit of them, or all for a limit of
//     0. It is never negative.
//   - Next is the cursor to go on with: the Seq of the last event in this answer, or after as it was if there is none.
//   - Gap is nil, or what lies between after and the first event that is kept: from the event that the client missed first
//     to the one that it missed last. Both ends belong to it.
//   - after may be greater than every Seq, say when the server was started anew. Then there is nothing, and no gap.
//   - There is no error to return but lab.ErrTODO; return nil.
//
// The types: [lab.Batch] is {Events, Next, Gap}, [feed.Gap] is {From, To}, and [feed.Event] has Seq.
//
// To do it: edit this file alone. Set Started to true, write After, and run
//
//	go test ./labs/polling/exercise/cursor
//
// until it is green; with -v there is a second hint. About 10 minutes.
//
// Then serve the lab (go run ./server) and choose “yours” for its polling lane: your code answers each poll.
package cursor

import (
	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// After returns what answers a poll: of the events that are kept, those that follow the cursor after, at most limit of them.
func After(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
	return lab.Batch{}, lab.ErrTODO
}
