// Package heartbeat is an answer that is right, but for blocks that ask for what goes wrong.
package heartbeat

import (
	"bytes"
	"context"
	"time"

	"wireside/labs/sse/scratch"
)

const Started = true

func Pump(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error {
	return scratch.Pump(ctx, watched{w}, events, every, timeout)
}

type watched struct{ scratch.Writer }

func (w watched) Write(p []byte) (int, error) {
	switch {
	case bytes.Contains(p, []byte("pump: panic")):
		panic("not this block")
	case bytes.Contains(p, []byte("pump: never")):
		select {}
	}
	return w.Writer.Write(p)
}

func Listen(r scratch.Reader, every time.Duration, take func(p []byte)) error {
	return scratch.Listen(r, every, take)
}
