package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// Each decoder reads what it is fed: as many units as there are, with as much payload.
func TestDecodersReadTheirStreams(t *testing.T) {
	for _, w := range works() {
		block := w.block()
		for _, d := range w.decoders {
			t.Run(w.name+"/"+d.name, func(t *testing.T) {
				for _, n := range []int{1, 2, 100} {
					if _, _, err := w.once(d, block, n); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
}

// One that misses a unit, or fails, is no measurement.
func TestDecoderThatMisses(t *testing.T) {
	broken := errors.New("broken")
	for _, d := range []decoder{
		{"skips", func(src *source) (seen, error) { return seen{units: 9, payload: 9}, nil }},
		{"cuts", func(src *source) (seen, error) { return seen{units: 10, payload: 9}, nil }},
		{"fails", func(src *source) (seen, error) { return seen{units: 10, payload: 10}, broken }},
	} {
		w := work{name: "w", units: same([]byte("x")), size: 1, payload: 1, decoders: []decoder{d}}
		if _, _, err := w.once(d, w.block(), 10); err == nil || !strings.Contains(err.Error(), d.name) {
			t.Errorf("%s: error %v", d.name, err)
		}
		if _, err := measure(w, 1, 1); err == nil {
			t.Errorf("%s: measured all the same", d.name)
		}
	}
}

// Both ways to read a source give the same stream, its end included.
func TestSource(t *testing.T) {
	one := []byte("0123456789")
	w := work{size: len(one)}
	block := same(one)(1000)
	const n = 3456 // more than the block holds
	var pushed, pulled bytes.Buffer
	src := w.stream(block, n)
	for p := src.next(); p != nil; p = src.next() {
		if len(p) > piece {
			t.Fatalf("a piece of %d bytes", len(p))
		}
		pushed.Write(p)
	}
	if _, err := pulled.ReadFrom(w.stream(block, n)); err != nil {
		t.Fatal(err)
	}
	if want := bytes.Repeat(one, n); !bytes.Equal(pushed.Bytes(), want) || !bytes.Equal(pulled.Bytes(), want) {
		t.Errorf("read %d and %d bytes, want the same %d", pushed.Len(), pulled.Len(), len(want))
	}
}

func TestHeadSize(t *testing.T) {
	if n := len(browserHead()); n != headSize {
		t.Errorf("the head has %d bytes", n)
	}
}

func TestTable(t *testing.T) {
	w := work{name: "w", decoders: []decoder{{name: ours}, {name: explained}, {name: "slow"}, {name: "fast"}}, target: target{"slow", .2}}
	var out strings.Builder
	if err := printTable(&out, []result{
		{work: w, ns: []float64{10, 5, 50, 40}, allocs: []float64{0, 0, 1, 1}}, {work: w, ns: []float64{11, 5, 50, 40}, allocs: []float64{1, 0, 1, 1}},
	}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"slow     ", "fast *", "0.20", "0.25", "≤ 0.20: reached", "≤ 0.20: missed", "0 allocs: reached", "0 allocs: missed"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

// The command as it is run, as short as can be.
func TestRun(t *testing.T) {
	var out strings.Builder
	if err := run([]string{"-rounds", "1", "-time", "1us"}, &out); err != nil {
		t.Fatal(err)
	}
	for _, w := range works() {
		if got := strings.Count(out.String(), "\n"+w.name+" "); got != len(w.decoders) {
			t.Errorf("%d lines for %s, want %d", got, w.name, len(w.decoders))
		}
	}
	for _, args := range [][]string{{"-rounds", "0"}, {"-time", "0s"}, {"-what"}, {"-only", "nothing"}} {
		if err := run(args, &out); err == nil {
			t.Errorf("%q was taken", args)
		}
	}
}
