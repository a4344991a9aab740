package oracle

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/fasthttp/websocket"

	"wireside/labs/feed"
	"wireside/labs/longpolling"
	"wireside/labs/polling"
	"wireside/labs/sse"
	wslane "wireside/labs/websocket"
)

// drive makes a run and uses all four lanes at once, in every way that a client may, and returns when all connections are
// closed. Each connection's first request has a target of its own, unless it is of no run.
func (s *server) drive() {
	s.t.Helper()
	s.begin(`{"rate":20,"payloadBytes":60,"seconds":6}`) // its end ends the streams that are read to their ends
	var all sync.WaitGroup
	for what, f := range map[string]func() error{
		"poll": s.poll, "poll by hand": s.pollByHand, "long poll": s.longPoll, "long poll by hand": s.longPollByHand,
		"stream": s.stream, "whole stream": s.streamToTheEnd, "HTTP/1.0 stream": s.streamWithoutChunks, "HEAD": s.headOfStream,
		"follow": s.follow, "follow deflated": s.followDeflated, "talk": s.talk, "echo": s.echo, "echo deflated": s.echoDeflated,
		"of no run": s.ofNoRun,
	} {
		all.Go(func() {
			if err := f(); err != nil {
				s.t.Errorf("%s: %v", what, err)
			}
		})
	}
	all.Wait()
	s.quiet()
}

// until runs a client until its n-th event.
func (s *server) until(n int, run func(context.Context, func(feed.Event)) error) error {
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	err := run(ctx, func(feed.Event) {
		if n--; n == 0 {
			cancel()
		}
	})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return fmt.Errorf("ended with %v, %d events too early", err, n)
}

// separate returns a client whose connections are its own.
func separate() (client *http.Client, done func()) {
	transport := &http.Transport{DisableCompression: true}
	return &http.Client{Transport: transport}, transport.CloseIdleConnections
}

func (s *server) poll() error {
	client, done := separate()
	defer done()
	c := polling.Client{URL: s.URL() + s.path("polling", "poll"), Interval: 10 * time.Millisecond, HTTP: client}
	return s.until(12, c.Run)
}

func (s *server) pollByHand() error {
	p, path := dial(s.Addr()), s.path("polling", "hand")
	const get = "GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
	p.send(get+get, path, path+"&after=1000") // pipelined
	p.receive("GET", 200)
	tag := p.receive("GET", 200).Get("ETag")
	p.send("GET %s&after=1000 HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\", W/\"b\"\r\nIf-None-Match: %s\r\nX-Empty:\r\nX-Spaces: \t a  b \t \r\n\r\n", path, tag)
	p.receive("GET", 304)
	p.send("HEAD %s HTTP/1.1\r\nHost: x\r\n\r\n", path)
	p.receive("HEAD", 200)
	p.send(get, path+"&after=banana")
	p.receive("GET", 400)
	p.send(get, path+"&impl=yours")
	p.receive("GET", 501)
	send := strings.Replace(path, "polling?", "polling/send?", 1)
	p.send("POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\n\r\n", send)
	p.send("upstream \u20ac!") // apart from its head
	p.receive("POST", 200)
	p.send("POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", send)
	p.receive("POST", 200)
	return p.drain()
}

func (s *server) longPoll() error {
	client, done := separate()
	defer done()
	c := longpolling.Client{URL: s.URL() + s.path("longpolling", "long") + "&wait=5s", HTTP: client}
	return s.until(8, c.Run)
}

func (s *server) longPollByHand() error {
	p, path := dial(s.Addr()), s.path("longpolling", "hand")
	p.send("GET %s&after=1000&wait=50ms HTTP/1.1\r\nHost: x\r\n\r\n", path)
	p.receive("GET", 204)
	p.send("GET %s&wait=never HTTP/1.1\r\nHost: x\r\n\r\n", path)
	p.receive("GET", 400)
	p.send("GET %s HTTP/1.0\r\n\r\n", path)
	p.receive("GET", 200)
	return p.drain()
}

