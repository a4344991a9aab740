package wsframe

import (
	"strconv"

	"wireside/wireview/wire"
)

// unmasked is said of a payload that has a masking key.
const unmasked = " Shown here without the masking key."

// sentence is a note with its section, without and with what is said of a payload that has a masking key.
type sentence struct{ spec, plain, masked string }

func say(spec, note string) *sentence { return &sentence{spec, note, note + unmasked} }

var (
	wholeMessage = say("RFC 6455 5.2", "The message, as the application wrote it.")
	piece        = say("RFC 6455 5.4", "A piece of a message, which may be cut anywhere, even inside a character.")
	deflatePiece = say("RFC 7692 7.2", "A piece of a compressed message, which can be inflated only as a whole.")
	contextGone  = say("RFC 7692 7.1.1", "A compressed message that refers to messages before it. These are not known here: "+
		"the context is lost, and it cannot be inflated.")
	tooLarge = say("RFC 7692 7.2", "A compressed message. It is not shown inflated, since it says more than "+
		strconv.Itoa(MaxInflated)+" bytes.")
	ofPing = say("RFC 6455 5.5.2", "Anything up to 125 bytes; the pong must carry the same.")
	ofPong = say("RFC 6455 5.5.3", "The payload of the ping that it answers. None like it is known to wait for an answer: a pong that "+
		"nobody asked for is allowed, as a heartbeat.")
	reserved = say("RFC 6455 5.2", "Bytes that have no meaning yet, since the opcode is reserved.")
)

// payloadField describes the payload of any frame but a close.
func payloadField(u *wire.Unit, h header, m meaning, f *Frame) wire.Field {
	field := wire.Field{Name: "payload", Value: m.show(f.Payload)}
	s := payloadNote(u, h, m, f)
	if field.Note, field.Spec = s.plain, s.spec; h.masked() {
		field.Note = s.masked
	}
	if m.whole && !m.text {
		field.Note += signed(m.plain)
	}
	return field
}

func payloadNote(u *wire.Unit, h header, m meaning, f *Frame) *sentence {
	switch {
	case m.compressed && m.plain != nil:
		return say("RFC 7692 7.2", "The message, compressed from "+strconv.Itoa(len(m.plain))+" bytes to "+
			strconv.FormatUint(h.length, 10)+".")
	case m.compressed && !m.whole:
		return deflatePiece
	case m.lost:
		return contextGone
	case m.broken != nil:
		return say(m.broken.Spec, m.broken.Message)
	case u.Error == NotDeflated, u.Error == ContextLost:
		return say(u.Error.Spec, u.Error.Message)
	case m.compressed:
		return tooLarge
	case h.opcode() == opPing:
		return ofPing
	case f.Pong != nil:
		return say("RFC 6455 5.5.3", "The payload of the ping that it answers"+f.Pong.unit()+": the round trip took "+
			duration(f.Pong.RTT)+".")
	case h.opcode() == opPong:
		return ofPong
	case m.whole:
		return wholeMessage
	case h.data():
		return piece
	}
	return reserved
}

// unit names the ping's unit, if it was numbered.
func (p *Pong) unit() string {
	if p.Ping == 0 {
		return ""
	}
	return ", unit " + strconv.FormatUint(p.Ping, 10)
}

// duration writes microseconds for people: "412 µs", "1.2 ms", "31 s".
func duration(micros int64) string {
	switch {
	case micros < 1000:
		return strconv.FormatInt(micros, 10) + " µs"
	case micros < 10_000_000:
		return strconv.FormatFloat(float64(micros)/1e3, 'f', 1, 64) + " ms"
	}
	return strconv.FormatInt(micros/1e6, 10) + " s"
}
