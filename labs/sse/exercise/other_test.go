package exercise

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"wireside/labs/book/booktest"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

// TestOtherAnswers holds that answers pass which are right in other ways than the references.
func TestOtherAnswers(t *testing.T) {
	booktest.Test(t, Encode, true, byteByByte)
	booktest.Test(t, Parse, true, func() (scratch.Parser, error) { return &automaton{}, nil })
	booktest.Test(t, Resume, true, bySearch)
	booktest.Test(t, Heartbeat, true, Beating{Pump: byGoroutine, Listen: byTicker})
}

// byteByByte is an Encoder that looks at each byte once.
func byteByByte(e scratch.Event) ([]byte, error) {
	if i := strings.IndexFunc(e.Type+e.ID, func(r rune) bool { return r == '\n' || r == '\r' }); i >= 0 || strings.Contains(e.ID, "\x00") {
		return []byte("nothing of use"), errors.New("no")
	}
	var b bytes.Buffer
	if e.Retry >= time.Millisecond {
		b.WriteString("retry: " + strconv.Itoa(int(e.Retry/time.Millisecond)) + "\n")
	}
	lines := func(name, text string) {
		b.WriteString(name)
		for i := 0; i < len(text); i++ {
			switch {
			case text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
			case text[i] == '\r' || text[i] == '\n':
				b.WriteString("\n" + name)
			default:
				b.WriteByte(text[i])
			}
		}
		b.WriteByte('\n')
	}
	if e.Comment != "" {
		lines(": ", e.Comment)
	}
	if e.Type != "" {
		lines("event: ", e.Type)
	}
	if e.ID != "" {
		lines("id: ", e.ID)
	}
	if !e.NoData {
		lines("data: ", e.Data)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// automaton is a Parser that keeps a state and goes on byte by byte.
type automaton struct {
	line    []byte
	data    *string
	message scratch.Message
	lines   int
	skipLF  bool
}

func (a *automaton) Write(p []byte) (done []scratch.Message, err error) {
	done = []scratch.Message{} // empty, not nil
	for _, c := range p {
		skip := c == '\n' && a.skipLF
		a.skipLF = c == '\r'
		switch {
		case skip:
		case c == '\r' || c == '\n':
			line := string(a.line)
			if a.line = a.line[:0]; a.lines == 0 {
				line = strings.TrimPrefix(line, "\uFEFF")
			}
			a.lines++
			if m := a.read(line); m != nil {
				done = append(done, *m)
			}
		default:
			a.line = append(a.line, c)
		}
	}
	return done, nil
}

func (a *automaton) read(line string) *scratch.Message {
	name, value, _ := strings.Cut(line, ":")
	value = strings.TrimPrefix(value, " ")
	switch {
	case line == "":
		m := a.message
		data := a.data
		a.message.Type, a.data = "", nil
		if data == nil {
			return nil
		}
		if m.Data = *data; m.Type == "" {
			m.Type = "message"
		}
		return &m
	case name == "data":
		if a.data != nil {
			value = *a.data + "\n" + value
		}
		a.data = &value
	case name == "event":
		a.message.Type = value
	case name == "id" && !strings.Contains(value, "\x00"):
		a.message.ID = value
	case name == "retry" && value != "" && strings.Trim(value, "0123456789") == "":
		ms, _ := strconv.Atoi(value)
		a.message.Retry = time.Duration(ms) * time.Millisecond
	}
	return nil
}

// bySearch is a Resumer that compares each event.
func bySearch(kept []feed.Event, id string) (r scratch.Resumption, err error) {
	seen, err := strconv.ParseInt(id, 10, 64)
	if id == "" {
		return scratch.Resumption{Events: append([]feed.Event{}, kept...)}, nil
	}
	if err != nil || seen < 0 || seen > lab.MaxCursor || strings.HasPrefix(id, "+") {
		return r, errors.New("rubbish")
	}
	r.Events = []feed.Event{} // empty, not nil
	newest := uint64(0)
	for _, e := range kept {
		newest = e.Seq
		if e.Seq > uint64(seen) {
			r.Events = append(r.Events, e)
		}
	}
	if uint64(seen) > newest {
		return scratch.Resumption{Events: kept, Reset: true}, nil
	}
	if len(kept) > 0 && uint64(seen)+1 < kept[0].Seq {
		r.Gap = &feed.Gap{From: uint64(seen) + 1, To: kept[0].Seq - 1}
	}
	return r, nil
}

// byGoroutine is a Pump that writes in a goroutine of its own, is broken off in a Write, and wraps its errors.
func byGoroutine(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error {
	stop := context.AfterFunc(ctx, func() { w.SetWriteDeadline(time.Unix(1, 0)) })
	defer stop()
	blocks, failed := make(chan []byte), make(chan error)
	go func() {
		for block := range blocks {
			w.SetWriteDeadline(time.Now().Add(timeout))
			_, err := w.Write(block)
			failed <- err
		}
	}()
	defer close(blocks)
	last := time.Now()
	for {
		block := []byte(scratch.Heartbeat)
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(time.Until(last.Add(every))):
		case event, ok := <-events:
			if block = event; !ok {
				return nil
			}
		}
		blocks <- block
		if err := <-failed; err != nil {
			return errors.Join(errors.New("the pump"), err)
		}
		last = time.Now()
	}
}

// byTicker is a Listen that looks now and then, and reads in small pieces.
func byTicker(r scratch.Reader, every time.Duration, take func(p []byte)) error {
	last := time.Now()
	for buf := make([]byte, 3); ; {
		r.SetReadDeadline(time.Now().Add(every / 16))
		n, err := r.Read(buf)
		take(buf[:n])
		if n > 0 {
			last = time.Now()
		}
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			if time.Since(last) > every*5/2 {
				return scratch.ErrSilent
			}
		case err != nil:
			return err
		}
	}
}
