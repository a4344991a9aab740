package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"
)

// Input is read ahead of the decoder, this many pieces of this size.
const (
	inputPieces = 4
	inputPiece  = 64 << 10
)

// input is bytes that may arrive slowly. Whoever reads them is told when they pause.
type input struct {
	pause func()      // called when the next bytes are not there yet
	stop  func() bool // whether the next bytes are of no use any more

	ctx    context.Context
	close  func()
	live   bool // the bytes arrive: they are not those of a file
	hex    *hexReader
	pieces <-chan piece
	free   chan<- []byte
	buf    []byte // what pieces were cut from
	rest   []byte // what Read has not returned yet
	err    error  // why it cannot be read, other than its end
}

// piece is what one Read gave.
type piece struct {
	bytes []byte
	at    int64 // when it arrived, Unix time in microseconds
	err   error
}

// openInput opens a file, or standard input. The end of ctx ends it like the end of a file.
func openInput(ctx context.Context, d *decoding, stdin io.Reader) (*input, error) {
	r, release := stdin, func() error { return nil }
	if d.file != "-" {
		f, err := os.Open(d.file)
		if err != nil {
			return nil, err
		}
		r, release = f, f.Close
	}
	in := &input{live: true}
	if f, ok := r.(*os.File); ok {
		about, err := f.Stat()
		in.live = err == nil && !about.Mode().IsRegular()
	}
	if d.hex {
		in.hex = new(hexReader)
	}
	ctx, cancel := context.WithCancel(ctx)
	in.ctx = ctx
	in.close = func() {
		cancel()
		release()
	}
	pieces, free := make(chan piece, inputPieces), make(chan []byte, inputPieces)
	for range inputPieces {
		free <- make([]byte, inputPiece)
	}
	in.pieces, in.free = pieces, free
	go readAhead(ctx, r, pieces, free)
	return in, nil
}

// readAhead passes on what r has, until it has no more or ctx ends. It may outlive ctx in a Read that does not return.
func readAhead(ctx context.Context, r io.Reader, pieces chan<- piece, free <-chan []byte) {
	defer close(pieces)
	for {
		var buf []byte
		select {
		case buf = <-free:
		case <-ctx.Done():
			return
		}
		n, err := r.Read(buf[:inputPiece])
		pieces <- piece{buf[:n], time.Now().UnixMicro(), err} // there is room for all
		if err != nil {
			return
		}
	}
}

// next returns the next bytes, and when they arrived, 0 for those of a file. They are valid until it is called again. The
// error is io.EOF at the end, with which no bytes come.
func (in *input) next() (p []byte, at int64, err error) {
	if in.buf != nil {
		in.free <- in.buf
		in.buf = nil
	}
	if in.stop() {
		return nil, 0, io.EOF
	}
	var next piece
	ok := false
	select {
	case next, ok = <-in.pieces:
	default:
		if in.live {
			in.pause()
		}
		select {
		case next, ok = <-in.pieces:
		case <-in.ctx.Done():
		}
	}
	if !ok {
		return nil, 0, in.end()
	}
	in.buf, p = next.bytes, next.bytes
	if next.err != nil && next.err != io.EOF {
		in.err = next.err
	}
	if in.hex != nil {
		if p, err = in.hex.decode(p); err != nil {
			in.err = err
			return nil, 0, err
		}
	}
	if in.live {
		at = next.at
	}
	return p, at, nil
}

// end returns what the input ended with.
func (in *input) end() error {
	if in.err == nil && in.hex != nil && in.hex.half {
		in.err = errors.New("the hexadecimal text ends inside a byte: its number of digits is odd")
	}
	if in.err != nil {
		return in.err
	}
	return io.EOF
}

// Read implements io.Reader.
func (in *input) Read(p []byte) (int, error) {
	for len(in.rest) == 0 {
		var err error
		if in.rest, _, err = in.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, in.rest)
	in.rest = in.rest[n:]
	return n, nil
}
