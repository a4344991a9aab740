package exercise

import (
	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

// Closer is an answer to the exercise websocket-close: close frames both ways, and what follows them.
type Closer struct {
	AppendClose func(dst []byte, code int, reason string) ([]byte, error)
	ParseClose  func(payload []byte) (code int, reason string, err error)
	NewClosing  func(server bool) (scratch.Closing, error)
}

// Close is the exercise websocket-close.
var Close = book.Exercise[Closer]{
	Info: book.Info{
		Name:  "websocket-close",
		Title: "Say goodbye",
		Task: "Each side ends a WebSocket with a close frame, which says why in a code and a reason. Write what such a frame holds and which codes " +
			"it may hold, read one back, and say what each side does next: answer, wait, or close the socket.",
		Minutes:  30,
		Package:  "labs/websocket/exercise/closing",
		File:     "closing.go",
		Writes:   "AppendClose, ParseClose, NewClosing",
		Solution: book.Solution{File: "labs/websocket/scratch/closing.go", Name: "AppendClose, ParseClose, NewClosing"},
	},
	Checks:    closingChecks,
	Reference: Closer{scratch.AppendClose, scratch.ParseClose, scratch.NewClosing},
	Wrong:     closingWrong,
}
