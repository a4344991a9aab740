package wsframe

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"wireside/wireview/wire"
)

// MaxInflated is how many bytes of a compressed frame Explain shows. Of one that says more it shows none.
const MaxInflated = 1 << 20

// Explain fills in a unit's Fields, Value and Summary, from its Kind, Raw, Spans and Prior. It leaves the Value of a message
// or an end alone, and sets Error only if it is nil and the frame alone shows that a rule was broken.
func Explain(u *wire.Unit) {
	switch u.Kind {
	case wire.KindFrame:
		h, ok := parseHeader(u.Raw)
		if ok && h.length == uint64(len(u.Raw)-h.size) {
			explainFrame(u, h)
			return
		}
	case wire.KindMessage:
		u.Summary = "message"
		if m, ok := u.Value.(Message); ok {
			u.Summary = fmt.Sprintf("%s message of %d frames · %s", m.Type, len(m.Frames), m.show())
		}
		return
	case wire.KindEnd:
		u.Summary = "end"
		if end, ok := u.Value.(End); ok && end.Incomplete {
			u.Summary = "end, incomplete"
		}
		return
	}
	wire.ExplainRaw(u)
}

func explainFrame(u *wire.Unit, h header) {
	key := h.key(u.Raw)
	payload := make([]byte, h.length)
	if h.masked() {
		Unmask(payload, u.Raw[h.size:], key)
	} else {
		copy(payload, u.Raw[h.size:])
	}
	f := Frame{
		Fin: h.fin(), RSV: int(h.rsv()), Opcode: int(h.opcode()), Masked: h.masked(),
		Length: int64(h.length), Payload: payload,
	}
	if f.Masked {
		f.MaskKey = hex.EncodeToString(key[:])
	}
	meaning := read(u, h, payload)
	if meaning.compressed && meaning.plain != nil {
		f.Inflated = meaning.plain
	}
	if h.opcode() == opClose {
		f.Close = readClose(payload)
	}
	u.Value = f
	if u.Error == nil && meaning.broken {
		u.Error = NotDeflated
	}
	if u.Error == nil && meaning.text && meaning.whole && !utf8.Valid(meaning.plain) {
		u.Error = InvalidUTF8 // RFC 6455 8.1
	}
	u.Summary = summary(h, meaning, f.Close)

	t := wire.Tile(u)
	t.Field(1, opcodeField(u, h))
	t.Field(1, lengthField(h))
	t.Field(h.extended(), wire.Field{
		Name: "extended length", Value: fmt.Sprint(h.length),
		Note: fmt.Sprintf("The length of the payload in bytes, as an unsigned number of %d bits.", 8*h.extended()),
		Spec: "RFC 6455 5.2",
	})
	if h.masked() {
		t.Field(4, wire.Field{
			Name: "masking key", Value: f.MaskKey, Spec: "RFC 6455 5.3",
			Note: "The bytes of the payload were XORed with these four, in turn. A client chooses a new key for each frame, " +
				"so that a page's script cannot choose the bytes on the wire.",
		})
	}
	if h.opcode() != opClose {
		t.Field(len(payload), payloadField(h, payload, meaning))
		return
	}
	code := min(2, len(payload))
	t.Field(code, codeField(payload[:code]))
	t.Field(len(payload)-code, wire.Field{
		Name: "reason", Value: text(payload[code:], maxShown), Spec: "RFC 6455 5.5.1",
		Note: "Why the connection closes, in UTF-8, for whoever reads a log: not for the user.",
	})
}

// meaning is what a payload says to the one who receives it.
type meaning struct {
	text       bool   // it belongs to a text message
	whole      bool   // it is all of a message
	compressed bool   // it is, or belongs to, a compressed message
	plain      []byte // unmasked, and inflated if compressed; nil if it cannot be
	broken     bool   // it needs no other message to be inflated, and cannot be
}

func read(u *wire.Unit, h header, payload []byte) meaning {
	op := h.opcode()
	m := meaning{text: op == opText, plain: payload, whole: h.fin() && (op == opText || op == opBinary)}
	switch {
	case op == opContinuation:
		m.text, m.compressed = u.Prior.Opcode == opText, u.Prior.Deflate && u.Prior.Opcode != 0
	case op == opText || op == opBinary:
		m.compressed = u.Prior.Deflate && h.first&rsv1Bit != 0
	}
	if !m.compressed {
		return m
	}
	m.plain = nil
	if m.whole {
		plain, err := inflate(payload, MaxInflated)
		if err == nil {
			m.plain = plain
		}
		m.broken = err != nil && err != errInflatedTooLarge && u.Prior.Standalone
	}
	return m
}

// readClose returns what the body of a close frame says, or nil if it is too short for a code.
func readClose(body []byte) *Close {
	switch len(body) {
	case 0:
		return &Close{Code: 1005} // RFC 6455 7.1.5: no status code was present
	case 1:
		return nil
	}
	return &Close{
		Code:   int(binary.BigEndian.Uint16(body)),
		Reason: strings.ToValidUTF8(string(body[2:]), "\uFFFD"),
	}
}
