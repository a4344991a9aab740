package relay

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// diary keeps what a relay logs.
type diary struct {
	mu    sync.Mutex
	lines []string
}

func (d *diary) log(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, line)
}

func (d *diary) all() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Join(d.lines, "\n")
}

// nowhere returns an address of this machine at which nothing listens.
func nowhere(t testing.TB) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

func TestTargetAway(t *testing.T) {
	secure := closing(t, httptest.NewUnstartedServer(application()))
	secure.Config.ErrorLog = silence
	secure.StartTLS()
	insecure := closing(t, httptest.NewUnstartedServer(application()))
	insecure.Config.ErrorLog = silence
	insecure.Start()
	silent := newRawTarget(t) // accepts, and never shakes hands
	for name, c := range map[string]struct {
		to   string
		cfg  Config
		want string
	}{
		"refused":        {"http://" + nowhere(t), Config{}, "connection refused"},
		"unknown host":   {"http://nobody.invalid:80", Config{}, "nobody.invalid"},
		"certificate":    {secure.URL, Config{}, "--insecure"},
		"no TLS":         {strings.Replace(insecure.URL, "http", "https", 1), Config{}, "does not speak TLS"},
		"no answer":      {strings.Replace(silent.url(), "http", "https", 1), Config{Dial: 50 * time.Millisecond}, "did not answer within 50ms"},
		"TLS for a name": {strings.Replace(secure.URL, "127.0.0.1", "localhost", 1), Config{}, "certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			var d diary
			c.cfg.Log = d.log
			r, tapes := taped(t, c.to, c.cfg)
			client := dial(t, r.Addr())
			const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
			write(t, client, request)
			resp, err := http.ReadResponse(bufio.NewReader(client), nil)
			if err != nil {
				t.Fatal(err)
			}
			var body struct {
				Error struct{ Code, Message string }
			}
			if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != 502 || !resp.Close || body.Error.Code != "target_unreachable" {
				t.Errorf("%v, close %v, %+v", resp.Status, resp.Close, body)
			}
			for _, want := range []string{c.want, "This answer is from Wireside's proxy, not from your application", "could not reach " + c.to} {
				if !strings.Contains(body.Error.Message, want) {
					t.Errorf("message %q lacks %q", body.Error.Message, want)
				}
			}
			if n, err := client.Read(make([]byte, 1)); n > 0 || err != io.EOF {
				t.Errorf("then came %d bytes, %v; want the end", n, err)
			}
			client.Close()
			record := <-tapes
			wait(t, record.closed, "the end of the record")
			if got := record.seen(wire.C2S); got != request {
				t.Errorf("recorded %q", got)
			}
			if !strings.Contains(d.all(), c.want) || strings.Contains(d.all(), "\n") {
				t.Errorf("the log says %q", d.all())
			}
		})
	}
}

// To HEAD there is no body, so that what follows cannot be taken for another response.
func TestTargetAwayForHead(t *testing.T) {
	r := start(t, "http://"+nowhere(t), Config{})
	got := exchange(t, r.Addr(), "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
	if !strings.HasPrefix(got, "HTTP/1.1 502 ") || !strings.HasSuffix(got, "\r\n\r\n") || strings.Count(got, "\r\n\r\n") != 1 {
		t.Errorf("%q", got)
	}
}

// Many failures are one line in the log.
func TestLogIsNotFlooded(t *testing.T) {
	var d diary
	r := start(t, "http://"+nowhere(t), Config{Log: d.log})
	for range 20 {
		exchange(t, r.Addr(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	}
	if n := strings.Count(d.all(), "cannot reach"); n != 1 {
		t.Errorf("%d lines: %s", n, d.all())
	}
}

// A client that connected while the target was away is served when it has come up by the time of the first byte; and one
// that sends nothing is told nothing.
func TestTargetComesUpLater(t *testing.T) {
	at := nowhere(t)
	var d diary
	r := start(t, "http://"+at, Config{Log: d.log})
	client, idle := dial(t, r.Addr()), dial(t, r.Addr())
	eventually(t, func() bool { return len(r.Conns()) == 2 }, "both connections")
	ln, err := net.Listen("tcp", at)
	if err != nil {
		t.Skip(err) // somebody else has taken the port
	}
	defer ln.Close()
	write(t, client, "hello")
	served := make(chan string, 1)
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				p := make([]byte, 5)
				if _, err := io.ReadFull(c, p); err == nil {
					served <- string(p)
				}
			}()
		}
	}()
	if got := <-served; got != "hello" {
		t.Errorf("the target read %q", got)
	}
	idle.CloseWrite()
	if rest, err := io.ReadAll(idle); len(rest) > 0 || err != nil {
		t.Errorf("the idle client read %q, %v", rest, err)
	}
	if d.all() != "" {
		t.Error("logged ", d.all())
	}
}

