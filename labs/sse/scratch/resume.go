package scratch

import (
	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Resume says what a client is sent first that gives lastEventID, which is empty if it has seen nothing.
func Resume(kept []feed.Event, lastEventID string) (Resumption, error) {
	if lastEventID == "" {
		return Resumption{Events: kept}, nil
	}
	seen, err := lab.ParseCursor("Last-Event-ID", lastEventID) // digits alone, up to lab.MaxCursor
	if err != nil {
		return Resumption{}, err
	}
	if len(kept) == 0 { // nothing was published yet: whoever has seen something saw it elsewhere
		return Resumption{Reset: seen > 0}, nil
	}
	oldest, newest := kept[0].Seq, kept[len(kept)-1].Seq
	switch {
	case seen > newest:
		return Resumption{Events: kept, Reset: true}, nil
	case seen+1 < oldest:
		return Resumption{Events: kept, Gap: &feed.Gap{From: seen + 1, To: oldest - 1}}, nil
	}
	return Resumption{Events: kept[seen+1-oldest:]}, nil
}
