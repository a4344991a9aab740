// Package scratch is polling put together from the parts that its exercises ask for: After finds what follows a cursor,
// Answer tags the body and says when it need not be sent, and Poll is a client.
//
// Each part is in a file of its own, to be read as a solution. Short and readable comes before fast here: where the lane of
// package polling shares one encoding among all who ask, this one copies the window for each.
package scratch

import (
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/polling"
)

// Parts are what a Lane is put together from. All of them are needed, and each is called by many goroutines at once. What
// they are handed is theirs to keep and to change. An error ends that answer alone; to catch a panic, and to end a part that
// does not return, is up to who gives the parts.
type Parts struct {
	// After returns what answers a poll: of the events that are kept, oldest first, those that follow the cursor.
	After func(kept []feed.Event, after uint64, limit int) (lab.Batch, error)
	// Answer returns the status of an answer, 200 or 304, and its entity tag. ifNoneMatch is the value of that field, of
	// several ones joined by commas, "" without one.
	Answer func(body []byte, ifNoneMatch string) (status int, etag string, err error)
}

// Reference returns the parts as this package has them.
func Reference() Parts { return Parts{After: After, Answer: Answer} }

// Config says how a lane answers, as the other lane's does.
type Config = polling.Config
