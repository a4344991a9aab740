package exercise

import (
	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/polling/scratch"
)

var cursorWrong = []book.Wrong[After]{
	{
		Name:   "the cursor’s own event comes again",
		Caught: "what follows the cursor",
		Answer: func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
			return scratch.After(kept, max(after, 1)-1, limit)
		},
	},
	{
		Name:   "Next is 0 when there is nothing",
		Caught: "nothing new",
		Answer: func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
			batch, err := scratch.After(kept, after, limit)
			if len(batch.Events) == 0 {
				batch.Next = 0
			}
			return batch, err
		},
	},
	{
		Name:   "a cursor ahead is set back to the newest event",
		Caught: "a cursor ahead of the newest event",
		Answer: func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
			if n := len(kept); n > 0 {
				after = min(after, kept[n-1].Seq)
			}
			return scratch.After(kept, after, limit)
		},
	},
	{
		Name:   "Next is the newest event, although the limit has cut",
		Caught: "more than the limit",
		Answer: func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
			batch, err := scratch.After(kept, after, limit)
			if n := len(kept); n > 0 {
				batch.Next = max(after, kept[n-1].Seq)
			}
			return batch, err
		},
	},
	{
		Name:   "a limit of 0 is none at all",
		Caught: "a limit of 0",
		Answer: func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
			if limit == 0 {
				return lab.Batch{Next: after}, nil
			}
			return scratch.After(kept, after, limit)
		},
	},
	{
		Name:   "a Seq taken for an index",
		Caught: "a window that has moved on",
		Answer: func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
			list := kept[min(after, uint64(len(kept))):]
			if limit > 0 {
				list = list[:min(limit, len(list))]
			}
			batch := lab.Batch{Events: list, Next: after}
			if n := len(list); n > 0 {
				batch.Next = list[n-1].Seq
			}
			return batch, nil
		},
	},
	{
		Name:   "no word of a gap",
		Caught: "events that have left the window",
		Answer: func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
			batch, err := scratch.After(kept, after, limit)
			batch.Gap = nil
			return batch, err
		},
	},
	{
		Name:   "a gap of nothing, right before the window",
		Caught: "the cursor right before the window",
		Answer: func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
			batch, err := scratch.After(kept, after, limit)
			if len(kept) > 0 && after < kept[0].Seq && kept[0].Seq > 1 {
				batch.Gap = &feed.Gap{From: after + 1, To: kept[0].Seq - 1}
			}
			return batch, err
		},
	},
}
