package wsframe

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"sync"
)

// tail is what a sender takes off the end of a compressed message (RFC 7692 7.2.1), and an empty last block, so that the
// inflater sees an end.
const tail = "\x00\x00\xff\xff\x01\x00\x00\xff\xff"

var errInflatedTooLarge = errors.New("wsframe: inflated message is too large")

var inflaters = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}

// inflate returns what a compressed message says (RFC 7692 7.2.2), without the messages before it: a reference to one
// of them is an error, never a wrong byte. It fails with errInflatedTooLarge above limit bytes.
func inflate(data []byte, limit int64) ([]byte, error) {
	r := inflaters.Get().(io.ReadCloser)
	defer inflaters.Put(r)
	in := make([]byte, 0, len(data)+len(tail))
	in = append(append(in, data...), tail...)
	if err := r.(flate.Resetter).Reset(bytes.NewReader(in), nil); err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(out)) > limit:
		return nil, errInflatedTooLarge
	}
	return out, nil
}
