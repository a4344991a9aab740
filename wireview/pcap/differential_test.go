package pcap_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"wireside/wireview/wire"
)

// However a connection's bytes are cut into segments, shuffled within a window, doubled and overlapped: the same bytes.
func TestReassemblyIsTheSameHoweverItIsCut(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 2))
		var streams [2][]byte
		var starts [2]uint32
		for dir := range streams {
			streams[dir] = make([]byte, random.IntN(30000))
			for i := range streams[dir] {
				streams[dir][i] = byte(random.Uint32())
			}
			starts[dir] = random.Uint32()
			if seed%3 == 0 {
				starts[dir] = -uint32(random.IntN(20000)) // to wrap around
			}
		}
		pkts := []pkt{up("S", starts[0]-1, 0, ""), down("SA", starts[1]-1, starts[0], "")}
		pkts = append(pkts, scatter(random, streams, starts, seed%2 == 0)...)
		l, stats := readAll(t, bytes.NewReader(capture(t, pkts)))
		if len(l.opens) != 1 || stats.Missing > 0 || len(stats.Skipped) > 0 {
			t.Errorf("seed %d: %+v", seed, stats)
		}
		for _, dir := range wire.Dirs {
			if got := l.bytes(1, dir); !bytes.Equal(got, streams[dir]) {
				t.Fatalf("seed %d, %v: %d bytes sent, %d read, equal up to %d", seed, dir, len(streams[dir]), len(got), common(got, streams[dir]))
			}
		}
	}
}

// scatter cuts both streams into segments, some of them twice or with more than their own, and shuffles them a little. With
// acks, each tells how much of the other direction has come in order before it.
func scatter(random *rand.Rand, streams [2][]byte, starts [2]uint32, acks bool) []pkt {
	type placed struct {
		pkt
		key int
	}
	var all []placed
	for dir, s := range streams {
		for from := 0; from < len(s); {
			n := min(1+random.IntN(1400), len(s)-from)
			begin, end := from, from+n
			if random.IntN(4) == 0 {
				begin = max(0, begin-random.IntN(500))
				end = min(len(s), end+random.IntN(500))
			}
			for range 1 + random.IntN(5)/4 {
				p := pkt{up: dir == 0, flags: "A", seq: starts[dir] + uint32(begin), ack: starts[1-dir], data: string(s[begin:end])}
				all = append(all, placed{p, from + random.IntN(6000)}) // late by as much as some segments
			}
			from += n
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.key - b.key })
	var come [2][]bool
	var whole [2]int
	for dir, s := range streams {
		come[dir] = make([]bool, len(s))
	}
	var out []pkt
	for _, p := range all {
		dir := 1
		if p.up {
			dir = 0
		}
		from := int(p.seq - starts[dir])
		for i := range p.data {
			come[dir][from+i] = true
		}
		for whole[dir] < len(come[dir]) && come[dir][whole[dir]] {
			whole[dir]++
		}
		if acks {
			p.ack += uint32(whole[1-dir])
		}
		out = append(out, p.pkt)
	}
	return out
}

func common(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// Where segments are missing too, every byte that comes is at its place, and the gaps are what is missing.
func TestGapsAreWhatIsMissing(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 3))
		stream := make([]byte, 20000)
		for i := range stream {
			stream[i] = byte(1 + random.IntN(255)) // no zero, which stands for a missing byte
		}
		pkts := scatter(random, [2][]byte{0: stream}, [2]uint32{7, 9}, false)
		pkts = slices.DeleteFunc(pkts, func(pkt) bool { return random.IntN(3) == 0 })
		want := make([]byte, len(stream))
		last := 0
		for _, p := range pkts {
			copy(want[p.seq-7:], p.data)
			last = max(last, int(p.seq-7)+len(p.data))
		}
		l, stats := readAll(t, bytes.NewReader(capture(t, slices.Concat([]pkt{up("S", 6, 0, "")}, pkts))))
		if got := l.bytes(1, wire.C2S); !bytes.Equal(got, want[:last]) {
			t.Fatalf("seed %d: %d bytes and gaps, want %d, equal up to %d", seed, len(got), last, common(got, want))
		}
		if missing := int64(bytes.Count(want[:last], []byte{0})); stats.Missing != missing || stats.Bytes != int64(last)-missing {
			t.Errorf("seed %d: %+v, %d missing of %d", seed, stats, missing, last)
		}
	}
}
