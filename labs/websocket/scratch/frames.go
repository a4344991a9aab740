package scratch

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
)

const (
	readBytes  = 256 // of the buffer that a connection is read through
	firstBytes = 512 // of a payload's first buffer
)

// frame appends a frame as servers send them, unmasked and not fragmented (RFC 6455 section 5.1).
func (p *Parts) frame(dst []byte, op Opcode, payload []byte) ([]byte, error) {
	header, err := p.AppendHeader(nil, Header{Fin: true, Opcode: op, Length: uint64(len(payload))})
	if err != nil {
		return dst, err
	}
	return append(append(dst, header...), payload...), nil
}

// frames reads the frames of a client.
type frames struct {
	parts *Parts
	limit int    // bytes of a payload
	alive func() // is called whenever something came
	in    *bufio.Reader
	left  uint64 // bytes of the last frame's payload that are not read yet
}

// begin has f read what came early, and then the rest.
func (f *frames) begin(early []byte, rest io.Reader) {
	if len(early) > 0 {
		rest = io.MultiReader(bytes.NewReader(early), rest)
	}
	f.in = bufio.NewReaderSize(rest, readBytes)
}

// next returns the next frame, unmasked. The error is a *CloseError, or the connection's.
func (f *frames) next() (Header, []byte, error) {
	h, err := f.header()
	if err != nil {
		return h, nil, err
	}
	switch {
	case !h.Masked:
		return h, nil, &CloseError{CloseProtocolError, "a client's frames must be masked"} // 5.1
	case h.Opcode.Control() && h.Length > MaxControl:
		return h, nil, &CloseError{CloseProtocolError, fmt.Sprintf("control frame longer than %d bytes", MaxControl)} // 5.5
	case !h.Opcode.Control() && h.Length > uint64(f.limit):
		return h, nil, tooLong(f.limit) // also if it promises more than there is memory
	}
	payload, err := f.payload(h)
	return h, payload, err
}

func tooLong(limit int) error {
	return &CloseError{CloseMessageTooBig, fmt.Sprintf("message longer than %d bytes", limit)}
}

// header passes over what is left of the last frame and reads the header of the next.
func (f *frames) header() (Header, error) {
	if err := f.skip(); err != nil {
		return Header{}, err
	}
	for want := 1; ; {
		if _, err := f.in.Peek(want); err != nil {
			return Header{}, err
		}
		f.alive()
		p, _ := f.in.Peek(min(f.in.Buffered(), MaxHeader))
		h, n, err := f.parts.ParseHeader(p)
		switch {
		case err != nil:
			return h, fault(err)
		case n == 0 && len(p) < MaxHeader:
			want = len(p) + 1
		case n <= 0 || n > len(p):
			return h, fault(fmt.Errorf("ParseHeader was given %d bytes, and has read %d", len(p), n))
		default:
			f.in.Discard(n)
			f.left = h.Length
			return h, nil
		}
	}
}

// payload reads the payload of a frame. The memory that it takes grows with what has come: a header may promise much.
func (f *frames) payload(h Header) ([]byte, error) {
	payload := make([]byte, 0, min(f.left, firstBytes))
	for f.left > 0 {
		if len(payload) == cap(payload) {
			payload = slices.Grow(payload, int(min(f.left, uint64(len(payload)))))
		}
		room := payload[len(payload):cap(payload)]
		n, err := f.in.Read(room[:min(uint64(len(room)), f.left)])
		if err != nil {
			return nil, err
		}
		f.alive() // a client can't answer a ping amid a frame
		if err := f.parts.Mask(room[:n], h.Key, len(payload)); err != nil {
			return nil, fault(err)
		}
		payload = payload[:len(payload)+n]
		f.left -= uint64(n)
	}
	return payload, nil
}

// skip passes over what is left of the last frame.
func (f *frames) skip() error {
	for f.left > 0 {
		n, err := f.in.Discard(int(min(f.left, 1<<20)))
		f.left -= uint64(n)
		if err != nil {
			return err
		}
	}
	return nil
}
