package exercise

import (
	"unicode/utf8"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

var fragmentsWrong = []book.Wrong[NewAssembler]{
	{
		Name:   "the last frame says what kind of message it was",
		Caught: "a message in fragments",
		Answer: misreads(misreading{lastKind: true}),
	},
	{
		Name:   "a ping is a part of the message that it comes in",
		Caught: "a ping between two fragments",
		Answer: misreads(misreading{mixed: true}),
	},
	{
		Name:   "the next message begins where the last one ended",
		Caught: "one message after the other",
		Answer: misreads(misreading{kept: true}),
	},
	{
		Name:   "each fragment is text by itself",
		Caught: "a character in two fragments",
		Answer: misreads(misreading{piecemeal: true}),
	},
	{
		Name:   "what has come tells whether a message has begun",
		Caught: "fragments out of order",
		Answer: misreads(misreading{byLength: true}),
	},
	{
		Name:   "reserved bits mean nothing",
		Caught: "frames that can’t be",
		Answer: misreads(misreading{anyRSV: true}),
	},
	{
		Name:   "the limit is for each frame",
		Caught: "a message beyond the limit",
		Answer: misreads(misreading{perFrame: true}),
	},
	{
		Name:   "the payload can be kept",
		Caught: "the payload’s memory is used again",
		Answer: misreads(misreading{alias: true}),
	},
}

// misreading is what an assembler has misunderstood.
type misreading struct {
	lastKind, mixed, kept, piecemeal, byLength, anyRSV, perFrame, alias bool
}

func misreads(m misreading) NewAssembler {
	return func(limit int) (scratch.Assembler, error) { return &misreader{misreading: m, limit: limit}, nil }
}

// misreader is an assembler that is right but for its misreading.
type misreader struct {
	misreading
	limit int
	begun bool
	kind  scratch.Opcode
	data  []byte
}

func (m *misreader) Frame(h scratch.Header, payload []byte) (*scratch.Message, error) {
	begins := h.Opcode != scratch.OpContinuation
	size := len(payload)
	if !m.perFrame {
		size += len(m.data)
	}
	switch {
	case h.RSV != 0 && !m.anyRSV || !h.Opcode.Known() || h.Opcode.Control() && (!h.Fin || len(payload) > scratch.MaxControl):
		return nil, &scratch.CloseError{Code: scratch.CloseProtocolError}
	case h.Opcode.Control():
		if m.mixed && m.begun {
			m.data = append(m.data, payload...)
		}
		return &scratch.Message{Type: h.Opcode, Data: m.own(payload)}, nil
	case begins == m.begun && (!m.byLength || begins == (len(m.data) > 0)):
		return nil, &scratch.CloseError{Code: scratch.CloseProtocolError}
	case !m.kept && size > m.limit:
		return nil, &scratch.CloseError{Code: scratch.CloseMessageTooBig}
	}
	if begins || m.lastKind {
		m.kind = h.Opcode
	}
	m.begun = !h.Fin
	if begins && h.Fin {
		m.data = m.own(payload)
	} else {
		m.data = append(m.data, payload...)
	}
	checked := m.data
	if m.piecemeal {
		checked = payload
	}
	if m.kind == scratch.OpText && (h.Fin || m.piecemeal) && !utf8.Valid(checked) {
		return nil, &scratch.CloseError{Code: scratch.CloseInvalidPayload}
	}
	if !h.Fin {
		return nil, nil
	}
	data := m.data
	if !m.kept {
		m.data = nil
	}
	return &scratch.Message{Type: m.kind, Data: data}, nil
}

// own returns a copy of a payload, unless it is taken for its own.
func (m *misreader) own(payload []byte) []byte {
	if m.alias {
		return payload
	}
	return append([]byte(nil), payload...)
}
