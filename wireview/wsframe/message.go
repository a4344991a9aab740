package wsframe

import (
	"bytes"
	"unicode/utf8"

	"wireside/wireview/wire"
)

// maxFragments is how many frames a message may have. It bounds what a message of countless empty ones costs: 1 MiB.
const maxFragments = 1 << 17

// message is a fragmented message that is under way (RFC 6455 5.4).
type message struct {
	opcode  byte
	deflate bool     // it is compressed: RSV1 was set on its first frame
	lost    bool     // it is too large: what it holds was let go
	data    []byte   // the payloads so far, unmasked and joined
	frames  []uint64 // the Seq of its frames
}

// fragment emits the frame in raw, which is one of several or claims to continue one, and the message that it completes.
func (d *Decoder) fragment(s *scratch, h header, raw []byte) {
	u := &s.unit
	if h.opcode() != opContinuation {
		// A message under way is given up: its continuation can no longer be told from that of the new one.
		d.drop(d.msg)
		d.msg = &message{opcode: h.opcode(), deflate: d.deflate && h.first&rsv1Bit != 0}
	}
	m := d.msg
	if m == nil { // a continuation of nothing, which judge has named
		d.emit(u)
		return
	}
	m.add(h, raw, d.maxMessage)
	if h.opcode() == opContinuation {
		u.Prior.Opcode, u.Prior.Deflate = m.opcode, m.deflate
	}
	var value Message
	if h.fin() {
		d.msg = nil
		var broken *wire.Violation
		if value, broken = d.finish(m); u.Error == nil {
			u.Error = broken
		}
	}
	d.emit(u)
	if m.lost {
		return
	}
	m.frames = append(m.frames, u.Seq)
	if h.fin() {
		value.Frames = m.frames
		u = s.begin(wire.WebSocket, wire.KindMessage, nil, d.at)
		u.Prior.Frames, u.Value = m.frames, value
		d.emit(u)
	}
}

// lose marks what a frame that is too large to become a unit does to the message that it belongs to.
func (d *Decoder) lose(h header) {
	switch {
	case h.data() && h.opcode() != opContinuation && h.fin():
		d.drop(&message{deflate: d.deflate && h.first&rsv1Bit != 0})
	case h.data() && h.opcode() != opContinuation:
		d.drop(d.msg)
		d.msg = &message{opcode: h.opcode(), deflate: d.deflate && h.first&rsv1Bit != 0, lost: true}
	case h.opcode() == opContinuation && d.msg != nil && h.fin():
		d.drop(d.msg)
		d.msg = nil
	case h.opcode() == opContinuation && d.msg != nil:
		d.msg.lose()
	case h.opcode() == opClose:
		d.closing = true
	}
}

func (m *message) lose() { m.lost, m.data, m.frames = true, nil, nil }

// add joins the payload of the frame in raw, which begins with h.
func (m *message) add(h header, raw []byte, limit int64) {
	if m.lost {
		return
	}
	payload := raw[h.size:]
	if int64(len(payload)) > limit-int64(len(m.data)) || len(m.frames) == maxFragments {
		m.lose()
		return
	}
	n := len(m.data)
	m.data = append(m.data, payload...)
	if h.masked() {
		Unmask(m.data[n:], m.data[n:], h.key(raw))
	}
}

// finish returns what the message says, and the rule that it breaks as a whole, or nil.
func (d *Decoder) finish(m *message) (value Message, why *wire.Violation) {
	if m.lost {
		d.drop(m)
		return Message{}, MessageTooLarge
	}
	value = Message{Type: "binary", Data: m.data}
	if m.opcode == opText {
		value.Type = "text"
	}
	if m.deflate {
		if why = d.inflate(m, &value); why == MessageTooLarge {
			m.lose()
			return Message{}, why
		}
	}
	if value.Data == nil {
		value.Data = []byte{}
	}
	if why == nil && m.opcode == opText && !value.Deflated && !utf8.Valid(value.Data) {
		why = InvalidUTF8
	}
	return value, why
}

// inflate puts what a compressed message says in place of its data.
func (d *Decoder) inflate(m *message, value *Message) (why *wire.Violation) {
	f := inflaters.Get().(*inflater)
	defer f.release()
	f.load(m.data, [4]byte{})
	var plain []byte
	if d.standalone {
		var err error
		if plain, why, err = f.alone(d.bits, d.maxMessage); err == errTooLarge {
			return MessageTooLarge
		}
	} else {
		plain, value.Lost, why = d.follow(f, m.opcode, d.maxMessage)
		if why == ContextLost {
			return MessageTooLarge
		}
	}
	value.Compressed = int64(len(m.data))
	if value.Deflated = plain == nil; !value.Deflated {
		value.Data = bytes.Clone(plain)
	}
	return why
}

// drop takes leave of a message that will not be read. If it is compressed, later ones may refer to it in vain.
func (d *Decoder) drop(m *message) {
	if m != nil && m.deflate && !d.standalone {
		d.forget()
	}
}
