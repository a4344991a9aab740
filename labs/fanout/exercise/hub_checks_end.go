package exercise

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"wireside/labs/book"
)

// last is how a reader stands once it has ended.
type last struct {
	Waiting string // what it could still read
	Missed  int
	Err     string
}

func (t *trial) last(r Reader) last { return last{t.waiting(r), t.missed(r), t.why(r)} }

func checkCutOff(t *trial) error {
	slow, err := t.subscribe(2, CutOff)
	if err != nil {
		return err
	}
	other, err := t.subscribe(10, CutOff)
	if err != nil {
		return err
	}
	if err := t.publish("a b"); err != nil {
		return err
	}
	if err := same("<nil>", t.why(slow), "Subscribe(2, CutOff); Publish of a b: Err()"); err != nil {
		return err
	}
	if err := t.publish("c d e"); err != nil {
		return err
	}
	if err := book.Same(last{"a b (closed)", 1, "ErrSlow"}, t.last(slow), "Subscribe(2, CutOff); Publish of a b c d e: what it reads then, Missed() and Err()"); err != nil {
		return err
	}
	return book.Same(last{"a b c d e", 0, "<nil>"}, t.last(other), "another reader has room for 10, and one was cut off: what it reads, Missed() and Err()")
}

func checkLeave(t *trial) error {
	one, err := t.subscribe(5, DropOldest)
	if err != nil {
		return err
	}
	other, err := t.subscribe(5, DropOldest)
	if err != nil {
		return err
	}
	if err := t.publish("a b"); err != nil {
		return err
	}
	if err := t.now("Leave()", one.Leave); err != nil {
		return err
	}
	if err := t.publish("c"); err != nil {
		return err
	}
	if err := book.Same(last{"a b (closed)", 0, "ErrLeft"}, t.last(one), "Publish of a b; Leave(); Publish(\"c\"): what it reads then, Missed() and Err()"); err != nil {
		return err
	}
	if err := t.now("a second Leave()", one.Leave); err != nil {
		return err
	}

	// From within the loop that reads.
	loop := t.begin("the loop for message := range reader.Messages() { reader.Leave() }", func() {
		t.follow(other, func(string) { other.Leave() })
	})
	t.run.Settle()
	if err := t.publish("d"); err != nil {
		return err
	}
	if loop.err() != nil {
		return fmt.Errorf("a reader calls Leave in its own loop: %w", orNotEnded(loop))
	}

	cut, err := t.subscribe(1, CutOff)
	if err != nil {
		return err
	}
	if err := t.publish("e f"); err != nil {
		return err
	}
	// Whoever still sends would panic when the channel is closed, in a goroutine of its own, and that ends the program.
	const slow = "Subscribe(1, CutOff); Publish of e f: Err()"
	if err := same("ErrSlow", t.why(cut), slow); err != nil {
		return err
	}
	if err := t.now("Leave() of one that was cut off", cut.Leave); err != nil {
		return err
	}
	return same("ErrSlow", t.why(cut), "Subscribe(1, CutOff); Publish of e f; Leave(): Err(), whose first reason stays")
}

// orNotEnded is a call's panic, or that it has not ended.
func orNotEnded(c *call) error {
	select {
	case <-c.done:
		return c.panicked
	default:
		return errors.New("the loop has not ended, so the channel was not closed")
	}
}

func checkClose(t *trial) error {
	some, err := t.subscribe(5, DropOldest)
	if err != nil {
		return err
	}
	left, err := t.subscribe(5, DropOldest)
	if err != nil {
		return err
	}
	waits, err := t.subscribe(5, DropOldest)
	if err != nil {
		return err
	}
	loop := t.begin("the loop for message := range reader.Messages() {}", func() {
		t.follow(waits, func(string) {})
	})
	if err := t.publish("a b"); err != nil {
		return err
	}
	if err := t.now("Leave()", left.Leave); err != nil {
		return err
	}
	if err := t.close(); err != nil {
		return err
	}
	if loop.err() != nil {
		return fmt.Errorf("a reader waits for messages, and Close() is called: %w", orNotEnded(loop))
	}
	if err := t.publish("c"); err != nil {
		return err
	}
	if err := book.Same(last{"a b (closed)", 0, "ErrClosed"}, t.last(some), "Publish of a b; Close(); Publish(\"c\"): what a reader reads then, Missed() and Err()"); err != nil {
		return err
	}
	if err := same("ErrLeft", t.why(left), "Leave(); Close(): Err(), whose first reason stays"); err != nil {
		return err
	}
	t.note("Close(); Subscribe(5, DropOldest)")
	if _, err := t.hub.Subscribe(5, DropOldest); !errors.Is(err, ErrClosed) {
		return fmt.Errorf("Close(); Subscribe(5, DropOldest): the error is %v; it must be ErrClosed", err)
	}
	if err := t.now("Leave() after Close()", some.Leave); err != nil {
		return err
	}
	return t.now("a second Close()", t.hub.Close)
}

func checkNoRoom(t *trial) error {
	for _, capacity := range []int{0, -1} {
		if _, err := t.hub.Subscribe(capacity, DropOldest); err == nil {
			return fmt.Errorf("Subscribe(%d, DropOldest) returned no error; the capacity must be 1 or more", capacity)
		}
	}
	return nil
}

// numbers returns name1, name2, … name<n>.
func numbers(name string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = name + strconv.Itoa(i+1)
	}
	return list
}

// inOrder reports the first message that came after a later one of the same publisher, or twice. Messages are a letter, the
// publisher, and a number.
func inOrder(messages []string) error {
	newest := make(map[string]int)
	for _, message := range messages {
		from := message[:1]
		n, _ := strconv.Atoi(message[1:])
		if n <= newest[from] {
			return fmt.Errorf("%s came after %s%d", message, from, newest[from])
		}
		newest[from] = n
	}
	return nil
}

// letters are the names of publishers.
func letters(n int) []string { return strings.Split("abcdefghijklmnopqrstuvwxyz"[:n], "") }
