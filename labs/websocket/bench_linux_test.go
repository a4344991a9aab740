package websocket

import (
	"net"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

func TestMain(m *testing.M) {
	labtest.DrainMain()
	os.Exit(m.Run())
}

// browser is a handshake as a browser sends it.
const browser = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n" +
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36\r\n" +
	"Upgrade: websocket\r\nOrigin: http://127.0.0.1:8080\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n" +
	"Accept-Language: en-GB,en;q=0.9\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"

// counted is a server of a lane whose writes are counted.
type counted struct {
	net.Listener
	lane   *Lane
	feed   *feed.Feed
	writes atomic.Int64
	goal   atomic.Int64
	met    chan struct{} // receives when writes meets the goal
}

func serveCounted(b *testing.B, lean bool) *counted {
	b.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	c := &counted{Listener: ln, feed: feed.New(feed.Config{}), met: make(chan struct{}, 1)}
	c.lane = New(c.feed, Config{Heartbeat: time.Hour})
	app := fiber.New(fiber.Config{DisableStartupMessage: true, ReduceMemoryUsage: lean})
	app.Server().KeepHijackedConns = true
	app.Server().MaxIdleWorkerDuration = time.Second
	app.Get("/ws", c.lane.Serve)
	go app.Listener(c)
	b.Cleanup(func() {
		c.lane.Close()
		app.Shutdown()
	})
	return c
}

func (c *counted) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	return countedConn{conn, c}, err
}

type countedConn struct {
	net.Conn
	c *counted
}

func (conn countedConn) Write(p []byte) (int, error) {
	n, err := conn.Conn.Write(p)
	if conn.c.writes.Add(1) == conn.c.goal.Load() {
		conn.c.met <- struct{}{}
	}
	return n, err
}

// deliver publishes data and waits until all clients' sockets have taken it.
func (c *counted) deliver(b *testing.B, data string, clients int) {
	c.goal.Add(int64(clients))
	c.feed.Publish(data)
	labtest.Receive(b, c.met, "delivery to all")
}

// connect opens the clients' streams; their handshakes' answers are counted too.
func (c *counted) connect(b *testing.B, clients int) {
	c.goal.Store(int64(clients))
	labtest.Drained(b, c.Addr().String(), clients, browser)
	labtest.Receive(b, c.met, "handshake of all")
}

// BenchmarkFanOut publishes an event of 100 bytes to 1,000 clients, again and again, and reports the processor time of one
// delivery. The limit is a bare loop of write(2).
func BenchmarkFanOut(b *testing.B) {
	const clients = 1000
	b.Run("lane", func(b *testing.B) {
		c := serveCounted(b, true)
		c.connect(b, clients)
		data := strings.Repeat("x", 59) // 100 bytes as JSON
		c.deliver(b, data, clients)
		perDelivery(b, clients, func() { c.deliver(b, data, clients) })
	})
	b.Run("write", func(b *testing.B) {
		conns := acceptAll(b, clients)
		frame := make([]byte, 102)
		perDelivery(b, clients, func() {
			for _, fd := range conns {
				if _, err := syscall.Write(fd, frame); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

// perDelivery reports the processor time that f takes for each client.
func perDelivery(b *testing.B, clients int, f func()) {
	begun := cpu()
	for b.Loop() {
		f()
	}
	b.ReportMetric(float64((cpu()-begun).Nanoseconds())/float64(b.N)/float64(clients), "cpu-ns/delivery")
}

func cpu() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		panic(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// acceptAll returns the bare sockets of the clients.
func acceptAll(b *testing.B, clients int) []int {
	b.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer ln.Close()
	accepted := make(chan []int, 1)
	go func() {
		var fds []int
		for range clients {
			conn, err := ln.Accept()
			if err != nil {
				break
			}
			file, err := conn.(*net.TCPConn).File()
			if err != nil {
				break
			}
			conn.Close()
			b.Cleanup(func() { file.Close() })
			fds = append(fds, int(file.Fd()))
		}
		accepted <- fds
	}()
	labtest.Drained(b, ln.Addr().String(), clients, "x")
	fds := labtest.Receive(b, accepted, "connections")
	if len(fds) != clients {
		b.Fatalf("%d connections, want %d", len(fds), clients)
	}
	return fds
}

// BenchmarkMemory reports what a stream takes after its first events, heap and stacks together.
func BenchmarkMemory(b *testing.B) {
	const clients = 5000
	for name, lean := range map[string]bool{"ReduceMemoryUsage": true, "stock": false} {
		b.Run(name, func(b *testing.B) {
			c := serveCounted(b, lean)
			before := memory()
			c.connect(b, clients)
			for range 3 {
				c.deliver(b, "x", clients)
			}
			// The server's workers have done their part. What they hold while idle is no stream's.
			labtest.Until(b, "the workers end", func() bool { return labtest.Goroutines("workerFunc") < clients/10 })
			taken := memory() - before
			for b.Loop() { // there is nothing to time
			}
			b.ReportMetric(float64(taken)/clients, "B/stream")
		})
	}
}

func memory() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}
