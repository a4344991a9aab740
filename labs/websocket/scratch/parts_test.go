package scratch

import (
	"errors"
	"strings"
	"testing"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

var errPart = errors.New("this part has failed: " + strings.Repeat("é", 100))

// cutMessage is as much of that as a close frame holds.
var cutMessage = errPart.Error()[:122]

// TestFailingParts has each part fail in turn: the stream closes with 1011 and the part's message, and the others go on.
func TestFailingParts(t *testing.T) {
	for name, test := range map[string]struct {
		change func(parts *Parts)
		sent   []byte
	}{
		"ParseHeader": {func(p *Parts) {
			p.ParseHeader = func(b []byte) (Header, int, error) {
				if len(b) > 1 {
					return Header{}, 0, errPart
				}
				return Header{}, 0, nil
			}
		}, frame(fin|text, "x")},
		"Mask":          {func(p *Parts) { p.Mask = func([]byte, [4]byte, int) error { return errPart } }, frame(fin|text, "x")},
		"the assembler": {func(p *Parts) { p.NewAssembler = func(int) (Assembler, error) { return failing{}, nil } }, frame(fin|text, "x")},
		"the closing":   {func(p *Parts) { p.NewClosing = func(bool) (Closing, error) { return failing{}, nil } }, frame(fin|closed, "")},
		"AppendHeader of pongs": {func(p *Parts) {
			p.AppendHeader = func(dst []byte, h Header) ([]byte, error) {
				if h.Opcode == OpPong {
					return dst, errPart
				}
				return AppendHeader(dst, h)
			}
		}, frame(fin|pinged, "")},
		"AppendHeader of all": {func(p *Parts) {
			p.AppendHeader = func(dst []byte, h Header) ([]byte, error) { return dst, errPart }
		}, frame(fin|text, "x")},
	} {
		t.Run(name, func(t *testing.T) {
			parts := Reference()
			test.change(&parts)
			r := start(t, feed.Config{}, Config{CloseTimeout: 100 * time.Millisecond}, parts)
			other := r.open(t, "/scratch")
			p := r.open(t, "/scratch", test.sent)
			p.want(closeFrame(CloseInternalError, cutMessage))
			p.CloseWrite()
			p.wantEnd()
			if name != "AppendHeader of all" {
				other.want(event(r.feed.Publish("goes on")))
			}
		})
	}
}

// failing is an assembler and a closing that fails.
type failing struct{}

func (failing) Frame(Header, []byte) (*Message, error) { return nil, errPart }
func (failing) Close(int, string) (Next, error)        { return Next{}, errPart }
func (failing) Received([]byte) (Next, error)          { return Next{}, errPart }
func (failing) Ended() (Next, error)                   { return Next{}, errPart }

// An event that can't be written ends all streams before the next one: nobody misses it unawares.
func TestEventThatCannotBeWritten(t *testing.T) {
	parts := Reference()
	parts.AppendHeader = func(dst []byte, h Header) ([]byte, error) {
		if h.Opcode == OpText && h.Length > 125 {
			return nil, errPart
		}
		return AppendHeader(dst, h)
	}
	r := start(t, feed.Config{}, Config{}, parts)
	peers := []*peer{r.open(t, "/scratch"), r.open(t, "/scratch")}
	e := r.feed.Publish("x")
	for _, p := range peers {
		p.want(event(e))
	}
	r.feed.Publish(strings.Repeat("x", 200))
	r.feed.Publish("y")
	for _, p := range append(peers, r.open(t, "/scratch?after=1"), r.open(t, "/scratch?after=3")) {
		p.wantClose(CloseInternalError, cutMessage)
	}
}

// TestWrongParts has parts that are merely wrong: what they make is on the wire as it is.
func TestWrongParts(t *testing.T) {
	t.Run("Accept", func(t *testing.T) {
		parts := Reference()
		parts.Accept = func(string) (string, error) { return "rubbish", nil }
		r := start(t, feed.Config{}, Config{}, parts)
		if head := r.send(t, request("/scratch")).head(); !strings.Contains(head, "Sec-Websocket-Accept: rubbish\r\n") && !strings.Contains(head, "Sec-WebSocket-Accept: rubbish\r\n") {
			t.Errorf("%q", head)
		}
	})
	t.Run("AppendHeader", func(t *testing.T) {
		parts := Reference()
		parts.AppendHeader = func(dst []byte, h Header) ([]byte, error) { return append(dst, "rubbish"...), nil }
		r := start(t, feed.Config{}, Config{CloseTimeout: 10 * time.Millisecond}, parts)
		p := r.open(t, "/scratch")
		e := r.feed.Publish("x")
		r.feed.Close()
		buf := make([]byte, 1000)
		want := "rubbish" + event(e).Payload + "rubbish" + closePayload(CloseNormal, "the feed has ended")
		n := 0
		for n < len(want) {
			more, err := p.br.Read(buf[n:])
			if err != nil {
				break
			}
			n += more
		}
		if got := string(buf[:n]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		p.wantEnd()
	})
}

// TestAbsurdParts has parts whose answers can't be used.
func TestAbsurdParts(t *testing.T) {
	for name, parse := range map[string]func(p []byte) (Header, int, error){
		"more than there is": func(p []byte) (Header, int, error) { return Header{Masked: true}, len(p) + 1, nil },
		"less than nothing":  func(p []byte) (Header, int, error) { return Header{Masked: true}, -1, nil },
		"never enough":       func(p []byte) (Header, int, error) { return Header{}, 0, nil },
		"a huge length": func(p []byte) (Header, int, error) {
			return Header{Masked: true, Opcode: OpText, Length: 1 << 63}, len(p), nil
		},
		"no kind": func(p []byte) (Header, int, error) {
			h, n, err := ParseHeader(p)
			h.Opcode = 200
			return h, n, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			parts := Reference()
			parts.ParseHeader = parse
			r := start(t, feed.Config{}, Config{CloseTimeout: 100 * time.Millisecond}, parts)
			p := r.open(t, "/scratch", frame(fin|text, "hello, world"))
			if got, err := p.next(); err != nil || got.First != fin|closed {
				t.Errorf("got %q, %v; want a close frame", got, err)
			}
			p.CloseWrite()
			p.wantEnd()
		})
	}
	t.Run("a message of no kind", func(t *testing.T) {
		parts := Reference()
		parts.NewAssembler = func(int) (Assembler, error) { return kindless{}, nil }
		r := start(t, feed.Config{}, Config{}, parts)
		r.open(t, "/scratch", frame(fin|text, "x")).wantClose(CloseInternalError, "a message of type 3")
	})
}

type kindless struct{}

func (kindless) Frame(Header, []byte) (*Message, error) { return &Message{Type: 3}, nil }

// What fails before the upgrade is an answer of HTTP.
func TestPartsThatFailFirst(t *testing.T) {
	refusal := &lab.Error{Status: 418, Code: "teapot", Message: "short and stout"}
	for name, change := range map[string]func(*Parts){
		"Accept":        func(p *Parts) { p.Accept = func(string) (string, error) { return "", refusal } },
		"the assembler": func(p *Parts) { p.NewAssembler = func(int) (Assembler, error) { return nil, refusal } },
		"the closing":   func(p *Parts) { p.NewClosing = func(bool) (Closing, error) { return nil, refusal } },
	} {
		t.Run(name, func(t *testing.T) {
			parts := Reference()
			change(&parts)
			r := start(t, feed.Config{}, Config{Admit: func() (func(), error) { t.Error("a place was asked for"); return func() {}, nil }}, parts)
			if head := r.send(t, request("/scratch")).head(); !strings.HasPrefix(head, "HTTP/1.1 418 ") {
				t.Errorf("%q", head)
			}
		})
	}
}

// A part that never returns holds up neither the other streams nor Close.
func TestPartThatNeverReturns(t *testing.T) {
	parts := Reference()
	forever := make(chan struct{})
	entered := make(chan struct{}, 1)
	parts.Mask = func([]byte, [4]byte, int) error { entered <- struct{}{}; <-forever; return nil }
	r := start(t, feed.Config{}, Config{}, parts)
	defer close(forever)
	other := r.open(t, "/scratch")
	r.open(t, "/scratch", frame(fin|text, "x"))
	<-entered
	other.want(event(r.feed.Publish("x")))
	begun := time.Now()
	r.scratch.Close()
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("Close took %v", took)
	}
}
