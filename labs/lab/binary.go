package lab

import (
	"encoding/binary"
	"errors"

	"wireside/labs/feed"
)

// binaryHead is how many bytes of a binary event come before its data.
const binaryHead = 8 + 8

// ErrBinaryEvent is what ParseBinaryEvent says of bytes that are too few.
var ErrBinaryEvent = errors.New("lab: a binary event begins with 8 bytes of seq and 8 bytes of at")

// AppendBinaryEvent appends an event as a WebSocket's binary message carries it: seq and at, 8 bytes each with the most
// significant first, and then the data as it is.
func AppendBinaryEvent(dst []byte, e feed.Event) []byte {
	dst = binary.BigEndian.AppendUint64(dst, e.Seq)
	dst = binary.BigEndian.AppendUint64(dst, uint64(e.At))
	return append(dst, e.Data...)
}

// ParseBinaryEvent reads what AppendBinaryEvent writes. The error is ErrBinaryEvent.
func ParseBinaryEvent(message []byte) (feed.Event, error) {
	if len(message) < binaryHead {
		return feed.Event{}, ErrBinaryEvent
	}
	return feed.Event{
		Seq:    binary.BigEndian.Uint64(message),
		At:     int64(binary.BigEndian.Uint64(message[8:])),
		Data:   string(message[binaryHead:]),
		Binary: true,
	}, nil
}
