package main

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"wireside/wireview/decode"
	"wireside/wireview/text"
	"wireside/wireview/wire"
)

// Units are explained and written in batches. One of this size takes about as long as the channels' wake-ups are worth.
const (
	batchUnits = 256
	batchBytes = 128 << 10
	// largeBatch is the size from which a batch travels alone, so that large units do not pile up in memory.
	largeBatch = 1 << 20
	batches    = 8
)

// batch is units on their way from the decoder to the writer, with memory of their own.
type batch struct {
	units []wire.Unit
	bytes []byte // under Raw and Prior.Inflated
	spans []wire.Span
	extra int    // bytes of values
	out   []byte // what is to be written
	done  chan struct{}
}

func (b *batch) size() int { return len(b.bytes) + b.extra }

// add keeps a copy of a unit.
func (b *batch) add(u *wire.Unit) {
	b.units = append(b.units, *u)
	kept := &b.units[len(b.units)-1]
	kept.Raw = b.keep(u.Raw)
	if u.Prior.Inflated != nil {
		kept.Prior.Inflated = b.keep(u.Prior.Inflated)
	}
	from := len(b.spans)
	b.spans = append(b.spans, u.Spans...)
	kept.Spans = b.spans[from:len(b.spans):len(b.spans)]
	if v, ok := u.Value.(interface{ Bytes() int }); ok {
		b.extra += v.Bytes()
	}
}

func (b *batch) keep(p []byte) []byte {
	from := len(b.bytes)
	b.bytes = append(b.bytes, p...)
	return b.bytes[from:len(b.bytes):len(b.bytes)]
}

// reset empties a batch, and lets go of memory that was for a large unit. What small ones came to goes with the next ones.
func (b *batch) reset() {
	if b.size() > 2*batchBytes {
		clear(b.units)
	}
	b.units, b.bytes, b.spans, b.extra, b.out = b.units[:0], b.bytes[:0], b.spans[:0], 0, b.out[:0]
	if cap(b.bytes) > largeBatch {
		b.bytes = nil
	}
	if cap(b.spans) > largeBatch/16 {
		b.spans = nil
	}
	if cap(b.out) > 8*largeBatch {
		b.out = nil
	}
}

// render appends a unit, explained, to what is to be written. Each worker has one of its own.
type render func(b []byte, u *wire.Unit) []byte

// output numbers units, has them explained on all processors, and writes them in order. Emit, skip, flush and close belong
// to one goroutine.
type output struct {
	seq  uint64
	now  *batch // is being filled
	free chan *batch
	work chan *batch
	line chan *batch // the same, in order, to the writer

	out     io.Writer
	way     sync.WaitGroup // batches under way
	running sync.WaitGroup
	broken  atomic.Bool
	err     error // of the writer; read it after close
}

func newOutput(w io.Writer, newRender func() render) *output {
	o := &output{out: w, free: make(chan *batch, batches), work: make(chan *batch, batches), line: make(chan *batch, batches)}
	for range batches {
		o.free <- &batch{done: make(chan struct{}, 1)}
	}
	o.now = <-o.free
	for range runtime.GOMAXPROCS(0) {
		o.running.Go(func() { o.explain(newRender()) })
	}
	o.running.Go(o.write)
	return o
}

// emit takes a unit. Its Seq is set when it returns.
func (o *output) emit(u *wire.Unit) {
	o.skip(u)
	o.now.add(u)
	if len(o.now.units) >= batchUnits || o.now.size() >= batchBytes {
		o.flush()
	}
}

// skip numbers a unit that is not to be written.
func (o *output) skip(u *wire.Unit) {
	o.seq++
	u.Seq = o.seq
}

// flush sends on what was emitted. It waits if too much is under way.
func (o *output) flush() {
	if len(o.now.units) == 0 {
		return
	}
	large := o.now.size() >= largeBatch
	if large {
		o.way.Wait()
	}
	o.way.Add(1)
	o.line <- o.now
	o.work <- o.now
	if large {
		o.way.Wait()
	}
	o.now = <-o.free
}

// failed reports whether nothing can be written any more.
func (o *output) failed() bool { return o.broken.Load() }

// close writes what is left, and returns what went wrong with writing.
func (o *output) close() error {
	o.flush()
	close(o.work)
	close(o.line)
	o.running.Wait()
	return o.err
}

func (o *output) explain(r render) {
	for b := range o.work {
		for i := range b.units {
			if o.failed() {
				break
			}
			decode.Explain(&b.units[i])
			b.out = r(b.out, &b.units[i])
		}
		b.done <- struct{}{}
	}
}

func (o *output) write() {
	for b := range o.line {
		<-b.done
		if o.err == nil {
			if _, o.err = o.out.Write(b.out); o.err != nil {
				o.broken.Store(true)
			}
		}
		b.reset()
		o.free <- b
		o.way.Done()
	}
}

// render returns how units are written to w.
func (d *decoding) render(w io.Writer) func() render {
	if f, ok := w.(*os.File); ok && f == os.Stdout {
		signal.Ignore(syscall.SIGPIPE) // a reader who has seen enough is an error of the write, not our death
	}
	if !d.text {
		return func() render {
			return func(b []byte, u *wire.Unit) []byte { return append(u.AppendJSON(b), '\n') }
		}
	}
	cfg := text.Config{Colour: d.colour == "always", Location: time.Local}
	if f, ok := w.(*os.File); ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())) {
		cfg.Width = terminalWidth(f)
		cfg.Colour = cfg.Colour || d.colour == "auto" && os.Getenv("NO_COLOR") == ""
	}
	return func() render {
		var buf appender
		p := text.New(&buf, cfg)
		return func(b []byte, u *wire.Unit) []byte {
			buf.bytes = b
			p.Unit(u) // an appender takes everything
			return buf.bytes
		}
	}
}

// appender is a writer to a slice.
type appender struct{ bytes []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.bytes = append(a.bytes, p...)
	return len(p), nil
}

// isBrokenPipe reports whether a write failed since its reader has gone.
func isBrokenPipe(err error) bool {
	const errorBrokenPipe, errorNoData = syscall.Errno(109), syscall.Errno(232) // of Windows
	if runtime.GOOS == "windows" && (errors.Is(err, errorBrokenPipe) || errors.Is(err, errorNoData)) {
		return true
	}
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}
