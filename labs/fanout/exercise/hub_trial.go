package exercise

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"wireside/labs/book"
)

// patience is how long a check may take in real time. Where time is simulated that is only ever used up by what the bubble
// can't see the end of: a wait for a mutex, and a loop.
var patience = 3 * time.Second

// trial is a hub under test, within a bubble.
type trial struct {
	run     book.Run
	hub     Hub
	readers []Reader
	calls   []*call
	told    []string             // the calls that have returned, in words
	newest  atomic.Pointer[call] // for who looks from outside
	closed  bool                 // the check has closed the hub: nothing of it may be left
	stop    chan struct{}        // closed at the end: who still reads then, goes
}

// onHub makes a check of what is done with a new hub.
func onHub(do func(t *trial) error) func(book.Run, NewHub) error {
	return func(run book.Run, answer NewHub) error {
		t := &trial{run: run}
		var err error
		ended := make(chan bool, 1) // with whether the bubble has come to its end
		go func() {
			whole := false
			defer func() {
				recover() // what goes wrong in the bubble is in err: what comes this far is that somebody stays behind in it
				ended <- whole
			}()
			run.Bubble(func() { err = t.hold(answer, do) })
			whole = true
		}()
		late := time.NewTimer(patience)
		defer late.Stop()
		select {
		case whole := <-ended:
			if !whole && err == nil && t.closed {
				return errors.New("the hub was closed, each channel was read to its end, and a goroutine still waits: a hub leaves none behind")
			}
			return err
		case <-late.C:
			return fmt.Errorf("%s has not returned for %v: it waits for a lock, or runs in circles\nDoes a goroutine lock a sync.Mutex that it holds already?\n%s", t.doing(), patience, locking())
		}
	}
}

// hold does with a new hub what a check does.
func (t *trial) hold(answer NewHub, do func(t *trial) error) (err error) {
	t.stop = make(chan struct{}) // of the bubble, as all that is made in it
	defer func() {
		v := recover()
		if v != nil {
			err = fmt.Errorf("the hub panicked: %v\n%s", v, debug.Stack())
		}
		t.end(v == nil)
	}()
	hub, err := answer()
	switch {
	case err != nil:
		return fmt.Errorf("New() returned an error: %w", err)
	case hub == nil:
		return errors.New("New() returned neither a hub nor an error")
	}
	t.hub = hub
	return do(t)
}

// doing names what is under way.
func (t *trial) doing() string {
	if c := t.newest.Load(); c != nil {
		return c.what
	}
	return "the first call"
}

// end has everything end that can: calls that still wait for a reader go on, and the hub is closed.
// sound is false if the hub has panicked.
func (t *trial) end(sound bool) {
	for _, r := range t.readers {
		go func() {
			defer func() { recover() }() // Messages may panic, and has done so before: that is said
			t.follow(r, func(string) {})
		}()
	}
	t.run.Settle()
	sound = sound && t.hub != nil
	for _, c := range t.calls {
		sound = sound && c.err() == nil
	}
	if sound { // else a lock may be held, for which Close would wait until the end of the world
		t.begin("Close()", t.hub.Close)
		t.run.Settle()
	}
	close(t.stop)
}

// follow is a reader's loop: it calls each for every message, until the channel is closed or the trial is over.
func (t *trial) follow(r Reader, each func(message string)) {
	for {
		select {
		case message, open := <-r.Messages():
			if !open {
				return
			}
			each(message)
		case <-t.stop:
			return
		}
	}
}

// note says what is called now, for who looks from outside.
func (t *trial) note(what string) { t.newest.Store(&call{what: what}) }

// missed calls Missed.
func (t *trial) missed(r Reader) int {
	t.note("Missed()")
	return r.Missed()
}

// why calls Err and names the reason.
func (t *trial) why(r Reader) string {
	t.note("Err()")
	return why(r)
}

// close closes the hub.
func (t *trial) close() error {
	t.closed = true
	return t.now("Close()", t.hub.Close)
}

// publish publishes messages, which are words.
func (t *trial) publish(messages string) error {
	for _, message := range strings.Fields(messages) {
		if err := t.now(fmt.Sprintf("Publish(%q)", message), func() { t.hub.Publish(message) }); err != nil {
			return err
		}
	}
	return nil
}

// subscribe adds a reader.
func (t *trial) subscribe(capacity int, policy Policy) (Reader, error) {
	what := fmt.Sprintf("Subscribe(%d, %v)", capacity, policy)
	t.note(what)
	r, err := t.hub.Subscribe(capacity, policy)
	if err == nil && r == nil {
		err = errors.New("neither a reader nor an error")
	}
	if err != nil {
		return nil, fmt.Errorf("%s returned: %w", what, err)
	}
	t.told = append(t.told, what)
	t.readers = append(t.readers, r)
	return r, nil
}

// same returns nil if both are the same, else a *book.Mismatch with a line each: of long ones the part where they differ.
func same[T comparable](expected, seen T, what string, args ...any) error {
	if expected == seen {
		return nil
	}
	e, s := fmt.Sprint(expected), fmt.Sprint(seen)
	from := 0
	for from < min(len(e), len(s)) && e[from] == s[from] {
		from++
	}
	return &book.Mismatch{What: fmt.Sprintf(what, args...), Diff: "- " + part(e, from) + "\n+ " + part(s, from)}
}

// part returns what is around a place in a text.
func part(text string, at int) string {
	const before, after = 40, 60
	switch {
	case text == "":
		return "(nothing)"
	case len(text) > at+after:
		text = text[:at+after] + "…"
	}
	if at > before {
		text = "…" + text[at-before:]
	}
	return text
}

// most is how many messages a check reads of a channel at most.
const most = 10_000

// waiting reads what waits for a reader now. At the end it is "(closed)" if the channel is.
func (t *trial) waiting(r Reader) string {
	var seen []string
	for range most {
		t.run.Settle()
		select {
		case message, open := <-r.Messages():
			if !open {
				return strings.Join(append(seen, "(closed)"), " ")
			}
			seen = append(seen, message)
			continue
		default:
		}
		break
	}
	return strings.Join(seen, " ")
}

// String returns the policy's name.
func (p Policy) String() string {
	switch p {
	case DropOldest:
		return "DropOldest"
	case DropNewest:
		return "DropNewest"
	case CutOff:
		return "CutOff"
	}
	return fmt.Sprintf("Policy(%d)", int(p))
}

// why names the reason for which a reader has ended.
func why(r Reader) string {
	err := r.Err()
	for _, known := range []struct {
		err  error
		name string
	}{{ErrSlow, "ErrSlow"}, {ErrLeft, "ErrLeft"}, {ErrClosed, "ErrClosed"}} {
		if errors.Is(err, known.err) {
			return known.name
		}
	}
	return fmt.Sprint(err)
}
