package main

import (
	"fmt"
	"io"

	"wireside/wireview/oneway"
	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

// decodeRaw decodes the bytes of one direction.
func (d *decoding) decodeRaw(in *input, out *output) error {
	dir := wire.S2C
	if d.from == "client" {
		dir = wire.C2S
	}
	decoder, err := oneway.New(oneway.Config{As: d.as, Dir: dir, Deflate: d.deflate, Methods: d.methods}, out.emit)
	if err != nil {
		return usageError{err}
	}
	var last int64
	for first := true; ; first = false {
		p, at, err := in.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if first && pcap.IsCapture(p) {
			return usageError{fmt.Errorf("%s is a capture: leave out --from", d.name())}
		}
		last = at
		decoder.Write(at, p)
	}
	decoder.Close(last)
	return nil
}