// A connection that a browser opened in advance does not cost the target one for ever, and works when it is used.
func TestUnusedConnectionIsGivenUpAndMadeAgain(t *testing.T) {
	s := newRawTarget(t)
	u, _ := url.Parse(s.url())
	r, err := listen("127.0.0.1:0", Config{To: u}, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	client := dial(t, r.Addr())
	if n, err := s.next(t).Read(make([]byte, 1)); n > 0 || err != io.EOF {
		t.Fatalf("the target read %d bytes, %v; want an end", n, err)
	}
	write(t, client, "hello")
	server := s.next(t)
	expect(t, server, "hello")
	write(t, server, "welcome")
	expect(t, client, "welcome")
}

func TestTLS(t *testing.T) {
	s := closing(t, httptest.NewUnstartedServer(application()))
	s.Config.ErrorLog = silence
	hello := make(chan *tls.ClientHelloInfo, 8)
	s.TLS = &tls.Config{NextProtos: []string{"h2", "http/1.1"}, GetConfigForClient: func(h *tls.ClientHelloInfo) (*tls.Config, error) {
		hello <- h
		return nil, nil
	}}
	s.StartTLS()
	u, _ := url.Parse(s.URL)
	to := "https://localhost:" + u.Port() // by name, so that there is a ServerName
	r := start(t, to, Config{Insecure: true})
	got := exchange(t, r.Addr(), "POST /echo HTTP/1.0\r\nHost: x\r\nContent-Length: 2\r\n\r\nab")
	if !strings.HasSuffix(got, `POST x "ab" [] <nil>`) {
		t.Errorf("%q", got)
	}
	h := <-hello
	if diff := cmp.Diff([]string{"http/1.1"}, h.SupportedProtos); diff != "" || h.ServerName != "localhost" {
		t.Errorf("ServerName %q, ALPN (-want +got):\n%s", h.ServerName, diff)
	}

	// Half-closed under TLS, too: a whole answer after the client's end. (Without Connection: close: a server that closes
	// before it has read the client's close_notify resets the connection, and its answer may be lost.)
	client := dial(t, r.Addr())
	write(t, client, "GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
	client.CloseWrite()
	all, err := io.ReadAll(client)
	if err != nil || !strings.HasSuffix(string(all), strings.Repeat("x", 100_000)) && len(all) > 0 && len(all) < 200_000 {
		t.Errorf("%d bytes, %v", len(all), err)
	}
}

// A name that has addresses of both kinds is tried at both: here only ::1 answers.
func TestTargetOnIPv6AtLocalhost(t *testing.T) {
	ln, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6: ", err)
	}
	defer ln.Close()
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	go http.Serve(ln, application())
	r := start(t, "http://localhost:"+port, Config{})
	if got := exchange(t, r.Addr(), "GET /echo HTTP/1.0\r\n\r\n"); !strings.HasPrefix(got, "HTTP/1.0 200") {
		t.Errorf("%q", got)
	}
}
