package exercise

import (
	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

// Accepter returns the Sec-WebSocket-Accept for a Sec-WebSocket-Key.
type Accepter = func(key string) (string, error)

// Accept is the exercise websocket-accept.
var Accept = book.Exercise[Accepter]{
	Info: book.Info{
		Name:  "websocket-accept",
		Title: "Answer the handshake’s key",
		Task: "A client opens a WebSocket with an HTTP request that carries a random key. Write the function that makes the answer to it, " +
			"Sec-WebSocket-Accept, and that refuses what is no key.",
		Minutes:  5,
		Package:  "labs/websocket/exercise/accept",
		File:     "accept.go",
		Writes:   "Accept",
		Solution: book.Solution{File: "labs/websocket/handshake.go", Name: "AcceptKey"},
	},
	Checks:    acceptChecks,
	Reference: scratch.Accept,
	Wrong:     acceptWrong,
}
