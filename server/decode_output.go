package main

import (
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"wireside/wireview/decode"
	"wireside/wireview/wire"
)

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
	var room wire.Room // a unit's fields are written before the next one's are worked out
	for b := range o.work {
		for i := range b.units {
			if o.failed() {
				break
			}
			u := &b.units[i]
			u.Room = &room
			decode.Explain(u)
			b.out = r(b.out, u)
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
