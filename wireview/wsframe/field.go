package wsframe

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"wireside/wireview/wire"
)

// opcodeField describes the first byte of a frame.
func opcodeField(u *wire.Unit, h header) wire.Field {
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
	case h.rsv() == rsv1Bit>>4 && u.Prior.Deflate && (h.opcode() == opText || h.opcode() == opBinary):
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
	case !h.fin():
		return "FIN is not set: more frames of this message follow."
	case h.opcode() == opContinuation:
		return "FIN is set: this is the last frame of its message."
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

// lengthField describes the second byte of a frame.
func lengthField(h header) wire.Field {
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
	default:
		f.Note = fmt.Sprintf("%s %d means that the next %d bytes hold the length of the payload.", note, short, n)
	}
	return f
}

// payloadField describes the payload of any frame but a close.
func payloadField(h header, payload []byte, m meaning) wire.Field {
	f := wire.Field{Name: "payload", Value: m.show(payload), Spec: "RFC 6455 5.2"}
	switch {
	case m.compressed && m.plain != nil:
		f.Note = fmt.Sprintf("The message, compressed from %d bytes to %d.", len(m.plain), h.length)
		f.Spec = "RFC 7692 7.2"
	case m.compressed && !(h.fin() && h.opcode() != opContinuation):
		f.Note = "A piece of a compressed message, which can be inflated only as a whole."
		f.Spec = "RFC 7692 7.2"
	case m.broken:
		f.Note, f.Spec = NotDeflated.Message, NotDeflated.Spec
	case m.compressed:
		f.Note = "A compressed message. It cannot be inflated by itself: it refers to the messages before it, or is broken, " +
			"or is too large."
		f.Spec = "RFC 7692 7.2"
	case h.opcode() == opPing:
		f.Note, f.Spec = "Anything up to 125 bytes; the pong must carry the same.", "RFC 6455 5.5.2"
	case h.opcode() == opPong:
		f.Note, f.Spec = "The payload of the ping that it answers.", "RFC 6455 5.5.3"
	case m.whole:
		f.Note = "The message, as the application wrote it."
	case h.data():
		f.Note, f.Spec = "A piece of a message, which may be cut anywhere, even inside a character.", "RFC 6455 5.4"
	default:
		f.Note = "Bytes that have no meaning yet, since the opcode is reserved."
	}
	if h.masked() {
		f.Note += " Shown here without the masking key."
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

// closeNote says what a close code means: RFC 6455 7.4, and the registry of 11.7 for 1012 to 1014.
func closeNote(code int) string {
	switch code {
	case 1000:
		return "Normal closure: what the connection was for is done."
	case 1001:
		return "Going away: a server shuts down, or a reader leaves the page."
	case 1002:
		return "Protocol error: the other side broke a rule."
	case 1003:
		return "Unsupported data: a message of a type that is not accepted here."
	case 1004:
		return "Reserved: must not be sent."
	case 1005, 1006, 1015:
		return "For the use of an endpoint by itself: must not be sent."
	case 1007:
		return "Invalid data: a message that is not what its type says, such as text that is not UTF-8."
	case 1008:
		return "Policy violation: refused for a reason that no other code fits."
	case 1009:
		return "Message too big to handle."
	case 1010:
		return "Mandatory extension: the client needed one that the server did not accept."
	case 1011:
		return "Internal error: the server met what it did not expect."
	case 1012:
		return "Service restart: the client may come back, after a random wait."
	case 1013:
		return "Try again later: the server is overloaded."
	case 1014:
		return "Bad gateway: what stands behind the server gave an invalid answer."
	}
	switch {
	case code >= 3000 && code <= 3999:
		return "Of a library or framework: registered by it."
	case code >= 4000 && code <= 4999:
		return "Of the application: private to it."
	}
	return "Not a code that may be sent."
}
