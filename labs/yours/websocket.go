package yours

import (
	"bytes"
	"slices"

	"wireside/labs/websocket/exercise"
	"wireside/labs/websocket/exercise/accept"
	"wireside/labs/websocket/exercise/closing"
	"wireside/labs/websocket/exercise/fragments"
	"wireside/labs/websocket/exercise/header"
	"wireside/labs/websocket/exercise/mask"
	"wireside/labs/websocket/exercise/reconnect"
	"wireside/labs/websocket/scratch"
)

var websocketEntries = []Entry{
	{exercise.Accept.Info, accept.Started},
	{exercise.Header.Info, header.Started},
	{exercise.Mask.Info, mask.Started},
	{exercise.Fragments.Info, fragments.Started},
	{exercise.Close.Info, closing.Started},
	{exercise.Reconnect.Info, reconnect.Started},
}

// WebSocket returns the parts of a lane, and the names of the exercises among them that are the learner's own. A client that
// comes back is an exercise and no part of a lane.
func WebSocket(g *Guard) (parts scratch.Parts, own []string) {
	parts = scratch.Reference()
	if accept.Started {
		parts.Accept = webSocketAccept(g, accept.Accept)
	}
	if header.Started {
		parts.AppendHeader, parts.ParseHeader = webSocketAppend(g, header.AppendHeader), webSocketParse(g, header.ParseHeader)
	}
	if mask.Started {
		parts.Mask = webSocketMask(g, mask.Mask)
	}
	if fragments.Started {
		parts.NewAssembler = webSocketAssembler(g, fragments.NewAssembler)
	}
	if closing.Started {
		parts.NewClosing = webSocketClosing(g, closing.NewClosing)
	}
	own = started(websocketEntries)
	return parts, slices.DeleteFunc(own, func(name string) bool { return name == exercise.Reconnect.Name })
}

func webSocketAccept(g *Guard, accept exercise.Accepter) exercise.Accepter {
	return func(key string) (string, error) {
		answer, err := Try(g, exercise.Accept.Name, func() (string, error) { return accept(key) })
		return answer, g.failed(exercise.Accept.Name, "Accept", err) // the lane has seen to it that the key is one
	}
}

func webSocketAppend(g *Guard, write func([]byte, scratch.Header) ([]byte, error)) func([]byte, scratch.Header) ([]byte, error) {
	return func(dst []byte, h scratch.Header) ([]byte, error) {
		dst = bytes.Clone(dst)
		return Try(g, exercise.Header.Name, func() ([]byte, error) { return cloned(write(dst, h)) })
	}
}

func webSocketParse(g *Guard, read func([]byte) (scratch.Header, int, error)) func([]byte) (scratch.Header, int, error) {
	type parsed struct {
		header scratch.Header
		n      int
	}
	return func(p []byte) (scratch.Header, int, error) {
		p = bytes.Clone(p)
		is, err := Try(g, exercise.Header.Name, func() (parsed, error) {
			h, n, err := read(p)
			return parsed{h, n}, err
		})
		return is.header, is.n, err
	}
}

// webSocketMask has a learner's function work on a copy, which counts only if it returns in time.
func webSocketMask(g *Guard, mask exercise.Masker) exercise.Masker {
	return func(payload []byte, key [4]byte, offset int) error {
		own := bytes.Clone(payload)
		masked, err := Try(g, exercise.Mask.Name, func() ([]byte, error) { return cloned(own, mask(own, key, offset)) })
		copy(payload, masked)
		return err
	}
}

// cloned returns a copy of what the learner's code may keep.
func cloned(p []byte, err error) ([]byte, error) { return bytes.Clone(p), err }
