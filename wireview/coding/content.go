package coding

import (
	"strconv"
	"unsafe"

	"wireside/wireview/wire"
)

// Content is the value of a body unit.
type Content struct {
	Size         int64  `json:"size"`         // bytes of content in the unit, compressed
	Coding       string `json:"coding"`       // "gzip" or "deflate"
	InflatedSize int64  `json:"inflatedSize"` // how many bytes they say
	// Inflated is what they say, of more than MaxKept bytes the beginning. Explain sets it; nil if they say nothing.
	Inflated []byte `json:"inflated,omitzero"`
	// Parts are what the unit is made of, for Explain.
	Parts []Part `json:"-"`
}

// Bytes returns how much memory the content takes beyond its unit.
func (c Content) Bytes() int { return len(c.Parts) * int(unsafe.Sizeof(Part{})) }

// AppendJSON appends the content as encoding/json writes it.
func (c Content) AppendJSON(b []byte) []byte {
	b = strconv.AppendInt(append(b, `{"size":`...), c.Size, 10)
	b = wire.AppendString(append(b, `,"coding":`...), c.Coding)
	b = strconv.AppendInt(append(b, `,"inflatedSize":`...), c.InflatedSize, 10)
	if c.Inflated != nil {
		b = wire.AppendBase64(append(b, `,"inflated":`...), c.Inflated)
	}
	return append(b, '}')
}
