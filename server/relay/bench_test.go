package relay

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"

	"wireside/wireview/decode"
	"wireside/wireview/tap"
	"wireside/wireview/wire"
)

// decoded is a Recorder that has every byte decoded.
type decoded struct{ conn *decode.Conn }

func (d decoded) Bytes(dir wire.Dir, at int64, p []byte) { d.conn.Write(dir, at, p) }
func (d decoded) Closed(at int64)                        { d.conn.Close(at) }

// The parts of a benchmark are processes of their own, as they are in use: in one process they would share a scheduler,
// and a goroutine that waits for another one is not what a relay costs.
const roleVariable = "WIRESIDE_RELAY_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		if err := play(role, os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// play is what such a process does, until its standard input ends. It prints the address at which it listens.
func play(role, target string) error {
	cfg := Config{To: &url.URL{Scheme: "http", Host: target}}
	switch role {
	case "target":
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		fmt.Println(ln.Addr())
		go http.Serve(ln, benchmarked())
	case "copied":
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		fmt.Println(ln.Addr())
		go copyAll(ln, target)
	case "decoded":
		cfg.Open = func(c *tap.Conn) tap.Recorder { return decoded{decode.New(c.ID(), func(*wire.Unit) {})} }
		fallthrough
	default:
		r, err := Listen("127.0.0.1:0", cfg)
		if err != nil {
			return err
		}
		defer r.Close()
		fmt.Println(r.Addr())
	}
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// copyAll is the plainest relay there can be, to compare with.
func copyAll(ln net.Listener, target string) {
	for {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		go func() {
			s, err := net.Dial("tcp", target)
			if err != nil {
				return
			}
			go func() { io.CopyBuffer(struct{ io.Writer }{s}, struct{ io.Reader }{c}, nil); s.Close() }()
			io.CopyBuffer(struct{ io.Writer }{c}, struct{ io.Reader }{s}, nil)
			c.Close()
		}()
	}
}

// benchmarked is a target: WebSocket echo and an event stream.
func benchmarked() http.Handler {
	upgrader := websocket.Upgrader{}
	mux := http.NewServeMux()
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		c, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close()
		for {
			kind, p, err := c.ReadMessage()
			if err != nil || c.WriteMessage(kind, p) != nil {
				return
			}
		}
	})
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: first\n\n")
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	return mux
}

// order are the ways from the client to the target: none between, the plainest relay, this one, and this one with every
// byte decoded.
var order = []string{"direct", "copied", "relayed", "decoded"}

// routes starts all of them and returns their addresses.
func routes(b *testing.B) map[string]string {
	spawn := func(role, target string) string {
		cmd := exec.Command(os.Args[0], target)
		cmd.Env = append(os.Environ(), roleVariable+"="+role)
		cmd.Stderr = os.Stderr
		in, err := cmd.StdinPipe()
		if err != nil {
			b.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { in.Close(); cmd.Wait() })
		address, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			b.Fatal(err)
		}
		return strings.TrimSpace(address)
	}
	to := map[string]string{"direct": spawn("target", "none")}
	for _, role := range order[1:] {
		to[role] = spawn(role, to["direct"])
	}
	return to
}

// BenchmarkEcho echoes WebSocket messages of 125 bytes one at a time, on each route in turn, and reports the rates
// through the relay as a share of the direct one.
func BenchmarkEcho(b *testing.B) {
	conns := map[string]*websocket.Conn{}
	for name, host := range routes(b) {
		c, _, err := websocket.DefaultDialer.Dial("ws://"+host+"/echo", nil)
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		conns[name] = c
	}
	message := make([]byte, 125)
	echo := func(c *websocket.Conn) {
		if err := c.WriteMessage(websocket.BinaryMessage, message); err != nil {
			b.Fatal(err)
		}
		if _, p, err := c.ReadMessage(); err != nil || len(p) != len(message) {
			b.Fatal(len(p), err)
		}
	}
	took := map[string]time.Duration{}
	const batch = 50 // in turn, so that whatever else the machine does is shared
	for b.Loop() {
		for _, name := range order {
			began := time.Now()
			for range batch {
				echo(conns[name])
			}
			took[name] += time.Since(began)
		}
	}
	report(b, took, batch)
}

// BenchmarkFirstByte connects, asks for an event stream, and waits for the first byte of its first event.
func BenchmarkFirstByte(b *testing.B) {
	to := routes(b)
	first := func(host string) {
		c, err := net.Dial("tcp", host)
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, "GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
		in := bufio.NewReader(c)
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := resp.Body.Read(make([]byte, 1)); err != nil {
			b.Fatal(err)
		}
	}
	took := map[string]time.Duration{}
	for b.Loop() {
		for _, name := range order {
			began := time.Now()
			first(to[name])
			took[name] += time.Since(began)
		}
	}
	report(b, took, 1)
}

func report(b *testing.B, took map[string]time.Duration, batch int) {
	for _, name := range order {
		each := float64(took[name].Nanoseconds()) / float64(b.N*batch) / 1e3
		b.ReportMetric(each, name+"-µs")
		if name != "direct" {
			b.ReportMetric(float64(took["direct"])/float64(took[name]), name+"/direct")
		}
	}
	b.ReportMetric(0, "ns/op")
}
