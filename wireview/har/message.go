package har

import (
	"encoding/base64"
	"strings"

	"wireside/wireview/eventstream"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// The opcodes of data frames (RFC 6455 5.2).
const (
	opText   = 1
	opBinary = 2
)

// messageCost is about what a message or an event takes beside its data.
const messageCost = 128

// frame takes a message that is one frame. Of a fragmented one the message unit tells.
func (x *exchange) frame(u *wire.Unit, f wsframe.Frame) {
	if !f.Fin || f.Opcode != opText && f.Opcode != opBinary {
		return
	}
	compressed := u.Prior.Deflate && f.RSV&4 != 0 // RFC 7692 6
	switch {
	case compressed && f.Inflated != nil:
		x.said(u, f.Opcode, f.Inflated, false)
	default:
		x.said(u, f.Opcode, f.Payload, compressed)
	}
}

func (x *exchange) message(u *wire.Unit, m wsframe.Message) {
	opcode := opBinary
	if m.Type == "text" {
		opcode = opText
	}
	x.said(u, opcode, m.Data, m.Deflated)
}

func (x *exchange) said(u *wire.Unit, opcode int, data []byte, compressed bool) {
	if len(data) > MaxBody || !x.keep(len(data)+messageCost) {
		x.omitted++
		return
	}
	m := message{Type: "send", Time: seconds(u.At), Opcode: opcode, Compressed: compressed}
	if u.Dir == wire.S2C {
		m.Type = "receive"
	}
	if opcode == opBinary || compressed {
		m.Data = base64.StdEncoding.EncodeToString(data)
	} else {
		m.Data = strings.ToValidUTF8(string(data), "\uFFFD")
	}
	x.messages = append(x.messages, m)
}

// event takes what an EventSource dispatches (WHATWG HTML 9.2.6).
func (x *exchange) event(u *wire.Unit, e eventstream.Event) {
	if !e.Dispatched {
		return
	}
	n := len(e.Data) + len(e.Type) + len(e.LastEventID)
	if n > MaxBody || !x.keep(n+messageCost) {
		x.omitted++
		return
	}
	x.events = append(x.events, event{Time: seconds(u.At), Name: e.Type, ID: e.LastEventID, Data: e.Data})
}

// seconds turns Unix time in µs into seconds.
func seconds(at int64) float64 { return float64(at) / 1e6 }
