package yours

import (
	"slices"

	"wireside/labs/feed"
	"wireside/labs/sse/exercise"
	"wireside/labs/sse/exercise/encode"
	"wireside/labs/sse/exercise/heartbeat"
	"wireside/labs/sse/exercise/parse"
	"wireside/labs/sse/exercise/resume"
	"wireside/labs/sse/scratch"
)

var sseEntries = []Entry{
	{exercise.Encode.Info, encode.Started},
	{exercise.Parse.Info, parse.Started},
	{exercise.Resume.Info, resume.Started},
	{exercise.Heartbeat.Info, heartbeat.Started},
}

// SSE returns the parts of a lane, the learner's where they are started, and names those. The parser is not among them: it is a
// client's.
func SSE(g *Guard) (parts scratch.Parts, names []string) {
	parts = scratch.Reference()
	if encode.Started {
		parts.Encode = sseEncode(g, encode.Encode)
	}
	if resume.Started {
		parts.Resume = sseResume(g, resume.Resume)
	}
	if heartbeat.Started {
		parts.Pump = ssePump(g, heartbeat.Pump)
	}
	return parts, slices.DeleteFunc(started(sseEntries), func(name string) bool { return !onWire[name] })
}

func sseEncode(g *Guard, yours exercise.Encoder) exercise.Encoder {
	const name = "sse-encode"
	return func(e scratch.Event) ([]byte, error) {
		block, err := Try(g, name, func() ([]byte, error) { return yours(e) })
		return block, g.failed(name, "Encode", err) // none of the lab's events is one that can't be said
	}
}

func sseResume(g *Guard, yours exercise.Resumer) exercise.Resumer {
	return func(kept []feed.Event, lastEventID string) (scratch.Resumption, error) {
		return Try(g, "sse-resume", func() (scratch.Resumption, error) { return yours(kept, lastEventID) })
	}
}
