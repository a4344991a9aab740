// Package fragments is an answer that is right, but for text that asks for what goes wrong.
package fragments

import "wireside/labs/websocket/scratch"

const Started = true

func NewAssembler(limit int) (scratch.Assembler, error) {
	right, err := scratch.NewAssembler(limit)
	return assembler{right}, err
}

type assembler struct{ scratch.Assembler }

func (a assembler) Frame(h scratch.Header, payload []byte) (*scratch.Message, error) {
	if string(payload) == "frame: panic" {
		var none *scratch.Message
		none.Data = payload
	}
	return a.Assembler.Frame(h, payload)
}
