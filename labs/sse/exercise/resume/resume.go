// Package resume is yours to write: Resume, which says what a client is sent first that comes back with the ID of the last event
// it has seen.
//
// Why: connections break, and the network tells neither side what arrived. An EventSource keeps the ID of the last event that it
// dispatched, and sends it when it connects again, in the header Last-Event-ID. That alone makes a stream whole again; but only if
// the server still has what the client lacks, and says so if it has not.
//
// The contract. kept are the events that the server still has: in order, numbered by Seq without gaps, the oldest first. It may be
// empty. It is yours to keep, and may be a part of what you return. lastEventID is the header's value, "" without one.
//
//	""                        a first visit: all of kept. It has missed nothing, so there is no gap
//	the newest event's Seq    nothing
//	one within kept           Events: those that follow it
//	one that is older         Events: all of kept. Gap: the first and the last event that it lacks and kept has not
//	                          (if there is one). "0" is older than event 1: nothing seen yet
//	one that is ahead         the ID is from another feed, say from before the server was restarted:
//	                          Reset, and Events: all of kept
//	above 0, with kept empty  nothing was published yet, so it is ahead: Reset, and no events
//	anything else             an error (any): what is not a whole number from 0 to 2⁵³−1, which is lab.MaxCursor, is no ID
//
// The lane answers an error with 400; else it sends the gap and the reset as events of their own, then Events, and then what is
// published.
//
// Resumption is in labs/sse/scratch/types.go; the other files there are solutions. feed.Event and feed.Gap are in labs/feed/feed.go.
// Read https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header (9.2.4).
//
// To do it: edit this file alone. Set Started to true, write Resume, and run
//
//	go test ./labs/sse/exercise/resume
//
// until it is green; with -v there is a second hint. About 15 minutes.
//
// Then serve the lab (go run ./server), choose “yours” for its SSE lane, and cut the stream.
package resume

import (
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Resume says what a client is sent first.
func Resume(kept []feed.Event, lastEventID string) (scratch.Resumption, error) {
	return scratch.Resumption{}, lab.ErrTODO
}
