package exercise

import (
	"fmt"
	"io"
	"net"
	"time"

	"wireside/labs/book"
)

// listening tries a Listen.
type listening struct {
	steps  []step
	breaks bool // the stream ends with an error
	want   heard
}

// heard is what a Listen handed on, and how it ended.
type heard struct {
	Pieces          []string
	Returned, Error string
}

// check plays the steps beside the Listen, in a bubble.
func (l listening) check(run book.Run, answer Beating) (err error) {
	run.Bubble(func() { err = l.within(answer) })
	return err
}

// silent is check, of a Listen that is to give up in time.
func (l listening) silent(run book.Run, answer Beating) error {
	var last time.Duration
	for _, step := range l.steps {
		last = step.after
		l.want.Pieces = append(l.want.Pieces, at(last, step.does))
	}
	end := silentAfter(last)
	l.want.Returned, l.want.Error = end.Returned, end.Error
	return l.check(run, answer)
}

func (l listening) within(answer Beating) error {
	conn, server := net.Pipe()
	defer conn.Close()
	defer server.Close()
	s := newStage()
	s.Send = func(block string) { server.Write([]byte(block)) } // fails once the answer has returned
	s.Close = func() { server.Close() }
	s.Last = s.Close
	closing := "the stream ends"
	if l.breaks {
		closing = "the connection breaks"
	}
	call := fmt.Sprintf("Listen, every %v: %s", every, told(l.steps, closing))
	if n := len(l.steps); n > 0 && l.steps[n-1].does != closes {
		call += ", and then nothing"
	}
	end, failed := s.run("Listen", l.steps, func() error {
		return answer.Listen(&source{conn, l.breaks}, every, func(p []byte) {
			if len(p) > 0 {
				s.note(p, true)
			}
		})
	})
	if failed != nil {
		return failed
	}
	return book.Same(l.want, heard{s.crossed(), end.Returned, end.Error}, "%s", call)
}

// source is a connection that is read from.
type source struct {
	conn   net.Conn
	breaks bool
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.conn.Read(p)
	if err == io.EOF && s.breaks {
		err = errBroken
	}
	return n, err
}

func (s *source) SetReadDeadline(t time.Time) error { return s.conn.SetReadDeadline(t) }
