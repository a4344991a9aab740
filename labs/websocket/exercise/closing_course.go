package exercise

import (
	"fmt"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

// course is what happens to one side, and what it must do.
type course struct {
	server bool
	steps  []step
}

// step is a call and what it must return.
type step struct {
	call  string
	do    func(scratch.Closing) (scratch.Next, error)
	next  scratch.Next
	fails bool // with any error
	open  bool // the contract leaves Disconnect open
}

func closes(code int, reason string, next scratch.Next) step {
	return step{call: fmt.Sprintf("Close(%d, %q)", code, reason), next: next,
		do: func(c scratch.Closing) (scratch.Next, error) { return c.Close(code, reason) }}
}

func receives(payload string, next scratch.Next) step {
	call := fmt.Sprintf("Received(% x)", payload)
	if payload == "" {
		call = "Received(no bytes)"
	}
	return step{call: call, next: next,
		do: func(c scratch.Closing) (scratch.Next, error) { return c.Received([]byte(payload)) }}
}

func isOver(next scratch.Next) step {
	return step{call: "Ended()", next: next, do: func(c scratch.Closing) (scratch.Next, error) { return c.Ended() }}
}

// orNot leaves Disconnect open.
func (s step) orNot() step { s.open = true; return s }

// says is a Next that sends a close frame.
func says(payload string, disconnect bool, code int) scratch.Next {
	return scratch.Next{Send: true, Payload: []byte(payload), Disconnect: disconnect, Code: code}
}

// silent is a Next that sends nothing.
func silent(disconnect bool, code int) scratch.Next {
	return scratch.Next{Disconnect: disconnect, Code: code}
}

// takes holds an answer to courses.
func takes(courses ...course) func(book.Run, Closer) error {
	return func(_ book.Run, answer Closer) error {
		for _, c := range courses {
			if err := c.hold(answer); err != nil {
				return err
			}
		}
		return nil
	}
}

func (c course) hold(answer Closer) error {
	closing, err := c.begin(answer)
	if err != nil {
		return err
	}
	for i, s := range c.steps {
		what := c.shown(s, c.steps[:i]...)
		next, err := s.take(closing, what)
		if s.fails {
			if err == nil {
				return differs("an error: this code may not be sent", failure(err), what)
			}
			continue
		}
		if err := succeeded(err, what); err != nil {
			return err
		}
		if s.next.Send && next.Send {
			if err := book.SameBytes(s.next.Payload, next.Payload, "%s: the Payload", what); err != nil {
				return err
			}
		}
		next.Payload = s.next.Payload // same, or of no meaning
		if s.open {
			next.Disconnect = s.next.Disconnect
		}
		if err := book.Same(s.next, next, "%s", what); err != nil {
			return err
		}
	}
	return nil
}

// begin makes the side's Closing.
func (c course) begin(answer Closer) (scratch.Closing, error) {
	call := fmt.Sprintf("NewClosing(%v)", c.server)
	defer naming(call)
	closing, err := answer.NewClosing(c.server)
	if err == nil && closing == nil {
		return nil, differs("a Closing", "nil, and no error", call)
	}
	return closing, succeeded(err, call)
}

// take calls the step's method.
func (s step) take(closing scratch.Closing, what string) (scratch.Next, error) {
	defer naming(what)
	return s.do(closing)
}

// shown says of whom a step is asked, and what was before it.
func (c course) shown(s step, before ...step) string {
	what := s.call + " of a client"
	if c.server {
		what = s.call + " of a server"
	}
	for i, b := range before {
		what += []string{", after ", ", "}[min(i, 1)] + b.call
	}
	return what
}