// stream leaves an event stream in its midst and goes on with another from there.
func (s *server) stream() error {
	client, done := separate()
	defer done()
	c := sse.Client{HTTP: client}
	for _, tag := range []string{"begun", "resumed"} {
		c.URL = s.URL() + s.path("sse", tag)
		if err := s.until(6, c.Run); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) streamToTheEnd() error {
	p := dial(s.Addr())
	p.send("GET %s HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nLast-Event-ID: 3\r\n\r\n", s.path("sse", "whole"))
	p.receive("GET", 200)
	return p.drain()
}

func (s *server) streamWithoutChunks() error {
	p := dial(s.Addr())
	p.send("GET %s HTTP/1.0\r\n\r\n", s.path("sse", "plain"))
	p.receive("GET", 200)
	return p.drain()
}

func (s *server) headOfStream() error {
	p := dial(s.Addr())
	p.send("HEAD %s HTTP/1.1\r\nHost: x\r\n\r\n", s.path("sse", "head"))
	p.receive("HEAD", 200)
	return p.drain()
}

func (s *server) follow() error {
	c := wslane.Client{URL: "ws://" + s.Addr() + s.path("websocket", "follow")}
	return s.until(6, c.Run)
}

func (s *server) followDeflated() error {
	c := wslane.Client{URL: "ws://" + s.Addr() + s.path("websocket", "deflated"), Deflate: true}
	return s.until(6, c.Run)
}

// talk sends fragments with control frames between them, pings, and a close that says why. It sends nothing before the
// server's answer to the handshake: tshark would take that for HTTP.
func (s *server) talk() error {
	p := dial(s.Addr())
	p.upgrade(s.path("websocket", "talk"))
	p.send("%s", masked(text, "one ")+masked(fin|ping, "between")+masked(cont, "two ")+masked(fin|ping, "")+masked(fin|cont, "three"))
	p.frame(fin | pong)
	p.frame(fin | pong)
	p.send("%s", masked(fin|pong, "nobody asked"))
	p.send("%s", masked(fin|text, "in two pieces")[:9])
	p.send("%s", masked(fin|text, "in two pieces")[9:])
	p.send("%s", masked(fin|closing, "\x03\xe8enough"))
	p.frame(fin | closing)
	return p.drain()
}

// echo sends the lengths at which the header of a frame changes.
func (s *server) echo() error {
	p := dial(s.Addr())
	p.upgrade(strings.Replace(s.path("websocket", "echo"), "websocket?", "websocket/echo?", 1))
	for _, n := range []int{0, 1, 125, 126, 65535, 65536} {
		p.send("%s", masked(fin|binry, strings.Repeat("\x00\xff~", n/3+1)[:n]))
		if got := p.frame(fin | binry); p.err == nil && len(got) != n {
			p.err = fmt.Errorf("an echo of %d bytes in place of %d", len(got), n)
		}
	}
	p.send("%s", masked(fin|closing, ""))
	p.frame(fin | closing)
	return p.drain()
}

// echoDeflated sends compressed messages, one of them in fragments. None is empty: of such a one tshark shows what it was
// compressed into.
func (s *server) echoDeflated() error {
	dialer := websocket.Dialer{EnableCompression: true, WriteBufferSize: 512}
	path := strings.Replace(s.path("websocket", "squeezed"), "websocket?", "websocket/echo?", 1)
	c, _, err := dialer.Dial("ws://"+s.Addr()+path, nil)
	if err != nil {
		return err
	}
	defer c.Close()
	var varied strings.Builder
	for i := range 400 {
		fmt.Fprint(&varied, i*i*i, " ")
	}
	for _, message := range []string{"Hello", strings.Repeat("again and ", 100), varied.String()} {
		if err := c.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
			return err
		}
		if _, got, err := c.ReadMessage(); err != nil || string(got) != message {
			return fmt.Errorf("an echo of %.40q is %.40q, %v", message, got, err)
		}
	}
	err = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4000, "all said"), time.Now().Add(time.Second))
	for err == nil {
		_, _, err = c.ReadMessage()
	}
	if !websocket.IsCloseError(err, 4000) {
		return fmt.Errorf("after our close frame: %w", err)
	}
	return nil
}

// ofNoRun sends requests that are in nobody's record, and are refused.
func (s *server) ofNoRun() error {
	p := dial(s.Addr())
	p.send("GET /labs/sse?run=nope HTTP/1.1\r\nHost: x\r\n\r\n")
	p.receive("GET", 404)
	p.send("BREW /labs/polling HTTP/1.1\r\nHost: x\r\n\r\n")
	p.receive("BREW", 501)
	return p.drain()
}
