package wsframe

import (
	"strconv"

	"wireside/wireview/wire"
)

// AppendJSON appends the frame as encoding/json writes it, and so do the other values.
func (f Frame) AppendJSON(b []byte) []byte {
	b = strconv.AppendBool(append(b, `{"fin":`...), f.Fin)
	b = strconv.AppendInt(append(b, `,"rsv":`...), int64(f.RSV), 10)
	b = strconv.AppendInt(append(b, `,"opcode":`...), int64(f.Opcode), 10)
	b = strconv.AppendBool(append(b, `,"masked":`...), f.Masked)
	if f.MaskKey != "" {
		b = wire.AppendString(append(b, `,"maskKey":`...), f.MaskKey)
	}
	b = strconv.AppendInt(append(b, `,"length":`...), f.Length, 10)
	b = wire.AppendBase64(append(b, `,"payload":`...), f.Payload)
	if f.Inflated != nil {
		b = wire.AppendBase64(append(b, `,"inflated":`...), f.Inflated)
	}
	if f.Close != nil {
		b = f.Close.AppendJSON(append(b, `,"close":`...))
	}
	if f.Pong != nil {
		b = f.Pong.AppendJSON(append(b, `,"pong":`...))
	}
	return append(b, '}')
}

// AppendJSON appends what a close frame says.
func (c Close) AppendJSON(b []byte) []byte {
	b = strconv.AppendInt(append(b, `{"code":`...), int64(c.Code), 10)
	return append(wire.AppendString(append(b, `,"reason":`...), c.Reason), '}')
}

// AppendJSON appends what a pong frame answers.
func (p Pong) AppendJSON(b []byte) []byte {
	b = strconv.AppendUint(append(b, `{"ping":`...), p.Ping, 10)
	return append(strconv.AppendInt(append(b, `,"rttMicros":`...), p.RTT, 10), '}')
}

// AppendJSON appends the message.
func (m Message) AppendJSON(b []byte) []byte {
	b = wire.AppendString(append(b, `{"type":`...), m.Type)
	b = wire.AppendBase64(append(b, `,"data":`...), m.Data)
	b = append(b, `,"frames":`...)
	if m.Frames == nil {
		b = append(b, "null"...)
	} else {
		b = append(b, '[')
		for i, seq := range m.Frames {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendUint(b, seq, 10)
		}
		b = append(b, ']')
	}
	if m.Deflated {
		b = append(b, `,"deflated":true`...)
	}
	if m.Lost {
		b = append(b, `,"lost":true`...)
	}
	if m.Compressed != 0 {
		b = strconv.AppendInt(append(b, `,"compressed":`...), m.Compressed, 10)
	}
	return append(b, '}')
}

// AppendJSON appends the end.
func (e End) AppendJSON(b []byte) []byte {
	return append(strconv.AppendBool(append(b, `{"incomplete":`...), e.Incomplete), '}')
}
