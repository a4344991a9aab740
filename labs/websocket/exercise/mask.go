package exercise

import (
	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

// Masker masks a piece of a payload where it lies.
type Masker = func(payload []byte, key [4]byte, offset int) error

// Mask is the exercise websocket-mask.
var Mask = book.Exercise[Masker]{
	Info: book.Info{
		Name:  "websocket-mask",
		Title: "Mask a payload",
		Task: "Every frame of a client is masked: each byte of its payload is XORed with one of four key bytes, in turn. Write the function that " +
			"does it where the bytes lie, for a payload that comes in pieces. The same function takes the mask off again.",
		Minutes:  10,
		Package:  "labs/websocket/exercise/mask",
		File:     "mask.go",
		Writes:   "Mask",
		Solution: book.Solution{File: "labs/websocket/scratch/mask.go", Name: "Mask"},
	},
	Checks:    maskChecks,
	Reference: scratch.Mask,
	Wrong:     maskWrong,
}
