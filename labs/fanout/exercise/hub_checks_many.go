package exercise

import (
	"fmt"
	"strings"
)

// Of the check with many goroutines.
const (
	publishers = 4
	each       = 6000 // messages of a publisher: enough that they really run at the same time
	visits     = 300  // of those who come, read once and go
)

// follower is a reader, and what it has received.
type follower struct {
	Reader
	what     string
	received []string // to be read once the loop has ended
}

func checkManyAtOnce(t *trial) error {
	one, err := t.subscribe(1, DropNewest)
	if err != nil {
		return err
	}
	if err := t.publish("w x y z"); err != nil {
		return err
	}
	// Else somebody still sends, in a goroutine of its own: when its reader leaves that panics, and ends the program.
	if err := same("w", t.waiting(one), "Subscribe(1, DropNewest), and nobody reads; Publish of w x y z: what waits then"); err != nil {
		return err
	}
	var idle []*follower // they read nothing, and so each message after the first is one more that is counted
	for _, policy := range []Policy{DropOldest, DropNewest} {
		r, err := t.subscribe(1, policy)
		if err != nil {
			return err
		}
		idle = append(idle, &follower{Reader: r, what: fmt.Sprintf("Subscribe(1, %v), and nobody reads, while %d goroutines publish %d messages each", policy, publishers, each)})
	}
	var followers []*follower
	var loops []*call
	for _, policy := range []Policy{DropOldest, DropNewest, CutOff} {
		for _, capacity := range []int{1, 16, publishers * each} {
			r, err := t.subscribe(capacity, policy)
			if err != nil {
				return err
			}
			f := &follower{Reader: r, what: fmt.Sprintf("Subscribe(%d, %v), while %d goroutines publish %d messages each", capacity, policy, publishers, each)}
			followers = append(followers, f)
			loops = append(loops, t.begin("a reader’s loop", func() {
				t.follow(f, func(message string) { f.received = append(f.received, message) })
			}))
		}
	}
	var work []*call
	all := make(chan struct{}) // closed when all are there
	for _, name := range letters(publishers) {
		work = append(work, t.begin("Publish, called by several at once", func() {
			messages := numbers(name, each)
			<-all
			for _, message := range messages {
				t.hub.Publish(message)
			}
		}))
	}
	met := make(chan Reader, visits)
	work = append(work,
		t.begin("Subscribe, Missed, Err and Leave, called while others publish", func() { defer close(met); <-all; t.visit(met) }),
		t.begin("Leave, called by two at the same time", func() {
			for r := range met {
				r.Leave()
			}
		}))
	t.run.Settle()
	close(all)
	t.run.Settle()
	for _, c := range work {
		if err := c.err(); err != nil {
			return err
		}
	}
	if err := t.close(); err != nil {
		return err
	}
	for _, f := range idle {
		f.received = strings.Fields(strings.TrimSuffix(t.waiting(f), "(closed)"))
		if err := f.sum(); err != nil {
			return err
		}
	}
	for i, f := range followers {
		if loops[i].err() != nil {
			return fmt.Errorf("%s, then Close(): %w", f.what, orNotEnded(loops[i]))
		}
		if err := f.sum(); err != nil {
			return err
		}
	}
	return nil
}

// visit subscribes and leaves, again and again, and tells of each reader shortly before it leaves.
func (t *trial) visit(met chan<- Reader) {
	for i := range visits {
		r, err := t.hub.Subscribe(1+i%3, Policy(i%3))
		if err != nil {
			panic(err)
		}
		r.Missed()
		_ = r.Err()
		met <- r
		r.Leave()
	}
}

// sum holds a follower's count to what was published.
func (f *follower) sum() error {
	if err := inOrder(f.received); err != nil {
		return fmt.Errorf("%s: %w", f.what, err)
	}
	if why(f) == "ErrSlow" {
		return same(1, f.Missed(), "%s: it was cut off; Missed()", f.what)
	}
	return same(publishers*each, len(f.received)+f.Missed(), "%s: what it received and Missed() together", f.what)
}
