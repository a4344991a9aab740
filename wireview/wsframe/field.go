package wsframe

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"wireside/wireview/wire"
)

// keyNote is of the masking key.
const keyNote = "The bytes of the payload were XORed with these four, in turn. A client chooses a new key for each frame, " +
	"so that a page's script cannot choose the bytes on the wire."

// opcodeFields are those of all first bytes, without permessage-deflate and with it.
var opcodeFields = sync.OnceValue(func() *[2][256]wire.Field {
	var all [2][256]wire.Field
	for first := range 256 {
		all[0][first] = makeOpcodeField(header{first: byte(first)}, false)
		all[1][first] = makeOpcodeField(header{first: byte(first)}, true)
	}
	return &all
})

// opcodeField describes the first byte of a frame.
func opcodeField(first byte, deflate bool) wire.Field {
	if deflate {
		return opcodeFields()[1][first]
	}
	return opcodeFields()[0][first]
}

func makeOpcodeField(h header, deflate bool) wire.Field {
	words := []string{opcodeName(h.opcode())}
	if h.fin() {
		words = append(words, "fin")
	}
	for i := range 3 {
		if h.first&(rsv1Bit>>i) != 0 {
			words = append(words, fmt.Sprintf("rsv%d", i+1))
		}
	}
	notes := []string{finNote(h), opcodeNote(h.opcode())}
	switch {
	case h.rsv() == 0:
	case h.rsv() == rsv1Bit>>4 && deflate && (h.opcode() == opText || h.opcode() == opBinary):
		notes = append(notes, "RSV1 is set: the message is compressed with permessage-deflate (RFC 7692 6).")
	default:
		notes = append(notes, "A reserved bit is set that has no meaning here.")
	}
	return wire.Field{
		Name: "opcode", Value: strings.Join(words, ", "), Note: strings.Join(notes, " "), Spec: "RFC 6455 5.2",
	}
}

func opcodeName(op byte) string {
	switch op {
	case opContinuation:
		return "continuation"
	case opText:
		return "text"
	case opBinary:
		return "binary"
	case opClose:
		return "close"
	case opPing:
		return "ping"
	case opPong:
		return "pong"
	}
	return fmt.Sprintf("opcode %d", op)
}

func finNote(h header) string {
	switch {
	case !h.fin() && h.control():
		return "FIN is not set, which it must be on a control frame."
	case !h.fin():
		return "FIN is not set: more frames of this message follow."
	case h.opcode() == opContinuation:
		return "FIN is set: this is the last frame of its message."
	case h.control():
		return "FIN is set, as on every control frame: one is never fragmented."
	}
	return "FIN is set: this frame is a message by itself."
}

func opcodeNote(op byte) string {
	switch op {
	case opContinuation:
		return "Opcode 0 continues the message that an earlier frame began."
	case opText:
		return "Opcode 1 is text, in UTF-8."
	case opBinary:
		return "Opcode 2 is binary data."
	case opClose:
		return "Opcode 8 closes the connection; the other side answers with a close frame of its own."
	case opPing:
		return "Opcode 9 is a ping; the other side answers with a pong of the same payload."
	case opPong:
		return "Opcode 10 is a pong: the answer to a ping, or a heartbeat that nobody asked for."
	}
	return fmt.Sprintf("Opcode %d is reserved.", op)
}

// lengthFields are those of all second bytes.
var lengthFields = sync.OnceValue(func() *[256]wire.Field {
	var all [256]wire.Field
	for second := range all {
		all[second] = makeLengthField(header{second: byte(second)})
	}
	return &all
})

// lengthField describes the second byte of a frame.
func lengthField(second byte) wire.Field { return lengthFields()[second] }

func makeLengthField(h header) wire.Field {
	short := h.second &^ maskBit
	f := wire.Field{Name: "length", Value: fmt.Sprintf("unmasked, %d", short), Spec: "RFC 6455 5.2"}
	note := "MASK is not set: the payload stands as it is. Only a client masks."
	if h.masked() {
		f.Value = fmt.Sprintf("masked, %d", short)
		note = "MASK is set: a masking key follows, as on every frame from a client."
	}
	switch n := h.extended(); n {
	case 0:
		f.Note = fmt.Sprintf("%s The payload is %d bytes long.", note, short)
		if short == 1 {
			f.Note = note + " The payload is 1 byte long."
		}
	default:
		f.Note = fmt.Sprintf("%s %d means that the next %d bytes hold the length of the payload.", note, short, n)
	}
	return f
}

// extendedField describes the n bytes that hold a length which the second byte has no room for.
func extendedField(n int, length uint64) wire.Field {
	f := wire.Field{Name: "extended length", Value: strconv.FormatUint(length, 10), Spec: "RFC 6455 5.2"}
	if f.Note = "The length of the payload in bytes, as an unsigned number of 16 bits."; n == 8 {
		f.Note = "The length of the payload in bytes, as an unsigned number of 64 bits."
	}
	return f
}

// codeField describes the first two bytes of a close frame's body, or the only one that there is.
func codeField(b []byte) wire.Field {
	f := wire.Field{Name: "close code", Value: hex.EncodeToString(b), Spec: "RFC 6455 5.5.1"}
	if len(b) < 2 {
		f.Note = "A code takes two bytes, and only one is here."
		return f
	}
	code := int(binary.BigEndian.Uint16(b))
	f.Value, f.Spec = fmt.Sprint(code), "RFC 6455 7.4.1"
	f.Note = closeNote(code)
	return f
}
