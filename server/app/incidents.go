package app

import (
	"slices"
	"sync"

	"wireside/labs/yours"
	"wireside/wireview/tap"
)

// maxIncidents is how many different ones are kept of a run.
const maxIncidents = 16

// incident is something that went wrong in a learner's code, once or again and again.
type incident struct {
	Lane string `json:"lane"`
	yours.Incident
	At    int64 `json:"at"`    // the last time; Unix time in microseconds
	Times int   `json:"times"` // at least 1

	order int // of all changes
}

// incidents are those of a run.
type incidents struct {
	mu      sync.Mutex
	list    []incident // in the order in which they came first
	changes int
}

// add notes an incident of a lane. A kind of incident that is not among the first of a run is not kept.
func (l *incidents) add(lane string, i yours.Incident) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.IndexFunc(l.list, func(known incident) bool {
		return known.Lane == lane && known.Exercise == i.Exercise && known.Message == i.Message
	})
	if at < 0 {
		if len(l.list) == maxIncidents {
			return
		}
		at = len(l.list)
		l.list = append(l.list, incident{Lane: lane})
	}
	l.changes++
	known := &l.list[at]
	known.Incident, known.At, known.Times, known.order = i, tap.Now(), known.Times+1, l.changes
}

// all returns them.
func (l *incidents) all() []incident {
	news, _ := l.after(0)
	return news
}

// after returns those that have changed since, in the order in which they came first, and what to ask with next.
func (l *incidents) after(changes int) (news []incident, now int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	news = []incident{}
	for _, i := range l.list {
		if i.order > changes {
			news = append(news, i)
		}
	}
	return news, l.changes
}
