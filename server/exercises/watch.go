package exercises

import (
	"context"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"wireside/labs/yours"
)

// Config says what is watched.
type Config struct {
	Exercises []yours.Entry
	Root      string // of the source; see Find
	Go        string // the go command; see Find
	Built     fs.FS  // the folder labs of the source as it was built into this binary; nil: as Root holds it now

	command []string      // nil: goTest(Go)
	limit   time.Duration // of a runner; 0: testTime + buildTime
	rescan  time.Duration // 0: the constant of that name
}

// Watch knows the Result of each exercise. Checks run while somebody looks, and when Run asks for it: one go test at a time, at
// first of all exercises together, then of those whose files have changed. What is outdated while it runs is ended. Its methods
// may be called from any goroutine.
type Watch struct {
	root    string
	rescan  time.Duration
	runner  runner
	ctx     context.Context
	cancel  context.CancelFunc
	working sync.WaitGroup
	wake    chan struct{} // holds one if there may be something to run

	looking sync.Mutex // held while files are read and what they hold is noted, so that nothing older overwrites it

	mu       sync.Mutex
	all      []*exercise
	viewers  int
	unfollow context.CancelFunc // of while there are viewers
	batch    *batch             // what runs; nil if nothing does
	seq      uint64             // of the last change
	changed  chan struct{}      // closed at the next one
	stale    []string           // names of the exercises whose source is not what was built
	staleSeq uint64
	closed   bool
}

// exercise is what Watch knows of one.
type exercise struct {
	name, pkg string
	built     sum  // of the answer, as it was built
	now       sum  // of the inputs, when last looked at
	ran       sum  // of the inputs that result is of
	has       bool // there is a result
	asked     bool // it is to be run, whoever looks, and though nothing has changed
	result    Result
	before    State // while it is running: what it was
	seq       uint64
}

// batch is a run of some exercises' checks.
type batch struct {
	left   map[*exercise]sum // those that have no result yet, with their inputs
	urgent bool              // somebody waits for just these
	cancel context.CancelFunc
}

// New returns a Watch that knows nothing yet. Close it.
func New(cfg Config) *Watch {
	w := &Watch{root: cfg.Root, rescan: cfg.rescan, wake: make(chan struct{}, 1), changed: make(chan struct{}), seq: 1}
	if w.rescan == 0 {
		w.rescan = rescan
	}
	w.runner = runner{root: cfg.Root, command: cfg.command, limit: cfg.limit}
	if w.runner.command == nil {
		w.runner.command = goTest(cfg.Go)
	}
	if w.runner.limit == 0 {
		w.runner.limit = buildTime + testTime
	}
	built := cfg.Built
	if built == nil {
		built = os.DirFS(native(cfg.Root, "labs"))
	}
	for _, e := range cfg.Exercises {
		w.all = append(w.all, &exercise{name: e.Name, pkg: e.Package, built: sumOf(built, strings.TrimPrefix(e.Package, "labs/"), isAnswer), result: unknown(), seq: 1})
	}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.working.Go(w.work)
	return w
}

// Close ends what runs, and waits for that: a moment, or a second where a test has left something behind. Results stay.
func (w *Watch) Close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.cancel()
	w.working.Wait()
}

// Look tells that somebody looks, until leave is called; it may be more than once.
func (w *Watch) Look() (leave func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return func() {}
	}
	if w.viewers++; w.viewers == 1 {
		ctx, cancel := context.WithCancel(w.ctx)
		w.unfollow = cancel
		w.working.Go(func() { w.follow(ctx) })
	}
	return sync.OnceFunc(w.leave)
}

func (w *Watch) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.viewers--; w.viewers > 0 {
		return
	}
	w.unfollow()
	if w.batch == nil {
		return
	}
	for e := range w.batch.left {
		if e.asked {
			return
		}
	}
	w.batch.cancel()
}

// Run has the checks of an exercise run now, also if nothing has changed. ok is false if there is none of that name. Whoever
// asks for what runs already gets that.
func (w *Watch) Run(name string) (ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.IndexFunc(w.all, func(e *exercise) bool { return e.name == name })
	if i < 0 {
		return false
	}
	w.all[i].asked = true
	w.poke()
	return true
}

// Update is what has changed since a viewer looked last.
type Update struct {
	Seq     uint64   // for the next look
	Results []Named  // those that have changed, in the exercises' order
	Stale   []string // names of the exercises whose source is not what was built into this binary
	Restale bool     // Stale has changed
}

// Named is a Result with its exercise's name.
type Named struct {
	Name string
	Result
}

// Since returns what has changed after a Seq; 0 means all. However much has happened, it is what is now. more is closed at the
// next change.
func (w *Watch) Since(seq uint64) (u Update, more <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u = Update{Seq: w.seq, Stale: slices.Clone(w.stale), Restale: w.staleSeq > seq}
	for _, e := range w.all {
		if e.seq > seq {
			u.Results = append(u.Results, Named{e.name, e.result})
		}
	}
	return u, w.changed
}

// bump tells all of a change of an exercise; of the stale ones if e is nil. w.mu is held.
func (w *Watch) bump(e *exercise) {
	w.seq++
	if e != nil {
		e.seq = w.seq
	} else {
		w.staleSeq = w.seq
	}
	close(w.changed)
	w.changed = make(chan struct{})
}

// poke has work look for something to run.
func (w *Watch) poke() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}
