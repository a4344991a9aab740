// Package encode is yours to write: Encode, which turns an event into the bytes that an event stream carries.
//
// Why: a stream of Server-Sent Events is text. An event is a block of lines, and a blank line ends it:
//
//	event: add
//	id: 42
//	data: first line
//	data: second line
//
// There is no length and no escaping: a line end ends a field, and a blank line ends the event. So text that holds line ends
// must be taken apart, else whoever can write a chat message can write events.
//
// The contract. Encode returns the lines below, in this order, each ended by LF, and then one blank line, "\n". Between a name's
// colon and the value is one space, also if the value is empty.
//
//	retry: 2000      if Retry is a millisecond or more: in whole milliseconds, what is left over is cut off
//	: text           if Comment is not empty: one for each of its lines
//	event: add       if Type is not empty
//	id: 42           if ID is not empty
//	data: text       one for each line of Data; not if NoData is set. Empty data is one empty line, data that ends with a
//	                 line end has an empty last line
//
// LF, CR and CR LF each end a line of Comment and Data; CR LF is one line end. Spaces stay as they are.
// A Type with CR or LF, and an ID with CR, LF or NUL, can't be said: return an error for them (any).
//
// Event is in labs/sse/scratch/types.go; the other files there are solutions.
// Read https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation (9.2.6).
//
// To do it: edit this file alone. Set Started to true, write Encode, and run
//
//	go test ./labs/sse/exercise/encode
//
// until it is green; with -v there is a second hint. About 15 minutes.
//
// Then serve the lab (go run ./server) and choose “yours” for its SSE lane: each event on the wire is your code's.
package encode

import (
	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Encode returns the block of an event.
func Encode(e scratch.Event) ([]byte, error) {
	return nil, lab.ErrTODO
}
