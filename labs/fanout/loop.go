package fanout

import "time"

// loadAtOnce is how many events are taken from the feed at a time.
const loadAtOnce = 256

// loop is the state of the goroutine. It outlives the goroutine, so that a reader who comes next finds the log as it is.
type loop struct {
	log     log
	written uint64 // all streams that are not late have what comes before this entry
	over    bool   // the feed has ended, and the log has all of it
	list    []*Stream
	late    []*Stream     // those of list that are tried again; ones that ended since may be among them
	beat    time.Duration // when to look for streams that were silent
}

// run serves the streams until none is left.
func (f *Fanout) run(stopped chan struct{}) {
	defer close(stopped)
	defer f.rescue()
	timer := time.NewTimer(0)
	defer timer.Stop()
	f.beat = f.now() + f.cfg.HeartbeatEvery
	for f.collect() {
		f.load()
		f.serve()
		f.sleep(timer)
	}
}

// collect takes in what Add, Send, Remove and Close left. It reports whether there is something to serve; if not, the next
// Add starts a new goroutine.
func (f *Fanout) collect() bool {
	for {
		f.mu.Lock()
		added, removed, words, closed := f.added, f.removed, f.words, f.closed
		f.added, f.removed, f.words = nil, nil, nil
		idle := len(added) == 0 && len(f.list) == 0
		if idle {
			f.stopped = nil
		}
		f.mu.Unlock()
		if idle {
			for _, w := range words {
				w.taken <- ErrEnded
			}
			return false
		}
		now := f.now()
		for _, s := range added {
			s.listed, s.index = true, len(f.list)
			s.pending, s.Head, s.moved, s.pinged = s.Head, nil, now, now
			f.list = append(f.list, s)
			f.later(s, now)
		}
		for _, w := range words {
			f.say(w, now)
		}
		for _, s := range removed {
			f.finish(s)
		}
		for closed && len(f.list) > 0 {
			f.dismiss(f.list[len(f.list)-1])
		}
		if len(f.list) > 0 {
			return true
		}
	}
}

// load encodes what was published.
func (f *Fanout) load() {
	select {
	case <-f.feed.Done(): // asked first: what is read afterwards is all there is
		f.over = true
	default:
	}
	for {
		slice := f.feed.After(f.log.next-1, loadAtOnce)
		if slice.Gap != nil {
			f.log.reset(slice.Gap.To + 1)
		}
		for _, e := range slice.Events {
			f.log.append(func(dst []byte) []byte { return f.cfg.Encode(dst, e) })
		}
		f.log.evict(slice.Oldest)
		if len(slice.Events) < loadAtOnce {
			return
		}
	}
}

// serve gives each stream that can move a turn.
func (f *Fanout) serve() {
	now := f.now()
	if f.written != f.log.next || f.over {
		f.written = f.log.next
		f.each(func(s *Stream) { f.turn(s, now) })
	}
	if f.beats() && now >= f.beat {
		f.hearten(now)
	}
	late := f.late
	f.late = late[:0]
	for _, s := range late {
		if s.ended {
			continue
		}
		if s.retry <= now {
			f.turn(s, now)
		}
		if s.late && !s.ended {
			f.late = append(f.late, s)
		}
	}
	clear(late[len(f.late):])
}

// each calls do for every stream that is not late. do may end it.
func (f *Fanout) each(do func(*Stream)) {
	for i := 0; i < len(f.list); {
		s := f.list[i]
		if !s.late {
			do(s)
		}
		if !s.ended { // else another has taken its place
			i++
		}
	}
}

// sleep waits until there is something to do.
func (f *Fanout) sleep(timer *time.Timer) {
	if len(f.list) == 0 {
		return // collect ends the goroutine
	}
	now, until := f.now(), f.beat
	if !f.beats() {
		until = now + time.Hour
	}
	for _, s := range f.late {
		until = min(until, s.retry)
	}
	if until <= now {
		return
	}
	var published <-chan struct{}
	if !f.over {
		published = f.feed.Wait(f.log.next - 1)
	}
	timer.Reset(until - now)
	select {
	case <-published:
	case <-f.poke:
	case <-timer.C:
	}
}

// later has s tried again at the given time.
func (f *Fanout) later(s *Stream, at time.Duration) {
	s.retry = at
	if !s.late {
		s.late = true
		f.late = append(f.late, s)
	}
}
