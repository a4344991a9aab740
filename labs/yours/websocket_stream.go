package yours

import (
	"bytes"
	"fmt"

	"wireside/labs/lab"
	"wireside/labs/websocket/exercise"
	"wireside/labs/websocket/scratch"
)

// nothing is the error of a constructor that returns neither a value nor an error.
func nothing(exercise, function string) error {
	return &lab.Error{Status: 500, Code: "exercise_nil", Message: fmt.Sprintf("%s of exercise %s has returned nil, and no error", function, exercise)}
}

// assembler is a learner's, guarded.
type assembler struct {
	guard *Guard
	yours scratch.Assembler
}

func webSocketAssembler(g *Guard, open exercise.NewAssembler) exercise.NewAssembler {
	return func(limit int) (scratch.Assembler, error) {
		yours, err := Try(g, exercise.Fragments.Name, func() (scratch.Assembler, error) { return open(limit) })
		if err == nil && yours == nil {
			err = nothing(exercise.Fragments.Name, "NewAssembler")
		}
		if err != nil {
			return nil, err
		}
		return assembler{g, yours}, nil
	}
}

func (a assembler) Frame(h scratch.Header, payload []byte) (*scratch.Message, error) {
	payload = bytes.Clone(payload)
	return Try(a.guard, exercise.Fragments.Name, func() (*scratch.Message, error) {
		m, err := a.yours.Frame(h, payload)
		if m == nil {
			return nil, err
		}
		return &scratch.Message{Type: m.Type, Data: bytes.Clone(m.Data)}, err
	})
}

// closer is a learner's scratch.Closing, guarded.
type closer struct {
	guard *Guard
	yours scratch.Closing
}

func webSocketClosing(g *Guard, open func(server bool) (scratch.Closing, error)) func(server bool) (scratch.Closing, error) {
	return func(server bool) (scratch.Closing, error) {
		yours, err := Try(g, exercise.Close.Name, func() (scratch.Closing, error) { return open(server) })
		if err == nil && yours == nil {
			err = nothing(exercise.Close.Name, "NewClosing")
		}
		if err != nil {
			return nil, err
		}
		return closer{g, yours}, nil
	}
}

func (c closer) Close(code int, reason string) (scratch.Next, error) {
	return c.try(func() (scratch.Next, error) { return c.yours.Close(code, reason) })
}

func (c closer) Received(payload []byte) (scratch.Next, error) {
	payload = bytes.Clone(payload)
	return c.try(func() (scratch.Next, error) { return c.yours.Received(payload) })
}

func (c closer) Ended() (scratch.Next, error) { return c.try(c.yours.Ended) }

func (c closer) try(do func() (scratch.Next, error)) (scratch.Next, error) {
	return Try(c.guard, exercise.Close.Name, func() (scratch.Next, error) {
		next, err := do()
		next.Payload = bytes.Clone(next.Payload)
		return next, err
	})
}
