package websocket

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf8"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Run is Client.Run without a library: the handshake, the messages and the frames of RFC 6455 are all here, by its sections.
// It is as naive: what is published after the connection ended is lost to it.
//
// It returns nil when the server has said all that it had to say, ctx's error when ctx has ended, and else what went wrong.
func (b *Bare) Run(ctx context.Context, each func(feed.Event)) error {
	observer := lab.Observed(b.Observer)
	observer.Request()
	stream, err := b.shake(ctx)
	if err == nil {
		observer.Status(lab.Open, "")
	}
	for err == nil {
		err = b.receive(stream, each)
	}
	b.hangUp(err)
	observer.Status(lab.Closed, err.Error()+"; it stays closed")
	return ending(ctx, err)
}

// shake is the opening handshake (4.1): a request with a key that nobody can foresee, and an answer that proves that who
// gave it knows WebSocket.
func (b *Bare) shake(ctx context.Context) (*bufio.Reader, error) {
	host, path, err := b.dial(ctx)
	if err != nil {
		return nil, err
	}
	var nonce [16]byte
	rand.Read(nonce[:])
	key := base64.StdEncoding.EncodeToString(nonce[:])
	fmt.Fprintf(b.conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n", path, host, key)
	stream, accept, err := b.upgraded()
	sum := sha1.Sum([]byte(key + keyGUID))
	if err == nil && accept != base64.StdEncoding.EncodeToString(sum[:]) {
		err = fmt.Errorf("Sec-WebSocket-Accept is %q, which does not answer our key", accept)
	}
	return stream, err
}

// What a frame is (5.2): from opClose on, a control frame. final is the bit of the last frame of a message.
const opContinue, opText, opBinary, opClose, opPing, opPong, final = 0x0, 0x1, 0x2, 0x8, 0x9, 0xa, 0x80

// receive reads frames until they make up a message (5.4), and tells what it brings. What the control frames in between ask
// for is done at once (5.5).
func (b *Bare) receive(stream *bufio.Reader, each func(feed.Event)) error {
	var message []byte
	var kind byte // opContinue until a message has begun
	b.expect()
	for {
		first, payload, err := readFrame(stream)
		if err != nil {
			return err
		}
		switch op := first & 0x0f; {
		case op == opClose:
			return closeError(payload)
		case op == opPing:
			b.write(opPong, payload)
		case op == opPong: // nobody has pinged
		case op > opBinary || (op == opContinue) != (kind != opContinue):
			return errFrame
		case len(message)+len(payload) > maxReceived:
			return errTooBig
		default:
			message, kind = append(message, payload...), kind|op
			if first < final {
				continue
			} else if kind == opText && !utf8.Valid(message) { // 8.1
				return errText
			}
			take(lab.Observed(b.Observer), kind == opBinary, message, each)
			return nil
		}
	}
}

// readFrame reads a frame (5.2). A server masks none (5.1). Control frames are short, and whole (5.5).
func readFrame(stream *bufio.Reader) (first byte, payload []byte, err error) {
	var head [2]byte
	if _, err = io.ReadFull(stream, head[:]); err != nil {
		return 0, nil, err
	}
	first, length := head[0], uint64(head[1])
	if first&0x70 != 0 || length > 127 || first&0x0f >= opClose && (first < final || length > 125) {
		return 0, nil, errFrame
	}
	if length > 125 { // it follows, in two bytes or in eight
		var long [8]byte
		if _, err = io.ReadFull(stream, long[6*(127-length):]); err != nil {
			return 0, nil, err
		}
		length = binary.BigEndian.Uint64(long[:])
	}
	if length > maxReceived {
		return 0, nil, errTooBig
	}
	var data bytes.Buffer // grows with what arrives, not with what is promised
	_, err = io.CopyN(&data, stream, int64(length))
	return first, data.Bytes(), err
}

// write sends a message, or a control frame, in one frame. A client masks each with a key that nobody can foresee (5.3):
// what it sends must not look like HTTP to those in between.
func (b *Bare) write(op byte, payload []byte) error {
	frame := []byte{final | op, 0x80}
	switch n := len(payload); {
	case n < 126:
		frame[1] |= byte(n)
	case n < 1<<16:
		frame[1] |= 126
		frame = binary.BigEndian.AppendUint16(frame, uint16(n))
	default:
		frame[1] |= 127
		frame = binary.BigEndian.AppendUint64(frame, uint64(n))
	}
	var key [4]byte
	rand.Read(key[:])
	frame = append(frame, key[:]...)
	for i, c := range payload {
		frame = append(frame, c^key[i%4])
	}
	return b.put(frame)
}
