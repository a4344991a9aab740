package pcap_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"testing"

	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

// FuzzRead reads anything: no panic, streams that are told things in order, counts that agree, and no more than the file and
// its claims can account for.
func FuzzRead(f *testing.F) {
	session, err := os.ReadFile("testdata/session.pcap")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(session)
	f.Add(session[:1500])
	for _, c := range reassembly {
		f.Add(capture(f, c.pkts))
	}
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		ng := (&file{order: order}).section()
		ng.block(1, uint16(1), uint16(0), uint32(0), uint16(9), uint16(1), []byte{9, 0, 0, 0}, uint16(0), uint16(0))
		for i, p := range slices.Concat(shake, []pkt{up("A", 105, 501, "late"), up("A", 101, 501, "soon"), down("FA", 501, 109, "")}) {
			b := slices.Concat(make([]byte, 12), []byte{8, 0}, p.ip(f))
			n := uint32(len(b))
			ng.block(6, uint32(0), uint32(0), uint32(1000*i), n, n, b)
		}
		f.Add(ng.Bytes())
		f.Add(classic(f, order, 0xa1b23c4d, 5))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, limits := range []pcap.Limits{{Held: 4 << 20, Pieces: 4096, Total: 64 << 20, Conns: 16384}, {Held: 200, Pieces: 3, Total: 300, Conns: 2}} {
			l := &log{t: t}
			stats, err := pcap.ReadLimited(bytes.NewReader(in), l.open, limits)
			if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, pcap.ErrBroken) && !errors.Is(err, pcap.ErrFormat) {
				t.Errorf("error: %v", err)
			}
			l.closed()
			var written, missing int64
			for _, c := range l.calls {
				written += int64(len(c.data))
				missing += c.n
			}
			if written != stats.Bytes || missing != stats.Missing || len(l.opens) != stats.Connections {
				t.Errorf("%d bytes, %d missing, %d connections; %+v", written, missing, len(l.opens), stats)
			}
			if written > int64(len(in)) {
				t.Errorf("%d bytes out of %d", written, len(in))
			}
			skipped := 0
			for _, n := range stats.Skipped {
				skipped += n
			}
			if skipped > stats.Packets {
				t.Errorf("%d packets skipped of %d", skipped, stats.Packets)
			}
		}
	})
}

// FuzzWrite writes units that cover anything; what comes out reads without a fault, each direction by offset.
func FuzzWrite(f *testing.F) {
	f.Add([]byte("\x01\x00\x05\x03\x01\x05\x04\x03\x01\x02\x00\x09"))
	f.Add(bytes.Repeat([]byte{1, 2, 3, 4}, 40))
	f.Fuzz(func(t *testing.T, script []byte) {
		var units []*wire.Unit
		for len(script) >= 4 {
			b := script[:4]
			script = script[4:]
			u := &wire.Unit{Conn: uint64(b[0] & 3), Dir: wire.Dir(b[0] >> 2 & 1), Kind: wire.KindRaw, At: int64(b[1])}
			from := int64(b[2])
			u.Spans = wire.Spans{{from, from + int64(b[3])}, {from + 200, from + 203}}
			u.Raw = bytes.Repeat([]byte{b[2]}, int(b[3]))
			u.Prior.Further = b[0]&8 != 0
			if b[0]&16 != 0 {
				u.Kind = wire.KindEnd
			}
			units = append(units, u)
		}
		out := written(t, units, pcap.Config{})
		packets(t, out)
		_, stats := readAll(t, bytes.NewReader(out))
		if len(stats.Skipped) > 0 || stats.Missing > 0 || stats.Retransmitted > 0 {
			t.Errorf("%+v", stats)
		}
	})
}
