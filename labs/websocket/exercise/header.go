package exercise

import (
	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

// HeaderCodec writes and reads the headers of frames.
type HeaderCodec struct {
	Append func(dst []byte, h scratch.Header) ([]byte, error)
	Parse  func(p []byte) (h scratch.Header, n int, err error)
}

// Header is the exercise websocket-header.
var Header = book.Exercise[HeaderCodec]{
	Info: book.Info{
		Name:  "websocket-header",
		Title: "A frame’s header, both ways",
		Task: "In front of each payload is a header of 2 to 14 bytes: what the frame is, how long it is, and the key of its mask. Write the function " +
			"that appends one, and the one that reads it, also while not all of it has come.",
		Minutes:  25,
		Package:  "labs/websocket/exercise/header",
		File:     "header.go",
		Writes:   "AppendHeader, ParseHeader",
		Solution: book.Solution{File: "labs/websocket/scratch/header.go", Name: "AppendHeader, ParseHeader"},
		Bytes:    book.Bytes{As: "websocket", From: "server"},
	},
	Checks:    headerChecks,
	Reference: HeaderCodec{scratch.AppendHeader, scratch.ParseHeader},
	Wrong:     headerWrong,
}
