package scratch

import (
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/websocket"
)

func TestMain(m *testing.M) {
	labtest.DrainMain()
	os.Exit(m.Run())
}

// counted is a server of a lane whose writes are counted.
type counted struct {
	net.Listener
	feed   *feed.Feed
	writes atomic.Int64
	goal   atomic.Int64
	met    chan struct{} // receives when writes meets the goal
}

// lane is what is measured.
type lane interface {
	Serve(*fiber.Ctx) error
	Close()
}

func fromLibrary(f *feed.Feed) lane { return websocket.New(f, Config{Heartbeat: time.Hour}) }
func fromScratch(f *feed.Feed) lane { return New(f, Config{Heartbeat: time.Hour}, Reference()) }

func serveCounted(b *testing.B, open func(*feed.Feed) lane) *counted {
	b.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	c := &counted{Listener: ln, feed: feed.New(feed.Config{}), met: make(chan struct{}, 1)}
	lane := open(c.feed)
	app := fiber.New(fiber.Config{DisableStartupMessage: true, ReduceMemoryUsage: true})
	app.Server().KeepHijackedConns = true
	app.Server().MaxIdleWorkerDuration = time.Second
	app.Get("/", lane.Serve)
	go app.Listener(c)
	b.Cleanup(func() {
		lane.Close()
		app.Shutdown()
	})
	return c
}

func (c *counted) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return countedConn{labtest.Wrap(conn), c}, nil
}

type countedConn struct {
	net.Conn
	c *counted
}

func (conn countedConn) Write(p []byte) (int, error) { return conn.count(conn.Conn.Write(p)) }

func (conn countedConn) TryWrite(p []byte) (int, error) {
	return conn.count(conn.Conn.(lab.TryWriter).TryWrite(p))
}

func (conn countedConn) count(n int, err error) (int, error) {
	if conn.c.writes.Add(1) == conn.c.goal.Load() {
		conn.c.met <- struct{}{}
	}
	return n, err
}

// connect opens the clients' streams; their handshakes' answers are counted too.
func (c *counted) connect(b *testing.B, clients int) {
	c.goal.Store(int64(clients))
	labtest.Drained(b, c.Addr().String(), clients, request("/"))
	labtest.Receive(b, c.met, "handshake of all")
}

// deliver publishes data and waits until all clients' sockets have taken it.
func (c *counted) deliver(b *testing.B, data string, clients int) {
	c.goal.Add(int64(clients))
	c.feed.Publish(data)
	labtest.Receive(b, c.met, "delivery to all")
}

// BenchmarkScratch publishes an event of 100 bytes to 1,000 clients, again and again, through both lanes and as a bare loop of
// write(2), in turn. It reports the processor time of one delivery as a multiple of the bare loop's, medians.
func BenchmarkScratch(b *testing.B) {
	const clients = 1000
	library, scratch := serveCounted(b, fromLibrary), serveCounted(b, fromScratch)
	library.connect(b, clients)
	scratch.connect(b, clients)
	bare := acceptAll(b, clients)
	data, frame := strings.Repeat("x", 59), make([]byte, 102) // 100 bytes as JSON
	ways := []func(){
		func() { library.deliver(b, data, clients) },
		func() { scratch.deliver(b, data, clients) },
		func() {
			for _, fd := range bare {
				if _, err := syscall.Write(fd, frame); err != nil {
					b.Fatal(err)
				}
			}
		},
	}
	took := make([][]time.Duration, len(ways))
	for round := 0; b.Loop(); round++ {
		for i := range ways {
			way := (i + round) % len(ways) // each goes first as often as the others
			begun := cpu()
			ways[way]()
			took[way] = append(took[way], cpu()-begun)
		}
	}
	for _, d := range took {
		slices.Sort(d)
	}
	median := func(way int) float64 { return float64(took[way][len(took[way])/2].Nanoseconds()) }
	b.ReportMetric(median(2)/clients, "bare-ns/delivery")
	b.ReportMetric(median(0)/median(2), "library-x-write")
	b.ReportMetric(median(1)/median(2), "scratch-x-write")
}

func cpu() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		panic(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// acceptAll returns the bare sockets of the clients.
func acceptAll(b *testing.B, clients int) (fds []int) {
	b.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer ln.Close()
	done := make(chan error, 1)
	go func() {
		for range clients {
			conn, err := ln.Accept()
			if err != nil {
				done <- err
				return
			}
			file, err := conn.(*net.TCPConn).File()
			if err != nil {
				done <- err
				return
			}
			conn.Close()
			b.Cleanup(func() { file.Close() })
			fds = append(fds, int(file.Fd()))
		}
		done <- nil
	}()
	labtest.Drained(b, ln.Addr().String(), clients, "x")
	if err := labtest.Receive(b, done, "connections"); err != nil {
		b.Fatal(err)
	}
	return fds
}

// BenchmarkScratchMemory reports what a stream takes after its first events, beyond its reading goroutine's stack: heap, and
// with it all that the server keeps.
func BenchmarkScratchMemory(b *testing.B) {
	const clients = 5000
	for name, open := range map[string]func(*feed.Feed) lane{"library": fromLibrary, "scratch": fromScratch} {
		b.Run(name, func(b *testing.B) {
			c := serveCounted(b, open)
			heap, stacks := memory()
			c.connect(b, clients)
			for range 3 {
				c.deliver(b, "x", clients)
			}
			// The server's workers have done their part. What they hold while idle is no stream's.
			labtest.Until(b, "the workers end", func() bool { return labtest.Goroutines("workerFunc") < clients/10 })
			heapNow, stacksNow := memory()
			for b.Loop() { // there is nothing to time
			}
			b.ReportMetric((float64(heapNow)-float64(heap))/clients, "heap-B/stream")
			b.ReportMetric((float64(stacksNow)-float64(stacks))/clients, "stack-B/stream")
		})
	}
}

func memory() (heap, stacks uint64) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, m.StackInuse
}
