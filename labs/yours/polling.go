package yours

import (
	"slices"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/polling/exercise"
	"wireside/labs/polling/exercise/cursor"
	"wireside/labs/polling/exercise/etag"
	"wireside/labs/polling/exercise/jitter"
	"wireside/labs/polling/scratch"
)

var pollingEntries = []Entry{
	{exercise.Cursor.Info, cursor.Started},
	{exercise.ETag.Info, etag.Started},
	{exercise.Jitter.Info, jitter.Started},
}

// Polling returns the parts of a lane, the learner's where they are started, and names those. The client with jitter is not
// among them: it is no part of the server.
func Polling(g *Guard) (parts scratch.Parts, names []string) {
	parts = scratch.Reference()
	if cursor.Started {
		parts.After = pollingAfter(g, cursor.After)
	}
	if etag.Started {
		parts.Answer = pollingAnswer(g, etag.Answer)
	}
	return parts, slices.DeleteFunc(started(pollingEntries), func(name string) bool { return !onWire[name] })
}

func pollingAfter(g *Guard, yours exercise.After) exercise.After {
	return func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
		batch, err := Try(g, exercise.Cursor.Name, func() (lab.Batch, error) { return yours(kept, after, limit) })
		return batch, g.failed(exercise.Cursor.Name, "After", err)
	}
}

func pollingAnswer(g *Guard, yours exercise.Answer) exercise.Answer {
	type answer struct {
		status int
		etag   string
	}
	return func(body []byte, ifNoneMatch string) (int, string, error) {
		a, err := Try(g, exercise.ETag.Name, func() (a answer, err error) {
			a.status, a.etag, err = yours(body, ifNoneMatch)
			return a, err
		})
		return a.status, a.etag, g.failed(exercise.ETag.Name, "Answer", err)
	}
}
