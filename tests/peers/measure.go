package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"
)

// piece is the most that one read returns, in bytes.
const piece = 4 << 10

// work is a stream of units of one size, and who reads it. The first decoder is ours.
type work struct {
	name     string
	units    func(n int) []byte // the bytes of n units
	size     int                // of a unit, in bytes
	payload  int                // how many of them are the application's own
	decoders []decoder
	target   target
}

// target is the share of a peer's time that ours may take at most.
type target struct {
	peer  string
	share float64
}

// decoder reads a whole stream and tells what it saw.
type decoder struct {
	name string
	read func(*source) (seen, error)
}

// seen counts units, and their payload's bytes: what shows that a decoder has read what it was fed.
type seen struct {
	units   int
	payload int64
}

func (s *seen) add(payload int) {
	s.units++
	s.payload += int64(payload)
}

// same returns units of the same bytes.
func same(one []byte) func(n int) []byte {
	return func(n int) []byte { return slices.Repeat(one, n) }
}

// source is a stream: the bytes of many units, over and over.
type source struct {
	block []byte // many units
	at    int    // in block
	left  int64  // bytes to come
}

// blockSize is about how many bytes of a stream lie in memory: enough that no decoder's buffer lines up with it.
const blockSize = 1 << 20

// stream returns n units of w.
func (w *work) stream(block []byte, n int) *source {
	return &source{block: block, left: int64(n) * int64(w.size)}
}

func (w *work) block() []byte { return w.units(max(1, blockSize/w.size)) }

// next returns the next piece, nil at the end. It is valid as long as the source.
func (s *source) next() []byte {
	n := int(min(piece, s.left, int64(len(s.block)-s.at)))
	p := s.block[s.at : s.at+n]
	s.left -= int64(n)
	if s.at += n; s.at == len(s.block) {
		s.at = 0
	}
	if n == 0 {
		return nil
	}
	return p
}

// Read copies a piece, or as much of it as fits.
func (s *source) Read(p []byte) (int, error) {
	n := int(min(int64(len(p)), piece, s.left, int64(len(s.block)-s.at)))
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	copy(p, s.block[s.at:s.at+n])
	s.left -= int64(n)
	if s.at += n; s.at == len(s.block) {
		s.at = 0
	}
	return n, nil
}

// result is what was measured of a work, decoder by decoder.
type result struct {
	work   work
	ns     []float64 // a unit, the median over the rounds
	allocs []float64 // a unit, the least of all rounds: what else runs can only add
}

// measure runs the decoders in turns.
func measure(w work, rounds int, each time.Duration) (result, error) {
	block := w.block()
	counts := make([]int, len(w.decoders))
	for i, d := range w.decoders {
		n, err := w.enough(d, block, each)
		if err != nil {
			return result{}, err
		}
		counts[i] = n
	}
	times := make([][]float64, len(w.decoders))
	allocs := make([][]float64, len(w.decoders))
	for range rounds {
		for i, d := range w.decoders {
			took, mallocs, err := w.once(d, block, counts[i])
			if err != nil {
				return result{}, err
			}
			times[i] = append(times[i], float64(took)/float64(counts[i]))
			allocs[i] = append(allocs[i], float64(mallocs)/float64(counts[i]))
		}
	}
	r := result{work: w}
	for i := range w.decoders {
		slices.Sort(times[i])
		r.ns = append(r.ns, times[i][rounds/2])
		r.allocs = append(r.allocs, slices.Min(allocs[i]))
	}
	return r, nil
}

// enough returns how many units take a decoder about so long.
func (w *work) enough(d decoder, block []byte, each time.Duration) (int, error) {
	for n := 64; ; n *= 4 {
		took, _, err := w.once(d, block, n)
		if err != nil {
			return 0, err
		}
		if took >= each/8 || n > 1<<28 {
			return max(1, int(float64(n)*float64(each)/float64(took))), nil
		}
	}
}

// once has a decoder read n units, and checks that it saw them.
func (w *work) once(d decoder, block []byte, n int) (took time.Duration, mallocs uint64, err error) {
	src := w.stream(block, n)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	got, err := d.read(src)
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	if err != nil {
		return 0, 0, fmt.Errorf("%s, %s: %w", w.name, d.name, err)
	}
	if want := (seen{n, int64(n) * int64(w.payload)}); got != want {
		return 0, 0, fmt.Errorf("%s, %s: saw %d units with %d bytes of payload, want %d with %d",
			w.name, d.name, got.units, got.payload, want.units, want.payload)
	}
	return took, after.Mallocs - before.Mallocs, nil
}
