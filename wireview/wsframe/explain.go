package wsframe

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"wireside/wireview/wire"
)

// MaxInflated is how many bytes of a compressed frame are kept and shown. Of one that says more none are.
const MaxInflated = 1 << 20

// Explain fills in a unit's Fields, Value and Summary, from its Kind, Raw, Spans, Prior and, for a pong, At. It leaves the
// Value of a message or an end alone, and sets Error only if it is nil and the frame alone shows that a rule was broken.
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
			u.Summary = m.summary()
		}
		return
	case wire.KindEnd:
		u.Summary = "end"
		if end, ok := u.Value.(End); ok && end.Incomplete {
			u.Summary = "end, incomplete"
		}
		if u.Error != nil {
			u.Summary += ": " + u.Error.Name
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
	m := read(u, h, payload)
	if m.compressed {
		f.Inflated = m.plain
	}
	switch h.opcode() {
	case opClose:
		f.Close = readClose(payload)
	case opPong:
		f.Pong = answers(u)
	}
	if u.Error == nil {
		u.Error = m.broken
	}
	if u.Error == nil && m.text && m.whole && !utf8.Valid(m.plain) {
		u.Error = InvalidUTF8 // RFC 6455 8.1
	}
	u.Value = f
	u.Summary = summary(h, m, &f)
	fieldsOf(u, h, m, &f)
}

// fieldsOf lays the fields over a frame.
func fieldsOf(u *wire.Unit, h header, m meaning, f *Frame) {
	t := wire.Tile(u)
	t.Expect(fieldsIn(h))
	t.Field(1, opcodeField(h.first, u.Prior.Deflate))
	t.Field(1, lengthField(h.second))
	if n := h.extended(); n > 0 {
		t.Field(n, extendedField(n, h.length))
	}
	if h.masked() {
		t.Field(4, wire.Field{Name: "masking key", Value: f.MaskKey, Note: keyNote, Spec: "RFC 6455 5.3"})
	}
	if h.opcode() != opClose {
		t.Field(len(f.Payload), payloadField(u, h, m, f))
		return
	}
	code := min(2, len(f.Payload))
	t.Field(code, codeField(f.Payload[:code]))
	t.Field(len(f.Payload)-code, wire.Field{
		Name: "reason", Value: text(f.Payload[code:], maxShown), Spec: "RFC 6455 5.5.1",
		Note: "Why the connection closes, in UTF-8, for whoever reads a log: not for the user.",
	})
}

// fieldsIn returns how many fields a frame has at most.
func fieldsIn(h header) int {
	n := 3 // opcode, length and payload
	if h.extended() > 0 {
		n++
	}
	if h.masked() {
		n++
	}
	if h.opcode() == opClose {
		n++ // a code and a reason in place of the payload
	}
	return n
}

// meaning is what a payload says to the one who receives it.
type meaning struct {
	text       bool            // it belongs to a text message
	whole      bool            // it is all of a message
	compressed bool            // it is, or belongs to, a compressed message
	lost       bool            // it refers to messages that are not known
	plain      []byte          // unmasked, and inflated if compressed; nil if it cannot be
	broken     *wire.Violation // what is wrong with it as a compressed message
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
	m.plain, m.lost = nil, u.Prior.Lost
	switch {
	case !m.whole, m.lost, u.Error == NotDeflated, u.Error == ContextLost:
	case u.Prior.Inflated != nil:
		m.plain = bytes.Clone(u.Prior.Inflated)
	default:
		f := inflaters.Get().(*inflater)
		defer f.release()
		f.load(payload, [4]byte{})
		plain, why, err := f.alone(u.Prior.Window, MaxInflated)
		if m.plain = bytes.Clone(plain); err == nil || u.Prior.Standalone {
			m.broken = why
		}
	}
	return m
}

// answers returns what a pong answers; nil if that is not known.
func answers(u *wire.Unit) *Pong {
	if u.Prior.Ping == nil {
		return nil
	}
	return &Pong{Ping: u.Prior.Ping.Seq, RTT: u.At - u.Prior.Ping.At}
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
