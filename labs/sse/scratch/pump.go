package scratch

import (
	"context"
	"time"
)

// Pump writes the blocks that come, and Heartbeat whenever nothing was written for every.
func Pump(ctx context.Context, w Writer, events <-chan []byte, every, timeout time.Duration) error {
	silence := time.NewTimer(every)
	defer silence.Stop()
	for {
		var block []byte
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-silence.C:
			block = []byte(Heartbeat)
		case event, ok := <-events:
			if !ok {
				return nil
			}
			block = event
		}
		if err := w.SetWriteDeadline(time.Now().Add(timeout)); err != nil { // without one a client that never reads would hold us for ever
			return err
		}
		if _, err := w.Write(block); err != nil {
			return err
		}
		silence.Reset(every)
	}
}
