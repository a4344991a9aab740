package scratch

import (
	"context"
	"errors"
	"io"
	"os"
	"time"
)

// Pump writes the blocks that come, and Heartbeat whenever the duration every has passed without a Write.
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

// Listen hands on what comes until the stream ends, which is no error, or nothing has come for two and a half times the duration
// every: ErrSilent. Of a connection that has died without a word, a reader who only waits never hears.
func Listen(r Reader, every time.Duration, take func(p []byte)) error {
	buf := make([]byte, 4096)
	for {
		if err := r.SetReadDeadline(time.Now().Add(every * 5 / 2)); err != nil {
			return err
		}
		n, err := r.Read(buf)
		if n > 0 {
			take(buf[:n])
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			return ErrSilent
		case err != nil:
			return err
		}
	}
}
