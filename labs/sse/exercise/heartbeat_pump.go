package exercise

import (
	"context"
	"fmt"
	"io"
	"net"
	"runtime"
	"sync"
	"time"

	"wireside/labs/book"
)

// pumping tries a Pump.
type pumping struct {
	steps   []step
	timeout time.Duration // 0: patience
	fails   int           // the Write that fails, from 1 on; 0: none
	stuck   bool          // the client takes nothing
	want    pumped
}

// pumped is what a Pump wrote, and how it ended.
type pumped struct {
	Writes          []string
	Returned, Error string
}

// check plays the steps beside the Pump, in a bubble.
func (p pumping) check(run book.Run, answer Beating) (err error) {
	run.Bubble(func() { err = p.within(answer) })
	return err
}

func (p pumping) within(answer Beating) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	conn, client := net.Pipe()
	defer conn.Close()
	defer client.Close()
	events := make(chan []byte)
	s := newStage()
	s.Cancel, s.Close = cancel, sync.OnceFunc(func() { close(events) })
	s.Last = func() { cancel(); s.Close(); client.Close() }
	s.Send = func(block string) {
		select {
		case events <- []byte(block):
		case <-s.returned:
		case <-s.late:
		}
	}
	if p.timeout == 0 {
		p.timeout = patience
	}
	call := fmt.Sprintf("Pump, every %v: %s", every, told(p.steps, "events is closed"))
	if p.timeout != patience {
		call = fmt.Sprintf("Pump, every %v, timeout %v: %s", every, p.timeout, told(p.steps, "events is closed"))
	}
	if p.fails > 0 {
		call += fmt.Sprintf("; Write %d fails", p.fails)
	}
	if p.stuck {
		call += "; the client reads nothing"
	} else {
		go io.Copy(io.Discard, client)
	}
	end, failed := s.run("Pump", p.steps, func() error {
		return answer.Pump(ctx, &socket{conn: conn, stage: s, fails: p.fails}, events, every, p.timeout)
	})
	if failed != nil {
		return failed
	}
	return book.Same(p.want, pumped{s.crossed(), end.Returned, end.Error}, "%s", call)
}

// socket is a connection that notes what is written to it.
type socket struct {
	conn  net.Conn
	stage *stage
	fails int
}

// Write fails for good once it is to.
func (s *socket) Write(p []byte) (int, error) {
	n := s.stage.note(p, false)
	if n > mostWrites {
		runtime.Goexit()
	}
	if s.fails > 0 && n >= s.fails {
		return 0, errBroken
	}
	return s.conn.Write(p)
}

func (s *socket) SetWriteDeadline(t time.Time) error { return s.conn.SetWriteDeadline(t) }
