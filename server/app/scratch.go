package app

import (
	"fmt"
	"strings"

	"wireside/labs/lab"
	longscratch "wireside/labs/longpolling/scratch"
	pollscratch "wireside/labs/polling/scratch"
	ssescratch "wireside/labs/sse/scratch"
	wsscratch "wireside/labs/websocket/scratch"
	"wireside/labs/yours"
	"wireside/site"
)

// newScratch makes the server of a technique that is put together from the exercises' parts: the references', or the learner's
// as far as there are any. The error is a *lab.Error, exercise_not_started, if there are none.
func (a *App) newScratch(l *lane, t lab.Technique, impl string, c lab.Choices) (laneServer, error) {
	guard := &yours.Guard{Report: l.tell}
	if impl == "yours" && len(yours.Serving(t)) == 0 {
		return nil, errNotStarted(t)
	}
	switch t {
	case lab.Polling:
		parts := pollscratch.Reference()
		if impl == "yours" {
			parts, _ = yours.Polling(guard)
		}
		return pollscratch.New(l.feed, pollscratch.Config{}, parts), nil
	case lab.LongPolling:
		parts := longscratch.Reference()
		if impl == "yours" {
			parts, _ = yours.LongPolling(guard)
		}
		return longscratch.New(l.feed, longscratch.Config{Watcher: a.watcher, Admit: a.streams.admit}, parts), nil
	case lab.SSE:
		parts := ssescratch.Reference()
		if impl == "yours" {
			parts, _ = yours.SSE(guard)
		}
		return ssescratch.New(l.feed, ssescratch.Config{
			Retry: ms(*c.RetryMs), Lines: *c.Encoder == "lines", HeartbeatEvery: a.heartbeat(c), WriteTimeout: a.limits.WriteTimeout, Watcher: a.watcher, Admit: a.streams.admit,
		}, parts), nil
	}
	parts := wsscratch.Reference()
	if impl == "yours" {
		parts, _ = yours.WebSocket(guard)
	}
	return wsscratch.New(l.feed, a.webSocket(l, c), parts), nil
}

// yours returns the exercises that serve the lane, if it is the learner's.
func (l *lane) yours() []string {
	if l.Impl == nil || *l.Impl != "yours" {
		return nil
	}
	return yours.Serving(l.Technique)
}

// notStarted is the code of the answer of a learner's lane of which nothing is the learner's.
const notStarted = "exercise_not_started"

func errNotStarted(t lab.Technique) error {
	var names []string
	for _, e := range partsOf(t) {
		names = append(names, e.Name)
	}
	return &lab.Error{Status: 501, Code: notStarted, Message: fmt.Sprintf(
		"Nothing of this lane is yours yet: begin with an exercise that serves it (%s), set Started = true in its file, and start the server again. /exercises tells more.",
		strings.Join(names, ", "))}
}

// partsOf returns the exercises that are parts of a technique's lane.
func partsOf(t lab.Technique) (links []site.ExerciseLink) {
	for _, e := range yours.All() {
		if e.Technique() == string(t) && e.Lane() {
			links = append(links, exerciseLink(e))
		}
	}
	return links
}
