package lab

import (
	"strconv"

	"wireside/labs/feed"
)

// Batch is the body of an answer to a poll, long or short: the events after a cursor.
type Batch struct {
	Events []feed.Event `json:"events"`
	Next   uint64       `json:"next"`          // the cursor to ask with next: what lies before is here, in Gap, or left out
	Gap    *feed.Gap    `json:"gap,omitempty"` // what lay in between and is no longer kept
}

// AppendBatch appends the JSON of b: {"events":[…],"next":42}, with "gap" at the end if there is one.
func AppendBatch(dst []byte, b Batch) []byte {
	dst = append(dst, `{"events":[`...)
	for i, e := range b.Events {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendEvent(dst, e)
	}
	dst = append(dst, `],"next":`...)
	dst = strconv.AppendUint(dst, b.Next, 10)
	if b.Gap != nil {
		dst = append(dst, `,"gap":`...)
		dst = AppendGap(dst, *b.Gap)
	}
	return append(dst, '}')
}
