package scratch

import (
	"wireside/labs/feed"
	"wireside/labs/lab"
)

// After returns the events that follow a cursor, the number of the last event that the client has seen: at most limit of
// them, or all for a limit of 0. kept is what there still is, oldest first and without gaps; it may begin anywhere.
//
// Next is the cursor to go on with: the last event of this answer, or the cursor as it was if there is none. If events that
// follow the cursor are no longer kept, Gap tells which. There is never an error.
func After(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
	batch := lab.Batch{Next: after}
	for _, event := range kept {
		if event.Seq <= after {
			continue
		}
		if limit > 0 && len(batch.Events) == limit {
			break
		}
		batch.Events = append(batch.Events, event)
		batch.Next = event.Seq
	}
	if len(batch.Events) > 0 && batch.Events[0].Seq > after+1 {
		batch.Gap = &feed.Gap{From: after + 1, To: batch.Events[0].Seq - 1}
	}
	return batch, nil
}
