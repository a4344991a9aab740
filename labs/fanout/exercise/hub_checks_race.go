package exercise

import (
	"runtime"
	"strconv"
	"sync/atomic"

	"wireside/labs/book"
)

// Of the check with a quick reader.
const (
	raced    = 100_000 // messages, which take milliseconds. A reader that takes one amid a Publish does so in some of them
	idlePoll = 1 << 20 // times that nothing is there, after which the reader takes it that nothing more comes
)

// checkQuicker has a reader look for messages all the time, without ever waiting: so now and then it takes one between any two
// steps of a Publish. On a machine whose cores are all busy that may not happen; what is right always passes.
func checkQuicker(t *trial) error {
	r, err := t.subscribe(1, DropOldest)
	if err != nil {
		return err
	}
	var over atomic.Bool // all are published
	received := 0
	looking := make(chan struct{})
	loop := t.begin("a reader’s loop", func() {
		messages := r.Messages()
		close(looking)
		for idle := 0; idle < idlePoll && !over.Load(); idle++ {
			select {
			case <-messages:
				received, idle = received+1, 0
			default:
				if idle%64 == 63 {
					runtime.Gosched()
				}
			}
		}
	})
	const what = "Subscribe(1, DropOldest); Publish of 100000 messages, while the reader looks for one all the time"
	publish := t.begin(what, func() {
		<-looking
		for i := range raced {
			t.hub.Publish(strconv.Itoa(i))
		}
		over.Store(true)
	})
	t.run.Settle()
	for _, c := range []*call{loop, publish} {
		select {
		case <-c.done:
			if c.panicked != nil {
				return c.panicked
			}
		default:
			return &book.Mismatch{What: what, Diff: "- each Publish returns\n+ a Publish waits, and for ever: nothing is there, and nothing will come"}
		}
	}
	for range raced {
		select {
		case <-r.Messages():
			received++
			continue
		default:
		}
		break
	}
	return same(raced, received+t.missed(r), "%s: what it received and Missed() together", what)
}
