package exercise

import (
	"strconv"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/sse/scratch"
)

var resumeWrong = []book.Wrong[Resumer]{
	{
		Name:   "the event that it names is sent again",
		Caught: "an ID: what follows it",
		Answer: func(kept []feed.Event, id string) (scratch.Resumption, error) {
			if seen, err := strconv.ParseUint(id, 10, 64); err == nil && seen > 0 {
				id = strconv.FormatUint(seen-1, 10)
			}
			return scratch.Resume(kept, id)
		},
	},
	{
		Name:   "an ID is an index",
		Caught: "a window that has moved on",
		Answer: func(kept []feed.Event, id string) (scratch.Resumption, error) {
			seen, err := strconv.Atoi(id)
			if err != nil {
				return scratch.Resume(kept, id)
			}
			return scratch.Resumption{Events: kept[min(max(seen, 0), len(kept)):]}, nil
		},
	},
	{
		Name:   "what is no longer kept is not worth a word",
		Caught: "an ID that has left the window",
		Answer: func(kept []feed.Event, id string) (scratch.Resumption, error) {
			r, err := scratch.Resume(kept, id)
			r.Gap = nil
			return r, err
		},
	},
	{
		Name:   "an ID that is not among those kept has left the window",
		Caught: "the edge of the window",
		Answer: func(kept []feed.Event, id string) (scratch.Resumption, error) {
			r, err := scratch.Resume(kept, id)
			if seen, _ := strconv.ParseUint(id, 10, 64); err == nil && id != "" && len(kept) > 0 && seen < kept[0].Seq {
				r.Gap = &feed.Gap{From: seen + 1, To: kept[0].Seq - 1}
			}
			return r, err
		},
	},
	{
		Name:   "who is ahead waits until the feed has come that far",
		Caught: "an ID that is ahead: another feed",
		Answer: func(kept []feed.Event, id string) (scratch.Resumption, error) {
			r, err := scratch.Resume(kept, id)
			if r.Reset {
				return scratch.Resumption{}, err
			}
			return r, err
		},
	},
	{
		Name:   "rubbish is no ID, and so a first visit",
		Caught: "no ID at all, but rubbish",
		Answer: func(kept []feed.Event, id string) (scratch.Resumption, error) {
			r, err := scratch.Resume(kept, id)
			if err != nil {
				return scratch.Resumption{Events: kept}, nil
			}
			return r, nil
		},
	},
}
