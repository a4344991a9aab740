package pcap

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// packet is a record of a capture. Its data are valid until the next one is read.
type packet struct {
	at   int64 // Unix time in microseconds
	link uint16
	data []byte
	wire int    // how many bytes it had on the wire: at least len(data)
	bad  reason // why it can't be used, known without looking into it
}

// source reads the records of a capture file.
type source interface {
	// next reads a record; io.EOF at the file's regular end.
	next(p *packet) error
}

type format uint8

const (
	pcapMicros format = iota
	pcapNanos
	pcapNG
)

// formatOf tells the format by a file's first four bytes.
func formatOf(prefix []byte) (format, bool) {
	if len(prefix) < 4 {
		return 0, false
	}
	switch binary.BigEndian.Uint32(prefix) {
	case 0xa1b2c3d4, 0xd4c3b2a1:
		return pcapMicros, true
	case 0xa1b23c4d, 0x4d3cb2a1:
		return pcapNanos, true
	case blockSection: // the same in both byte orders
		return pcapNG, true
	}
	return 0, false
}

func newSource(r io.Reader) (source, error) {
	in := &input{Reader: bufio.NewReaderSize(r, MaxPacket+1024)}
	magic, err := in.Peek(4)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("pcap: %w", err)
	}
	f, ok := formatOf(magic)
	switch {
	case !ok && bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		return nil, fmt.Errorf("%w, but gzip: unpack it first, say with `gzip -dc FILE`", ErrFormat)
	case !ok && len(magic) == 0:
		return nil, fmt.Errorf("%w: it is empty", ErrFormat)
	case !ok:
		return nil, ErrFormat
	case f == pcapNG:
		return &ngSource{in: in}, nil
	}
	return newClassic(in, f)
}

// input is a file of which the position is known.
type input struct {
	*bufio.Reader
	off int64
}

// take returns the next n bytes, n at most the buffer's size. At the end of the file it returns io.EOF if not a byte is left
// and the file may end here, and else an error that says so.
func (in *input) take(n int, mayEnd bool) ([]byte, error) {
	p, err := in.Peek(n)
	if err != nil {
		return nil, in.ended(int64(len(p)), mayEnd, err)
	}
	in.Discard(n) // can't fail: they are buffered
	in.off += int64(n)
	return p, nil
}

// skip passes over n bytes.
func (in *input) skip(n int64) error {
	for n > 0 {
		step, err := in.Discard(int(min(n, 1<<30)))
		in.off += int64(step)
		n -= int64(step)
		if err != nil {
			return in.ended(0, false, err)
		}
	}
	return nil
}

func (in *input) ended(left int64, mayEnd bool, err error) error {
	switch {
	case err != io.EOF:
		return fmt.Errorf("pcap: after byte %d: %w", in.off+left, err)
	case left == 0 && mayEnd:
		return io.EOF
	}
	return fmt.Errorf("pcap: the capture is cut off at byte %d: %w", in.off+left, io.ErrUnexpectedEOF)
}

// ErrBroken is wrapped by Read's error where a capture's own structure is wrong.
var ErrBroken = errors.New("the capture is broken")

func (in *input) broken(what string, args ...any) error {
	return fmt.Errorf("pcap: %w near byte %d: %s", ErrBroken, in.off, fmt.Sprintf(what, args...))
}
