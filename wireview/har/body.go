package har

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"io"
	"unicode/utf8"

	"wireside/wireview/coding"
	"wireside/wireview/wire"
)

// body is the content of a message, without the framing of its chunks.
type body struct {
	size int64  // of all of it, on the wire
	data []byte // what was sent, or what it says
	cut  bool   // data is only its beginning

	inflated bool  // its units have inflated it: data is what it says
	said     int64 // how many bytes that is
}

// add takes the content that a unit has.
func (b *body) add(u *wire.Unit, keep func(int) bool) {
	var piece []byte
	switch u.Kind {
	case wire.KindBody, wire.KindEvent:
		piece = u.Raw
	case wire.KindChunk:
		piece = chunkData(u)
	}
	b.size += int64(len(piece))
	whole := int64(len(piece))
	if content, ok := u.Value.(coding.Content); ok {
		piece, whole = u.Prior.Inflated, content.InflatedSize
		b.inflated = true
		b.said += whole
	}
	if b.cut || whole == 0 {
		return
	}
	take := min(len(piece), MaxBody-len(b.data))
	if !keep(take) {
		b.cut = true
		return
	}
	b.data = append(b.data, piece[:take]...)
	b.cut = int64(take) < whole
}

// chunkData returns the data of a chunk (RFC 9112 7.1): how many of its bytes are the application's is known, and they lie
// between two line ends.
func chunkData(u *wire.Unit) []byte {
	from := bytes.IndexByte(u.Raw, '\n') + 1
	if n := int64(len(u.Raw) - from); u.Payload < 0 || u.Payload > n {
		return nil
	}
	return u.Raw[from:][:u.Payload]
}

// decoded returns the content without its content coding (RFC 9110 8.4), and the coding that is left.
func (b *body) decoded(name string) (data []byte, left string) {
	if b.inflated {
		return b.data, ""
	}
	var r io.Reader
	var err error
	switch coding.Of([]byte(name)) {
	case coding.None:
		return b.data, ""
	case coding.Gzip:
		r, err = gzip.NewReader(bytes.NewReader(b.data))
	case coding.Deflate:
		r, err = zlib.NewReader(bytes.NewReader(b.data))
	default:
		return b.data, name
	}
	if err != nil || b.cut {
		return b.data, name
	}
	data, err = io.ReadAll(io.LimitReader(r, MaxBody+1))
	if err != nil || len(data) > MaxBody {
		return b.data, name
	}
	return data, ""
}

// asText returns bytes as the text of an archive, and how they are encoded.
func asText(b []byte) (text, encoding string) {
	if utf8.Valid(b) {
		return string(b), ""
	}
	return base64.StdEncoding.EncodeToString(b), "base64"
}
