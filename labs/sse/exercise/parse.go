package exercise

import (
	"time"

	"wireside/labs/book"
	"wireside/labs/sse"
	"wireside/labs/sse/scratch"
)

// NewParser returns a parser at the beginning of a stream.
type NewParser = func() (scratch.Parser, error)

// Parse is the exercise sse-parse.
var Parse = book.Exercise[NewParser]{
	Info: book.Info{
		Name:  "sse-parse",
		Title: "Parse a stream that is cut anywhere",
		Task: "Read an event stream as a browser does, from pieces as the network brings them: a piece may end within a line, a character " +
			"or a CR LF. Write returns the messages that its bytes complete.",
		Minutes:  30,
		Package:  "labs/sse/exercise/parse",
		File:     "parse.go",
		Writes:   "New",
		Solution: book.Solution{File: "labs/sse/decoder.go", Name: "Decoder"},
	},
	Checks:    parseChecks,
	Reference: newDecoder,
	Wrong:     parseWrong,
}

// decoder is the lab's own as a scratch.Parser.
type decoder struct {
	decode   sse.Decoder
	retry    time.Duration
	messages []scratch.Message
}

func newDecoder() (scratch.Parser, error) {
	d := new(decoder)
	d.decode.Retry = func(retry time.Duration) { d.retry = retry }
	d.decode.Event = func(e sse.Event) {
		d.messages = append(d.messages, scratch.Message{Type: e.Type, ID: e.ID, Data: e.Data, Retry: d.retry})
	}
	return d, nil
}

func (d *decoder) Write(p []byte) ([]scratch.Message, error) {
	d.messages = nil
	_, err := d.decode.Write(p)
	return d.messages, err
}
