package relay

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"wireside/wireview/tap"
	"wireside/wireview/wire"
)

var silence = log.New(io.Discard, "", 0)

func TestConfigIsChecked(t *testing.T) {
	for to, want := range map[string]string{
		"":                        "not an http or https URL",
		"localhost:3000":          "not an http or https URL",
		"ftp://localhost":         "not an http or https URL",
		"http://":                 "names no host",
		"http://localhost/a":      "after its host and port",
		"http://localhost?a":      "after its host and port",
		"http://u:p@localhost":    "Authorization",
		"https://localhost:3000/": "",
		"http://[::1]:3000":       "",
	} {
		u, err := url.Parse(to)
		if err != nil {
			t.Fatal(err)
		}
		if err := checkTarget(u); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", to, err, want)
		}
	}
	good := &url.URL{Scheme: "http", Host: "localhost:1"}
	for _, c := range []Config{{}, {To: good, Headers: []Header{{"content-LENGTH", "1"}}}, {To: good, Headers: []Header{{"a b", ""}}},
		{To: good, Headers: []Header{{"", ""}}}, {To: good, Headers: []Header{{"A", "b\r\nC: d"}}}} {
		if r, err := Listen("127.0.0.1:0", c); err == nil {
			r.Close()
			t.Errorf("%+v is accepted", c)
		}
	}
}

// Close with a thousand streams open ends them all at once, and leaves no goroutine behind.
func TestCloseEndsEverything(t *testing.T) {
	before := runtime.NumGoroutine()
	s := newRawTarget(t)
	u, _ := url.Parse(s.url())
	r, err := Listen("127.0.0.1:0", Config{To: u})
	if err != nil {
		t.Fatal(err)
	}
	const streams = 1000
	var clients, servers []*net.TCPConn
	for range streams {
		clients = append(clients, dial(t, r.Addr()))
		servers = append(servers, s.next(t))
	}
	for _, c := range clients {
		write(t, c, "hello")
	}
	for _, c := range servers {
		expect(t, c, "hello")
	}
	if n := len(r.Conns()); n != streams {
		t.Errorf("%d connections, want %d", n, streams)
	}
	began := time.Now()
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > patience {
		t.Errorf("Close took %v", took)
	}
	if err := r.Close(); err != nil {
		t.Error("a second Close: ", err)
	}
	for _, c := range append(clients, servers...) {
		if _, err := c.Read(make([]byte, 1)); err == nil || isTimeout(err) {
			t.Fatal("a connection is still open: ", err)
		}
	}
	eventually(t, func() bool { return runtime.NumGoroutine() <= before+1 }, "the end of all goroutines") // the target's own
}

// Close does not wait for those who read nothing, nor for a target that can't be reached.
func TestCloseDoesNotWait(t *testing.T) {
	s := newRawTarget(t)
	u, _ := url.Parse(s.url())
	r, err := Listen("127.0.0.1:0", Config{To: u})
	if err != nil {
		t.Fatal(err)
	}
	client := dial(t, r.Addr())
	server := s.next(t)
	block := noise(1<<20, 1)
	for err == nil { // until the relay is stuck
		server.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
		_, err = server.Write(block)
	}
	server.SetLinger(0)
	server.Close()
	began := time.Now()
	r.Close()
	if took := time.Since(began); took > patience {
		t.Errorf("Close took %v", took)
	}
	client.Close()
}

