package http1

import (
	"strconv"

	"wireside/wireview/wire"
)

// Request is the value of a request unit.
type Request struct {
	Method  string      `json:"method"`
	Target  string      `json:"target"`
	Version string      `json:"version"`
	Headers [][2]string `json:"headers"` // name and value, in order, as they were sent
	Framing Framing     `json:"framing"`
}

// AppendJSON appends the request as encoding/json writes it, and so do the other values.
func (r Request) AppendJSON(b []byte) []byte {
	b = wire.AppendString(append(b, `{"method":`...), r.Method)
	b = wire.AppendString(append(b, `,"target":`...), r.Target)
	b = wire.AppendString(append(b, `,"version":`...), r.Version)
	b = appendPairs(append(b, `,"headers":`...), r.Headers)
	return appendFraming(b, r.Framing)
}

// Response is the value of a response unit.
type Response struct {
	Version string      `json:"version"`
	Status  int         `json:"status"`
	Reason  string      `json:"reason"`
	Headers [][2]string `json:"headers"`
	Framing Framing     `json:"framing"`
	// Handshake is what the protocol that the connection switches to makes of the response. Nothing here sets it; nil if
	// nobody has.
	Handshake wire.JSONAppender `json:"handshake,omitempty"`
}

// AppendJSON appends the response.
func (r Response) AppendJSON(b []byte) []byte {
	b = wire.AppendString(append(b, `{"version":`...), r.Version)
	b = strconv.AppendInt(append(b, `,"status":`...), int64(r.Status), 10)
	b = wire.AppendString(append(b, `,"reason":`...), r.Reason)
	b = appendPairs(append(b, `,"headers":`...), r.Headers)
	b = appendFraming(b, r.Framing)
	if r.Handshake == nil {
		return b
	}
	b = r.Handshake.AppendJSON(append(b[:len(b)-1], `,"handshake":`...))
	return append(b, '}')
}

// Chunk is the value of a chunk unit.
type Chunk struct {
	Size int64 `json:"size"` // bytes of data, be they in the unit or not
}

// AppendJSON appends the chunk.
func (c Chunk) AppendJSON(b []byte) []byte { return appendSize(b, c.Size) }

// Content is the value of a body unit.
type Content struct {
	Size int64 `json:"size"` // bytes of content in the unit
}

// AppendJSON appends the content.
func (c Content) AppendJSON(b []byte) []byte { return appendSize(b, c.Size) }

// Trailers is the value of a trailers unit: names and values, in order.
type Trailers [][2]string

// AppendJSON appends the trailers.
func (t Trailers) AppendJSON(b []byte) []byte { return appendPairs(b, t) }

// End is the value of an end unit.
type End struct {
	Incomplete bool `json:"incomplete"` // the stream ended within a message
}

// AppendJSON appends the end.
func (e End) AppendJSON(b []byte) []byte {
	return append(strconv.AppendBool(append(b, `{"incomplete":`...), e.Incomplete), '}')
}

func appendSize(b []byte, size int64) []byte {
	return append(strconv.AppendInt(append(b, `{"size":`...), size, 10), '}')
}

func appendFraming(b []byte, f Framing) []byte {
	return append(wire.AppendString(append(b, `,"framing":`...), f.String()), '}')
}

func appendPairs(b []byte, pairs [][2]string) []byte {
	if pairs == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i := range pairs {
		if i > 0 {
			b = append(b, ',')
		}
		b = wire.AppendString(append(b, '['), pairs[i][0])
		b = wire.AppendString(append(b, ','), pairs[i][1])
		b = append(b, ']')
	}
	return append(b, ']')
}
