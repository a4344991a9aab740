package exercise

import (
	"bytes"
	"errors"
	"fmt"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

// sequence is frames that are given to a new assembler, one after the other.
type sequence struct {
	limit   int  // 0: 1 MiB
	overlay bool // the memory of each payload is used for something else after the call
	again   bool // all messages are looked at once more at the end
	frames  []given
}

// given is a frame, and what must come of it. Without message and code that is nil.
type given struct {
	first   byte // FIN, RSV1 to 3 and the opcode, as on the wire
	payload string
	message string // the data of the message that it completes
	of      scratch.Opcode
	gives   bool // it completes one
	code    int  // it is refused with this one
	early   int  // it may be refused with this one already, and then is the last
}

// fin is the bit of a message's last frame.
const fin = 0x80

func begins(op scratch.Opcode, payload string) given { return given{first: byte(op), payload: payload} }
func goesOn(payload string) given                    { return given{payload: payload} }
func ends(payload string) given                      { return given{first: fin, payload: payload} }
func whole(op scratch.Opcode, payload string) given {
	return given{first: fin | byte(op), payload: payload}
}

func (g given) is(of scratch.Opcode, message string) given {
	g.gives, g.of, g.message = true, of, message
	return g
}

// itself is a frame that is a message of its own.
func itself(op scratch.Opcode, payload string) given { return whole(op, payload).is(op, payload) }

func (g given) fails(code int) given { g.code = code; return g }
func (g given) may(code int) given   { g.early = code; return g }

// assembles holds an answer to what must come of sequences.
func assembles(sequences ...sequence) func(book.Run, NewAssembler) error {
	return func(_ book.Run, answer NewAssembler) error {
		for _, s := range sequences {
			if err := s.hold(answer); err != nil {
				return err
			}
		}
		return nil
	}
}

// came is a message that an answer has returned.
type came struct {
	data, expected []byte
	what           string
}

func (s sequence) hold(answer NewAssembler) error {
	limit := s.limit
	if limit == 0 {
		limit = 1 << 20
	}
	assembler, err := assembling(answer, limit)
	if err != nil {
		return err
	}
	var messages []came
	for i, g := range s.frames {
		payload, what := []byte(g.payload), s.upTo(i)
		m, err := framed(assembler, g.header(), payload, what)
		if s.overlay {
			copy(payload, bytes.Repeat([]byte{'#'}, len(payload)))
		}
		var refused *scratch.CloseError
		if g.early != 0 && errors.As(err, &refused) && refused.Code == g.early {
			return nil
		}
		if expected, seen := g.returns(), result(m, err); expected != seen {
			return differs(expected, seen, what)
		}
		if g.gives {
			messages = append(messages, came{m.Data, []byte(g.message), what})
			what += ": the Data of its message"
			if s.overlay {
				what += ", now that each # of the next frame lies where its payload was"
			}
			if err := book.SameBytes([]byte(g.message), m.Data, "%s", what); err != nil {
				return err
			}
		}
	}
	if !s.again {
		return nil
	}
	for _, m := range messages {
		if err := book.SameBytes(m.expected, m.data, "%s: the Data of its message, looked at once more after the frames behind it", m.what); err != nil {
			return err
		}
	}
	return nil
}

// assembling calls an answer.
func assembling(answer NewAssembler, limit int) (scratch.Assembler, error) {
	call := fmt.Sprintf("NewAssembler(%d)", limit)
	defer naming(call)
	assembler, err := answer(limit)
	if err == nil && assembler == nil {
		return nil, differs("an Assembler", "nil, and no error", call)
	}
	return assembler, succeeded(err, call)
}

// framed calls an answer's Frame.
func framed(assembler scratch.Assembler, h scratch.Header, payload []byte, what string) (*scratch.Message, error) {
	defer naming(what)
	return assembler.Frame(h, payload)
}

// header is the frame's. A client's frames are masked; the payload is unmasked already.
func (g given) header() scratch.Header {
	return scratch.Header{
		Fin: g.first&fin != 0, RSV: g.first >> 4 & 7, Opcode: scratch.Opcode(g.first & 0xF),
		Masked: true, Key: helloKey, Length: uint64(len(g.payload)),
	}
}

// returns is what Frame must return, in words.
func (g given) returns() string {
	switch {
	case g.code != 0:
		return closeWith(g.code)
	case g.gives:
		return messageOf(g.of)
	}
	return noMessage
}

// result is what Frame returned, in words.
func result(m *scratch.Message, err error) string {
	switch {
	case err != nil:
		return failure(err)
	case m != nil:
		return messageOf(m.Type)
	}
	return noMessage
}

const noMessage = "no message yet, and no error"

func messageOf(kind scratch.Opcode) string { return "a message, its Type " + opcodeName(kind) }

// upTo shows the call of Frame with number i, and those before it.
func (s sequence) upTo(i int) string {
	what := "Frame(" + s.frames[i].shown() + ")"
	for n, g := range s.frames[:i] {
		what += []string{", after ", ", "}[min(n, 1)] + g.shown()
	}
	if s.limit > 0 {
		what += fmt.Sprintf("; the limit is %d", s.limit)
	}
	return what
}

// shown is a frame in words.
func (g given) shown() string {
	h := g.header()
	text := fmt.Sprintf("%s %+.40q", opcodeName(h.Opcode), g.payload)
	if len(g.payload) > 40 {
		text = fmt.Sprintf("%s of %d bytes", opcodeName(h.Opcode), len(g.payload))
	}
	if h.RSV != 0 {
		text += fmt.Sprintf(" with RSV %d", h.RSV)
	}
	if h.Fin {
		text += " FIN"
	}
	return text
}

func opcodeName(op scratch.Opcode) string {
	names := map[scratch.Opcode]string{
		scratch.OpContinuation: "continuation", scratch.OpText: "text", scratch.OpBinary: "binary",
		scratch.OpClose: "close", scratch.OpPing: "ping", scratch.OpPong: "pong",
	}
	if name, ok := names[op]; ok {
		return name
	}
	return fmt.Sprintf("reserved %#x", byte(op))
}