func TestBeyondTheLimit(t *testing.T) {
	s := newRawTarget(t)
	r := start(t, s.url(), Config{Connections: 2})
	one, two := dial(t, r.Addr()), dial(t, r.Addr())
	write(t, one, "1")
	write(t, two, "2")
	s.next(t)
	s.next(t)
	got := exchange(t, r.Addr(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if !strings.HasPrefix(got, "HTTP/1.1 503 ") || !strings.Contains(got, `"code":"too_many_connections"`) || r.Refused() != 1 {
		t.Errorf("%q, %d refused", got, r.Refused())
	}
	one.SetLinger(0)
	one.Close()
	eventually(t, func() bool { return len(r.Conns()) == 1 }, "room")
	three := dial(t, r.Addr())
	write(t, three, "3")
	expect(t, s.next(t), "3")
}

// A relay that is its own target says so, and does not connect to itself for ever.
func TestItsOwnTarget(t *testing.T) {
	addr := nowhere(t)
	_, port, _ := net.SplitHostPort(addr)
	for _, listen := range []string{addr, ":" + port, "localhost:" + port} {
		u := &url.URL{Scheme: "http", Host: "localhost:" + port}
		r, err := Listen(listen, Config{To: u, Log: func(string) {}})
		if err != nil {
			t.Fatal(err)
		}
		client := dial(t, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: r.Addr().(*net.TCPAddr).Port})
		write(t, client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		got, _ := io.ReadAll(client)
		client.Close()
		if !strings.Contains(string(got), "502") || listen != addr && !strings.Contains(string(got), "the proxy itself") {
			t.Errorf("%s: %q", listen, got)
		}
		r.Close()
	}
}

// Listening at localhost means both of its addresses.
func TestListensAtBothAddressesOfLocalhost(t *testing.T) {
	if ln, err := net.Listen("tcp6", "[::1]:0"); err != nil {
		t.Skip("no IPv6: ", err)
	} else {
		ln.Close()
	}
	s := newRawTarget(t)
	u, _ := url.Parse(s.url())
	r, err := Listen("localhost:0", Config{To: u})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, ip := range []string{"127.0.0.1", "::1"} {
		c := dial(t, &net.TCPAddr{IP: net.ParseIP(ip), Port: r.Addr().(*net.TCPAddr).Port})
		write(t, c, ip)
		expect(t, s.next(t), ip)
	}
}

// A recorder that panics costs its own connection, and no other.
func TestAPanicEndsOneConnection(t *testing.T) {
	out := log.Writer()
	log.SetOutput(io.Discard)
	defer log.SetOutput(out)
	s := newRawTarget(t)
	r := start(t, s.url(), Config{Open: func(c *tap.Conn) tap.Recorder {
		switch c.ID() {
		case 1:
			return faulty(wire.C2S)
		case 2:
			return faulty(wire.S2C)
		case 3:
			panic("no recorder")
		}
		return nil
	}})
	for id, lives := range []bool{false, false, true, true} {
		c := dial(t, r.Addr())
		server := s.next(t)
		write(t, c, "x")
		write(t, server, "y")
		if lives {
			expect(t, server, "x")
			expect(t, c, "y")
		} else if _, err := io.Copy(io.Discard, c); isTimeout(err) {
			t.Errorf("connection %d lives", id+1)
		}
		c.Close()
		server.Close()
		eventually(t, func() bool { return len(r.Conns()) == 0 }, "the end of the connection")
	}
}

type faulty wire.Dir

func (f faulty) Bytes(dir wire.Dir, _ int64, _ []byte) {
	if dir == wire.Dir(f) {
		panic(fmt.Sprint("at ", dir))
	}
}
func (f faulty) Closed(int64) {}

// A failing Accept that may pass ends nothing.
func TestAcceptGoesOn(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	flaky := &flakyListener{Listener: ln, fails: 2}
	d := newDoor(t.Context(), []net.Listener{flaky}, 1)
	defer d.Close()
	c := dial(t, ln.Addr())
	g, err := d.Accept()
	if err != nil {
		t.Fatal(err)
	}
	write(t, g, "x")
	expect(t, bufio.NewReader(c), "x")
	g.Close()
	if n := d.refused.Load(); n != 2 {
		t.Errorf("%d refused, want 2", n)
	}
}

type flakyListener struct {
	net.Listener
	fails int
}

type passing struct{ error }

func (passing) Temporary() bool { return true }

func (l *flakyListener) Accept() (net.Conn, error) {
	if l.fails--; l.fails >= 0 {
		return nil, passing{http.ErrAbortHandler}
	}
	return l.Listener.Accept()
}
