package impair_test

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"
	"github.com/valyala/fasthttp"

	"wireside/server/impair"
	"wireside/wireview/tap"
)

const events = 30

// site is an HTTP server whose exchanges, all of them, are on one link.
type site struct {
	link *impair.Link
	addr string
	tap  *tap.Listener
	held chan bool // an exchange of /held has begun
}

func serve(t *testing.T, p impair.Profile) *site {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{link: impair.NewLink(p, 1), addr: inner.Addr().String(), tap: tap.Listen(inner, func(*tap.Conn) tap.Recorder { return tap.Discard }),
		held: make(chan bool, 10)}
	server := &fasthttp.Server{Handler: s.handle, KeepHijackedConns: true, ReduceMemoryUsage: true, CloseOnShutdown: true,
		ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: time.Minute, Logger: log.New(io.Discard, "", 0)}
	served := make(chan error, 1)
	go func() { served <- server.Serve(impair.Listen(s.tap)) }()
	t.Cleanup(func() {
		s.link.Close()
		inner.Close()
		<-served
		for _, c := range s.tap.Conns() {
			c.Close()
		}
	})
	return s
}

func (s *site) handle(ctx *fasthttp.RequestCtx) {
	conn := ctx.Conn().(*impair.Conn)
	conn.Leave()
	path := string(ctx.Path())
	mode := map[string]impair.Mode{"/stream": impair.Stream, "/socket": impair.Tunnel}[path]
	x := impair.Exchange{Link: s.link, Mode: mode, RequestBytes: len(ctx.Request.Header.RawHeaders()), First: ctx.ConnRequestNum() == 1}
	if conn.Enter(x) != nil {
		return
	}
	switch path {
	case "/answer":
		ctx.WriteString(strings.Repeat("answer ", 1000))
	case "/held":
		left := make(chan bool)
		defer conn.OnBreak(func() { close(left) })()
		s.held <- true
		<-left
	case "/stream":
		ctx.HijackSetNoResponse(true)
		ctx.Hijack(func(net.Conn) { stream(conn) })
	case "/socket":
		upgrader := websocket.FastHTTPUpgrader{CheckOrigin: func(*fasthttp.RequestCtx) bool { return true }}
		upgrader.Upgrade(ctx, func(ws *websocket.Conn) { echo(ws); conn.Close() })
	}
}

// stream writes without waiting, as one goroutine for many streams does.
func stream(conn *impair.Conn) {
	defer conn.Close()
	text := "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
	for i := range events {
		text += fmt.Sprintf("data: %d\n\n", i)
		for len(text) > 0 {
			n, err := conn.TryWrite([]byte(text))
			if err != nil {
				return
			}
			if text = text[n:]; text != "" {
				<-time.After(time.Millisecond) // a server's retry, not a test's wait
			}
		}
	}
}

func echo(ws *websocket.Conn) {
	for {
		kind, p, err := ws.ReadMessage()
		if err != nil {
			return
		}
		if ws.WriteMessage(kind, p) != nil {
			return
		}
	}
}

func (s *site) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(time.Minute))
	t.Cleanup(func() { conn.Close() })
	return conn
}

func ask(t *testing.T, conn net.Conn, path string) {
	t.Helper()
	write(t, conn, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n")
}

// quicker takes off half of a network's delays, so that nobody has to wait.
func quicker(p impair.Profile) impair.Profile {
	p.LatencyMs /= 2
	p.JitterMs /= 2
	return p
}

// TestHTTPOnEveryNetwork has answers on a connection that is kept alive, pipelined ones, too, and then a stream on it.
func TestHTTPOnEveryNetwork(t *testing.T) {
	for _, network := range impair.Networks {
		t.Run(network.Name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, quicker(network.Profile))
			conn := s.dial(t)
			r := bufio.NewReader(conn)
			answer := func() string {
				resp, err := http.ReadResponse(r, nil)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(resp.Body)
				if err != nil {
					t.Fatal(err)
				}
				return string(body)
			}
			want := strings.Repeat("answer ", 1000)
			for _, burst := range []int{1, 1, 2} {
				for range burst {
					ask(t, conn, "/answer")
				}
				for range burst {
					if diff := cmp.Diff(want, answer()); diff != "" {
						t.Fatal(diff)
					}
				}
			}
			ask(t, conn, "/stream")
			want = ""
			for i := range events {
				want += fmt.Sprintf("data: %d\n\n", i)
			}
			if diff := cmp.Diff(want, answer()); diff != "" {
				t.Error(diff)
			}
			until(t, "the exchange ends", func() bool { return s.link.Stats().Exchanges == 0 })
			if diff := cmp.Diff(impair.Stats{}, s.link.Stats()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWebSocketOnEveryNetwork(t *testing.T) {
	for _, network := range impair.Networks {
		t.Run(network.Name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, quicker(network.Profile))
			ws, _, err := (&websocket.Dialer{HandshakeTimeout: time.Minute}).Dial("ws://"+s.addr+"/socket", nil)
			if err != nil {
				t.Fatal(err)
			}
			defer ws.Close()
			ws.SetReadDeadline(time.Now().Add(time.Minute))
			var want, got []string
			for i := range 10 {
				want = append(want, fmt.Sprint(i, strings.Repeat("x", i*300)))
			}
			for _, text := range want {
				if err := ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
					t.Fatal(err)
				}
			}
			for range want {
				_, p, err := ws.ReadMessage()
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, string(p))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestServerSurvivesFaults: fasthttp panics, and the process with it, if a deadline can't be set after a handler.
func TestServerSurvivesFaults(t *testing.T) {
	for _, kind := range []string{impair.Cut, impair.Reset} {
		s := serve(t, impair.Profile{LatencyMs: 1})
		for range 5 {
			conn := s.dial(t)
			ask(t, conn, "/held")
			<-s.held
			apply(s.link, kind)
			if text, _ := ends(conn); text != "" {
				t.Errorf("%s: the client read %q", kind, text)
			}
			conn.Close()
			apply(s.link, kind) // for the next
			conn = s.dial(t)
			ask(t, conn, "/stream")
			if text, _ := ends(conn); text != "" {
				t.Errorf("%s: the client read %q", kind, text)
			}
			conn.Close()
		}
		until(t, "all connections end", func() bool { return s.tap.Len() == 0 })
		if stats := s.link.Stats(); stats.Cut+stats.Reset != 10 || stats.Exchanges != 0 {
			t.Errorf("%+v", stats)
		}
	}
}
