package exercise

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

// sample is a header, and its bytes.
type sample struct {
	header scratch.Header
	bytes  string
}

// shortSamples have neither a longer length nor a key: two bytes.
var shortSamples = []sample{
	{scratch.Header{Fin: true, Opcode: scratch.OpText, Length: 5}, "\x81\x05"},
	{scratch.Header{Opcode: scratch.OpText, Length: 3}, "\x01\x03"},
	{scratch.Header{Fin: true, Opcode: scratch.OpContinuation, Length: 2}, "\x80\x02"},
	{scratch.Header{Fin: true, Opcode: scratch.OpPing, Length: 5}, "\x89\x05"},
	{scratch.Header{Fin: true, Opcode: scratch.OpClose}, "\x88\x00"},
	{scratch.Header{Fin: true, RSV: 4, Opcode: scratch.OpBinary, Length: 125}, "\xc2\x7d"},
	{scratch.Header{RSV: 3, Opcode: 0xF, Length: 1}, "\x3f\x01"},
}

// headerSamples are one of each kind.
var headerSamples = []sample{
	{scratch.Header{Fin: true, Opcode: scratch.OpText, Length: 5}, "\x81\x05"},
	{scratch.Header{Opcode: scratch.OpText, Length: 3}, "\x01\x03"},
	{scratch.Header{Fin: true, Opcode: scratch.OpContinuation, Length: 2}, "\x80\x02"},
	{scratch.Header{Fin: true, Opcode: scratch.OpText, Masked: true, Key: helloKey, Length: 5}, "\x81\x85\x37\xfa\x21\x3d"},
	{scratch.Header{Fin: true, Opcode: scratch.OpPong, Masked: true, Key: helloKey, Length: 125}, "\x8a\xfd\x37\xfa\x21\x3d"},
	{scratch.Header{RSV: 5, Opcode: 0xB}, "\x5b\x00"},
	{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Length: 126}, "\x82\x7e\x00\x7e"},
	{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Length: 256}, "\x82\x7e\x01\x00"},
	{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Masked: true, Key: helloKey, Length: 65535}, "\x82\xfe\xff\xff\x37\xfa\x21\x3d"},
	{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Length: 65536}, "\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00"},
	{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Masked: true, Key: helloKey, Length: math.MaxInt64},
		"\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x37\xfa\x21\x3d"},
}

// append calls an answer.
func (c HeaderCodec) append(dst []byte, h scratch.Header, call string) ([]byte, error) {
	defer naming(call)
	return c.Append(dst, h)
}

// parse calls an answer.
func (c HeaderCodec) parse(p []byte, call string) (scratch.Header, int, error) {
	defer naming(call)
	return c.Parse(p)
}

// appends holds an answer to the bytes of headers: to the first so many of each, or with 0 to all.
func appends(first int, samples ...sample) func(book.Run, HeaderCodec) error {
	return func(_ book.Run, answer HeaderCodec) error {
		for _, s := range samples {
			call := fmt.Sprintf("AppendHeader(nil, %s)", shownHeader(s.header))
			seen, err := answer.append(nil, s.header, call)
			if err := succeeded(err, call); err != nil {
				return err
			}
			if first > 0 && len(seen) >= first && string(seen[:first]) == s.bytes[:first] {
				continue
			}
			if err := book.SameBytes([]byte(s.bytes), seen, "%s", call); err != nil {
				return err
			}
		}
		return nil
	}
}

// parses holds an answer to the headers of bytes, behind which something else lies.
func parses(behind string) func(book.Run, HeaderCodec) error {
	type read struct {
		Header scratch.Header
		N      int
	}
	return func(_ book.Run, answer HeaderCodec) error {
		for _, s := range headerSamples {
			for _, tail := range []string{"", behind} {
				call := fmt.Sprintf("ParseHeader(% x)", s.bytes+tail)
				given := []byte(s.bytes + tail)
				h, n, err := answer.parse(given, call)
				if err := succeeded(err, call); err != nil {
					return err
				}
				if err := book.Same(read{s.header, len(s.bytes)}, read{h, n}, "%s", call); err != nil {
					return err
				}
				if !bytes.Equal(given, []byte(s.bytes+tail)) {
					return book.SameBytes([]byte(s.bytes+tail), given, "%s changes what it is given", call)
				}
			}
		}
		return nil
	}
}

// breaks holds an answer to errors with code 1002.
func breaks(headers ...string) func(book.Run, HeaderCodec) error {
	return func(_ book.Run, answer HeaderCodec) error {
		for _, p := range headers {
			call := fmt.Sprintf("ParseHeader(% x)", p)
			h, n, err := answer.parse([]byte(p), call)
			var closing *scratch.CloseError
			if errors.As(err, &closing) && closing.Code == scratch.CloseProtocolError {
				continue
			}
			seen := failure(err)
			if err == nil {
				seen = fmt.Sprintf("%s, n %d, and no error", shownHeader(h), n)
			}
			return differs(closeWith(scratch.CloseProtocolError), seen, call)
		}
		return nil
	}
}

// shownHeader returns a header as one writes it in Go, its zero fields left out.
func shownHeader(h scratch.Header) string {
	var fields []string
	if h.Fin {
		fields = append(fields, "Fin: true")
	}
	if h.RSV != 0 {
		fields = append(fields, fmt.Sprintf("RSV: %d", h.RSV))
	}
	fields = append(fields, fmt.Sprintf("Opcode: %#x", byte(h.Opcode)))
	if h.Masked {
		fields = append(fields, fmt.Sprintf("Masked: true, Key: % x", h.Key))
	}
	return "{" + strings.Join(append(fields, fmt.Sprintf("Length: %d", h.Length)), ", ") + "}"
}
