// Package closing is an answer that says codes which must not be sent.
package closing

import (
	"bytes"

	"wireside/labs/websocket/scratch"
)

const Started = true

func AppendClose(dst []byte, code int, reason string) ([]byte, error) {
	return scratch.AppendClose(dst, code, reason)
}

func ParseClose(payload []byte) (code int, reason string, err error) {
	return scratch.ParseClose(payload)
}

func NewClosing(server bool) (scratch.Closing, error) {
	right, err := scratch.NewClosing(server)
	return closing{right}, err
}

type closing struct{ scratch.Closing }

func (c closing) Received(payload []byte) (scratch.Next, error) {
	if bytes.HasSuffix(payload, []byte("close: panic")) {
		panic("no way to say goodbye")
	}
	next, err := c.Closing.Received(payload)
	if next.Send && len(next.Payload) == 0 {
		next.Payload = []byte{0x03, 0xed} // 1005
	}
	return next, err
}
