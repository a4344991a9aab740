package scratch

import (
	"slices"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// feedLog is a feed as a Log, without the events that are left out.
type feedLog struct {
	feed *feed.Feed
	drop lab.Drop
}

// After returns the events that follow seq and are still kept.
func (l feedLog) After(seq uint64) []feed.Event {
	return slices.DeleteFunc(l.feed.After(seq, 0).Events, func(e feed.Event) bool { return l.drop.Drops(e.Seq) })
}

// Changed returns a channel that is closed at the next event, or when the feed ends; of a feed that has ended, one that is
// never closed.
func (l feedLog) Changed() <-chan struct{} {
	select {
	case <-l.feed.Done():
		return nil
	default:
		return l.feed.Wait(l.feed.Last())
	}
}
