package exercise

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

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
	call := fmt.Sprintf("NewAssembler(%d)", limit)
	assembler, err := answer(limit)
	if err := succeeded(err, call); err != nil {
		return err
	}
	if assembler == nil {
		return book.Same(outcome{"an Assembler"}, outcome{"nil, and no error"}, "%s", call)
	}
	var messages []came
	for i, g := range s.frames {
		payload := []byte(g.payload)
		m, err := assembler.Frame(g.header(), payload)
		if s.overlay {
			copy(payload, bytes.Repeat([]byte{'#'}, len(payload)))
		}
		what := s.upTo(i)
		var refused *scratch.CloseError
		if g.early != 0 && errors.As(err, &refused) && refused.Code == g.early {
			return nil
		}
		if err := book.Same(g.returns(), result(m, err), "%s", what); err != nil {
			return err
		}
		if g.gives {
			messages = append(messages, came{m.Data, []byte(g.message), "the data of the message after " + what})
			if err := book.SameBytes([]byte(g.message), m.Data, "the data of the message after %s", what); err != nil {
				return err
			}
		}
	}
	if !s.again {
		return nil
	}
	for _, m := range messages {
		if err := book.SameBytes(m.expected, m.data, "%s, looked at once more at the end", m.what); err != nil {
			return err
		}
	}
	return nil
}

// header is the frame's. A client's frames are masked; the payload is unmasked already.
func (g given) header() scratch.Header {
	return scratch.Header{
		Fin: g.first&fin != 0, RSV: g.first >> 4 & 7, Opcode: scratch.Opcode(g.first & 0xF),
		Masked: true, Key: helloKey, Length: uint64(len(g.payload)),
	}
}

// returned is what Frame returns, in words.
type returned struct{ Message, Error string }

func (g given) returns() returned {
	switch {
	case g.code != 0:
		return returned{"", closeWith(g.code)}
	case g.gives:
		return returned{"of type " + opcodeName(g.of), ""}
	}
	return returned{}
}

func result(m *scratch.Message, err error) returned {
	var refused *scratch.CloseError
	switch {
	case errors.As(err, &refused):
		return returned{"", closeWith(refused.Code)}
	case err != nil:
		return returned{"", err.Error()}
	case m != nil:
		return returned{"of type " + opcodeName(m.Type), ""}
	}
	return returned{}
}

// closeWith is a *scratch.CloseError in words.
func closeWith(code int) string { return fmt.Sprintf("a *CloseError with code %d", code) }

// upTo shows the frames up to number i.
func (s sequence) upTo(i int) string {
	var frames []string
	for _, g := range s.frames[:i+1] {
		h := g.header()
		text := fmt.Sprintf("%s %+.40q", opcodeName(h.Opcode), g.payload)
		if len(g.payload) > 40 {
			text = fmt.Sprintf("%s of %d bytes", opcodeName(h.Opcode), len(g.payload))
		}
		if h.RSV != 0 {
			text += fmt.Sprintf(" with RSV %03b", h.RSV)
		}
		if h.Fin {
			text += " FIN"
		}
		frames = append(frames, text)
	}
	return "Frame: " + strings.Join(frames, ", ")
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
