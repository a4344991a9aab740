package sse

import (
	"net/netip"
	"runtime"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

// BenchmarkMemory is what a stream costs the process, its connection, its watch and Fiber included: heap and stacks after
// a collection. The clients are bare descriptors, which cost it nothing.
func BenchmarkMemory(b *testing.B) {
	const streams = 5000
	for range b.N {
		f := feed.New(feed.Config{})
		lane := New(f, Config{Watcher: watcher(b)})
		server := serve(b, lane)
		used := func() float64 {
			runtime.GC()
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return float64(m.HeapAlloc + m.StackInuse)
		}
		address := netip.MustParseAddrPort(server.Addr)
		to := &unix.SockaddrInet4{Addr: address.Addr().As4(), Port: int(address.Port())}
		ask := []byte(request(""))
		clients := make([]int, 0, streams)
		open := func() {
			fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
			if err != nil {
				b.Fatal(err)
			}
			clients = append(clients, fd)
			if err := unix.Connect(fd, to); err != nil {
				b.Fatal(err)
			}
			if _, err := unix.Write(fd, ask); err != nil {
				b.Fatal(err)
			}
		}
		open() // what is there once
		labtest.Until(b, "one is open", func() bool { return lane.Stats().Streams == 1 })
		before := used()
		for len(clients) < streams {
			open()
		}
		labtest.Until(b, "all are open", func() bool { return lane.Stats().Streams == streams })
		f.Publish("x")
		labtest.Until(b, "all are handed over", func() bool { return labtest.Goroutines("fasthttp.hijackConnHandler") == 0 })
		b.ReportMetric((used()-before)/(streams-1), "B/stream")
		lane.Close()
		for _, fd := range clients {
			syscall.Close(fd)
		}
	}
}
