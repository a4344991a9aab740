package pcap_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

type nobody struct{}

func (nobody) Write(wire.Dir, int64, []byte) {}
func (nobody) Gap(wire.Dir, int64, int64)    {}
func (nobody) Close(int64)                   {}

// talk is a capture in which connections send segments of a size in turn, each acknowledged.
func talk(b *testing.B, size, conns int) (in []byte, packets int) {
	var pkts []pkt
	data := strings.Repeat("x", size)
	for i := range max(4<<20/(size+100), conns*4) {
		conn := i % conns
		p := []pkt{down("A", 501+uint32(i/conns*size), 101, data), up("A", 101, 501+uint32((i/conns+1)*size), "")}
		pkts = append(pkts, between(fmt.Sprintf("10.0.%d.%d:50000", conn>>8, conn&255), "10.1.0.2:80", p...)...)
	}
	return capture(b, pkts), len(pkts)
}

func BenchmarkRead(b *testing.B) {
	for _, size := range []int{125, 1448, 32 << 10} {
		for _, conns := range []int{1, 1000} {
			b.Run(fmt.Sprintf("segments=%d/connections=%d", size, conns), func(b *testing.B) {
				in, packets := talk(b, size, conns)
				b.SetBytes(int64(packets / 2 * size))
				b.ReportAllocs()
				for b.Loop() {
					stats, err := pcap.Read(bytes.NewReader(in), func(pcap.Endpoints) pcap.Stream { return nobody{} })
					if err != nil || stats.Connections != conns || stats.Missing > 0 {
						b.Fatal(stats, err)
					}
				}
				b.ReportMetric(float64(packets)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mpackets/s")
			})
		}
	}
}

// BenchmarkReadShuffled reads segments that come in pairs, the later one first.
func BenchmarkReadShuffled(b *testing.B) {
	const size = 1448
	pkts := slices.Clone(shake)
	data := strings.Repeat("x", size)
	for i := range uint32(2000) {
		pkts = append(pkts, down("A", 501+(i^1)*size, 101, data))
	}
	in := capture(b, pkts)
	b.SetBytes(2000 * size)
	b.ReportAllocs()
	for b.Loop() {
		if stats, err := pcap.Read(bytes.NewReader(in), func(pcap.Endpoints) pcap.Stream { return nobody{} }); err != nil || stats.Missing > 0 {
			b.Fatal(stats, err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	var units []*wire.Unit
	for i := range int64(10000) {
		units = append(units, &wire.Unit{At: i, Conn: uint64(i%10 + 1), Kind: wire.KindFrame, Spans: wire.Spans{{i / 10 * 131, (i/10 + 1) * 131}}, Raw: make([]byte, 131)})
	}
	b.SetBytes(10000 * 131)
	b.ReportAllocs()
	for b.Loop() {
		if err := pcap.Write(io.Discard, slices.Values(units), pcap.Config{}); err != nil {
			b.Fatal(err)
		}
	}
}
