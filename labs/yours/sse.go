package yours

import (
	"context"
	"errors"
	"slices"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
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
		var told *lab.Error
		if err != nil && (!errors.As(err, &told) || told.Code == "exercise_todo") {
			// The head has been sent: the stream ends, and the wire has no place for the reason.
			g.Report(Incident{Exercise: name, Message: "Encode has refused an event of the lab’s: " + err.Error()})
		}
		return block, err
	}
}

func sseResume(g *Guard, yours exercise.Resumer) exercise.Resumer {
	return func(kept []feed.Event, lastEventID string) (scratch.Resumption, error) {
		return Try(g, "sse-resume", func() (scratch.Resumption, error) { return yours(kept, lastEventID) })
	}
}

type pump = func(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error

func ssePump(g *Guard, yours pump) pump {
	const name = "sse-heartbeat"
	return func(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error {
		_, err := Wait(g, name, func() (struct{}, error) { return struct{}{}, yours(ctx, w, events, every, timeout) })
		var told *lab.Error
		if errors.As(err, &told) && told.Code == "exercise_todo" {
			g.Report(Incident{Exercise: name, Message: err.Error()})
		}
		return err
	}
}
