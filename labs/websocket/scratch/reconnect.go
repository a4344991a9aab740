package scratch

import (
	"context"
	"errors"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// pause returns how long to wait after so many failures in a row, at least one.
func (b Backoff) pause(failures int) time.Duration {
	pause := b.First
	for ; failures > 1 && pause < b.Most; failures-- { // never far enough to overflow
		pause *= 2
	}
	pause = min(pause, b.Most)
	return pause - time.Duration(b.Jitter*b.Random()*float64(pause))
}

// Follow calls each for every event after the one numbered after, once and in order, over as many connections as that takes.
// Thousands of clients lose a server at the same moment: the pauses keep them from coming back together, and again and again
// (RFC 6455 section 7.2.3).
//
// It returns nil when the server has said all that it had to say (1000), the *CloseError of a server that cannot be
// followed, and ctx's error as soon as that has ended.
func Follow(ctx context.Context, after uint64, dial Dial, backoff Backoff, each func(feed.Event)) error {
	for failures := 1; ; failures++ {
		conn, err := dial(ctx, after)
		for err == nil {
			var event feed.Event
			if event, err = conn.Receive(ctx); err != nil {
				break
			}
			failures = 1 // not yet when it opened: a server that accepts and then hangs up has failed, too
			if event.Seq > after {
				after = event.Seq
				each(event)
			}
		}
		var closed *CloseError
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &closed) && closed.Code == CloseNormal:
			return nil
		case errors.As(err, &closed) && pointless(closed.Code):
			return closed
		}
		if err := lab.Sleep(ctx, backoff.pause(failures)); err != nil {
			return err
		}
	}
}

// pointless reports whether a server that closes with the code does so again next time: it can't read what this client
// sends, or lacks an extension of it. ClosePolicyViolation is not among them: it is also what a lane says to a client that
// has slept.
func pointless(code int) bool {
	switch code {
	case CloseProtocolError, CloseUnsupportedData, CloseInvalidPayload, CloseMessageTooBig, CloseMissingExtension:
		return true
	}
	return false
}
