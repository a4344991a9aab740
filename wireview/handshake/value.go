package handshake

import (
	"strconv"

	"wireside/wireview/wire"
)

// Handshake is how a response proves that the server has read the request's key (RFC 6455 4.2.2), and what was agreed on. It
// is the Handshake of an http1.Response that switches to WebSocket, if the key is known.
type Handshake struct {
	Key        string      `json:"key"`    // Sec-WebSocket-Key of the request
	GUID       string      `json:"guid"`   // what is appended to it
	SHA1       string      `json:"sha1"`   // of both, in hex
	Accept     string      `json:"accept"` // that in base64: what Sec-WebSocket-Accept has to be
	Matches    bool        `json:"matches"`
	Extensions []Extension `json:"extensions"` // as accepted; empty if none
	Deflate    *Deflate    `json:"deflate,omitempty"`
	Protocol   string      `json:"protocol"` // the subprotocol; empty if none was chosen
}

// AppendJSON appends the handshake as encoding/json writes it.
func (h Handshake) AppendJSON(b []byte) []byte {
	b = wire.AppendString(append(b, `{"key":`...), h.Key)
	b = wire.AppendString(append(b, `,"guid":`...), h.GUID)
	b = wire.AppendString(append(b, `,"sha1":`...), h.SHA1)
	b = wire.AppendString(append(b, `,"accept":`...), h.Accept)
	b = strconv.AppendBool(append(b, `,"matches":`...), h.Matches)
	b = append(b, `,"extensions":[`...)
	for i, e := range h.Extensions {
		if i > 0 {
			b = append(b, ',')
		}
		b = e.AppendJSON(b)
	}
	b = append(b, ']')
	if h.Deflate != nil {
		b = h.Deflate.AppendJSON(append(b, `,"deflate":`...))
	}
	return append(wire.AppendString(append(b, `,"protocol":`...), h.Protocol), '}')
}

// AppendJSON appends the extension.
func (e Extension) AppendJSON(b []byte) []byte {
	b = wire.AppendString(append(b, `{"name":`...), e.Name)
	b = append(b, `,"params":[`...)
	for i, p := range e.Params {
		if i > 0 {
			b = append(b, ',')
		}
		b = wire.AppendString(append(b, `{"name":`...), p.Name)
		if p.Value != nil {
			b = wire.AppendString(append(b, `,"value":`...), *p.Value)
		}
		b = append(b, '}')
	}
	return append(b, "]}"...)
}

// AppendJSON appends what was agreed on.
func (d *Deflate) AppendJSON(b []byte) []byte {
	b = strconv.AppendBool(append(b, `{"serverNoContextTakeover":`...), d.ServerNoContextTakeover)
	b = strconv.AppendBool(append(b, `,"clientNoContextTakeover":`...), d.ClientNoContextTakeover)
	b = strconv.AppendInt(append(b, `,"serverMaxWindowBits":`...), int64(d.ServerMaxWindowBits), 10)
	b = strconv.AppendInt(append(b, `,"clientMaxWindowBits":`...), int64(d.ClientMaxWindowBits), 10)
	return append(b, '}')
}
