package scratch

import (
	"errors"
	"io"
	"os"
	"time"
)

// Listen hands on what comes until the stream ends, which is no error, or nothing has come for two and a half times every:
// ErrSilent. Of a connection that has died without a word, a reader who only waits never hears.
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
