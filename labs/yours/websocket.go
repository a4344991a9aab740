package yours

import (
	"bytes"

	"wireside/labs/websocket/exercise"
	"wireside/labs/websocket/exercise/accept"
	"wireside/labs/websocket/exercise/header"
	"wireside/labs/websocket/exercise/mask"
	"wireside/labs/websocket/scratch"
)

var websocketEntries = []Entry{
	{exercise.Accept.Info, accept.Started},
	{exercise.Header.Info, header.Started},
	{exercise.Mask.Info, mask.Started},
}

// WebSocket returns the parts of a lane, and the names of the exercises among them that are the learner's own.
func WebSocket(g *Guard) (parts scratch.Parts, own []string) {
	parts = scratch.Reference()
	if accept.Started {
		parts.Accept = func(key string) (string, error) {
			return Try(g, exercise.Accept.Name, func() (string, error) { return accept.Accept(key) })
		}
	}
	if header.Started {
		ours := guardedHeader{g, header.AppendHeader, header.ParseHeader}
		parts.AppendHeader, parts.ParseHeader = ours.append, ours.parse
	}
	if mask.Started {
		parts.Mask = guardedMask(g, mask.Mask)
	}
	return parts, started(websocketEntries)
}

// guardedHeader is a learner's two functions of headers.
type guardedHeader struct {
	guard *Guard
	write func(dst []byte, h scratch.Header) ([]byte, error)
	read  func(p []byte) (h scratch.Header, n int, err error)
}

func (c guardedHeader) append(dst []byte, h scratch.Header) ([]byte, error) {
	dst = bytes.Clone(dst)
	written, err := Try(c.guard, exercise.Header.Name, func() ([]byte, error) { return c.write(dst, h) })
	return bytes.Clone(written), err
}

func (c guardedHeader) parse(p []byte) (scratch.Header, int, error) {
	type parsed struct {
		h scratch.Header
		n int
	}
	p = bytes.Clone(p)
	read, err := Try(c.guard, exercise.Header.Name, func() (parsed, error) {
		h, n, err := c.read(p)
		return parsed{h, n}, err
	})
	return read.h, read.n, err
}

// guardedMask has a learner's function work on a copy, which is the result if it returns one in time.
func guardedMask(g *Guard, mask func(payload []byte, key [4]byte, offset int) error) func([]byte, [4]byte, int) error {
	return func(payload []byte, key [4]byte, offset int) error {
		masked, err := Try(g, exercise.Mask.Name, func() ([]byte, error) {
			own := bytes.Clone(payload)
			err := mask(own, key, offset)
			return bytes.Clone(own), err
		})
		copy(payload, masked)
		return err
	}
}
