//go:build unix

package fanout

import (
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// sockets are n TCP connections: the server's ends, and the descriptors of both ends.
func sockets(b *testing.B, n int) (conns []net.Conn, server, peer []int) {
	b.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer ln.Close()
	descriptor := func(conn net.Conn) (fd int) {
		raw, err := conn.(*net.TCPConn).SyscallConn()
		if err != nil {
			b.Fatal(err)
		}
		raw.Control(func(p uintptr) { fd = int(p) })
		return fd
	}
	for range n {
		dialed, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		accepted, err := ln.Accept()
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { dialed.Close(); accepted.Close() })
		conns = append(conns, labtest.Wrap(accepted))
		server, peer = append(server, descriptor(accepted)), append(peer, descriptor(dialed))
	}
	return conns, server, peer
}

// told is a connection that says when it has taken goal bytes in all.
type told struct {
	net.Conn
	taken, goal atomic.Int64
	reached     chan time.Time
}

func (c *told) TryWrite(p []byte) (int, error) {
	n, err := c.Conn.(lab.TryWriter).TryWrite(p)
	if c.taken.Add(int64(n)) == c.goal.Load() {
		c.reached <- time.Now()
	}
	return n, err
}

// BenchmarkFanout writes events of about 100 bytes to 1,000 connections: through the fan-out, and as the limit in a bare
// loop of write(2), interleaved. Reading happens outside the times taken. x-write is the ratio of their medians.
func BenchmarkFanout(b *testing.B) {
	for _, burst := range []int{1, 50} {
		b.Run(fmt.Sprintf("events=%d", burst), func(b *testing.B) {
			const streams = 1000
			conns, server, peer := sockets(b, streams)
			entry := []byte(strings.Repeat("x", 100))
			cfg := Config{Encode: func(dst []byte, _ feed.Event) []byte { return append(dst, entry...) }}
			f := feed.New(feed.Config{})
			fo := New(f, cfg)
			last := &told{Conn: conns[streams-1], reached: make(chan time.Time)}
			last.goal.Store(int64(len(entry)))
			conns[streams-1] = last
			for _, c := range conns {
				fo.Add(&Stream{Conn: c, Head: entry})
			}
			<-last.reached
			buf := make([]byte, 64<<10)
			drain := func() {
				for _, fd := range peer {
					for n := len(buf); n == len(buf); {
						n, _ = unix.Read(fd, buf)
					}
				}
			}
			var bare, fan []time.Duration
			rounds := [2]func(){
				func() {
					start := time.Now()
					for range burst {
						for _, fd := range server {
							if n, err := unix.Write(fd, entry); n != len(entry) {
								b.Fatal(err)
							}
						}
					}
					bare = append(bare, time.Since(start))
				},
				func() {
					last.goal.Add(int64(burst * len(entry)))
					start := time.Now()
					for range burst {
						f.Publish("x")
					}
					fan = append(fan, (<-last.reached).Sub(start))
				},
			}
			for i := range 2 * b.N {
				drain()
				rounds[(i+i/2)%2]() // each goes first as often as the other
			}
			slices.Sort(bare)
			slices.Sort(fan)
			limit, median := bare[len(bare)/2], fan[len(fan)/2]
			b.ReportMetric(float64(limit.Nanoseconds())/float64(streams*burst), "bare-ns/delivery")
			b.ReportMetric(float64(median.Nanoseconds())/float64(streams*burst), "ns/delivery")
			b.ReportMetric(float64(median)/float64(limit), "x-write")
			fo.Close()
		})
	}
}

// BenchmarkMemory is what a stream keeps in the heap, without its connection.
func BenchmarkMemory(b *testing.B) {
	const streams = 10_000
	for range b.N {
		f := feed.New(feed.Config{})
		fo := New(f, plain())
		conn := &fake{take: func(due int) int { return due }}
		heap := func() uint64 {
			runtime.GC()
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		before := heap()
		for range streams {
			fo.Add(&Stream{Conn: conn})
		}
		f.Publish("x")
		labtest.Until(b, "all have the event", func() bool {
			conn.mu.Lock()
			defer conn.mu.Unlock()
			return conn.writes >= streams
		})
		b.ReportMetric(float64(heap()-before)/streams, "B/stream")
		fo.Close()
	}
}
