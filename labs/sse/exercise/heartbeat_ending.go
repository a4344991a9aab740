package exercise

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"wireside/labs/sse/scratch"
)

// ending is how an answer has returned.
type ending struct {
	Returned string // "at 30s"
	Error    string // "none", or whose it is
}

// silentAfter is how a Listen returns in time that has heard nothing since last. Who looks now and then is a little late.
func silentAfter(last time.Duration) ending {
	return ending{fmt.Sprintf("at %v, or a little later", last+5*every/2), "scratch.ErrSilent"}
}

// how says when and with what error an answer has returned.
func (s *stage) how(err error) ending {
	now := time.Since(s.began)
	end := ending{Returned: fmt.Sprintf("at %v", now)}
	switch {
	case err == nil:
		end.Error = noError
	case errors.Is(err, scratch.ErrSilent):
		if silence := now - s.last(); silence >= 5*every/2 && silence < 3*every {
			return silentAfter(s.last())
		}
		end.Error = "scratch.ErrSilent"
	case errors.Is(err, context.Canceled):
		end.Error = ctxError
	case errors.Is(err, errBroken):
		end.Error = connError
	case errors.Is(err, os.ErrDeadlineExceeded):
		end.Error = deadlineError
	case errors.Is(err, io.ErrClosedPipe):
		end.Returned += ", as the connection was closed"
		end.Error = connError
	default:
		end.Error = err.Error()
	}
	return end
}

// What an ending says of errors.
const (
	noError       = "none"
	ctxError      = "ctx.Err()"
	connError     = "the connection’s"
	deadlineError = "the deadline’s"
)
