package pcap_test

import (
	"encoding/binary"
	"io"
	"runtime"
	"strings"
	"testing"

	"wireside/wireview/pcap"
)

// holes is an endless capture of connections that each leave out a byte and send much after it.
type holes struct {
	record []byte // with its header
	left   []byte // of it
	n      uint32
	until  uint32
}

func (h *holes) Read(p []byte) (int, error) {
	if len(h.left) == 0 {
		if h.n == h.until {
			return 0, io.EOF
		}
		h.n++
		binary.BigEndian.PutUint32(h.record[16+12:], h.n) // the sender's address
		h.left = h.record
	}
	n := copy(p, h.left)
	h.left = h.left[n:]
	return n, nil
}

// However much a capture has that can't be handed on, memory is bounded: 60 MB are read, and 4 MiB are held.
func TestMemoryIsBounded(t *testing.T) {
	shape := capture(t, []pkt{up("SA", 100, 501, ""), up("A", 102, 501, strings.Repeat("x", 1400))})
	head, first, tail := shape[:24], shape[24:24+16+40], shape[24+16+40:]
	in := io.MultiReader(strings.NewReader(string(head)), &twice{&holes{record: append([]byte(nil), first...), until: 40000}, &holes{record: append([]byte(nil), tail...), until: 40000}, 0})
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var peak, opened uint64
	stats, err := pcap.ReadLimited(in, func(pcap.Endpoints) pcap.Stream {
		if opened++; opened%4000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc-before.HeapAlloc)
		}
		return nobody{}
	}, pcap.Limits{Held: 4 << 20, Pieces: 4096, Total: 4 << 20, Conns: 16384})
	if err != nil {
		t.Fatal(err)
	}
	if opened != 40000 || stats.Evicted == 0 || stats.Overrun == 0 || stats.Bytes != 40000*1400 || stats.Missing != 40000 {
		t.Errorf("%d opened, %+v", opened, stats)
	}
	// What is held, a table of 16,384 connections, and the buffer.
	if limit := uint64(4<<20 + 16384*1024 + 2<<20); peak > limit {
		t.Errorf("%d bytes of memory, more than %d", peak, limit)
	}
}

// twice takes a record from each reader in turn.
type twice struct {
	a, b *holes
	turn int
}

func (r *twice) Read(p []byte) (int, error) {
	from := r.a
	if r.turn == 1 {
		from = r.b
	}
	n, err := from.Read(p)
	if len(from.left) == 0 {
		r.turn = 1 - r.turn
	}
	return n, err
}
