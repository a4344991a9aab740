package exercise

import (
	"fmt"
	"strings"

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
}

func closes(code int, reason string, next scratch.Next) step {
	return step{call: fmt.Sprintf("Close(%d, %q)", code, reason), next: next,
		do: func(c scratch.Closing) (scratch.Next, error) { return c.Close(code, reason) }}
}

func receives(payload string, next scratch.Next) step {
	return step{call: fmt.Sprintf("Received(% x)", payload), next: next,
		do: func(c scratch.Closing) (scratch.Next, error) { return c.Received([]byte(payload)) }}
}

func isOver(next scratch.Next) step {
	return step{call: "Ended()", next: next, do: func(c scratch.Closing) (scratch.Next, error) { return c.Ended() }}
}

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
	side := "a client"
	if c.server {
		side = "a server"
	}
	closing, err := answer.NewClosing(c.server)
	call := fmt.Sprintf("NewClosing(%v)", c.server)
	if err := succeeded(err, call); err != nil {
		return err
	}
	if closing == nil {
		return book.Same(outcome{"a Closing"}, outcome{"nil, and no error"}, "%s", call)
	}
	var calls []string
	for _, s := range c.steps {
		calls = append(calls, s.call)
		what := fmt.Sprintf("for %s, %s", side, strings.Join(calls, ", then "))
		next, err := s.do(closing)
		if s.fails {
			if err == nil {
				return book.Same(outcome{"one that says that the code must not be sent"}, outcome{"none"}, "%s", what)
			}
			continue
		}
		if err := succeeded(err, what); err != nil {
			return err
		}
		if s.next.Send && next.Send {
			if err := book.SameBytes(s.next.Payload, next.Payload, "the payload to send: %s", what); err != nil {
				return err
			}
		}
		next.Payload = s.next.Payload // same, or of no meaning
		if err := book.Same(s.next, next, "%s", what); err != nil {
			return err
		}
	}
	return nil
}
