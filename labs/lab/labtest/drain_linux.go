package labtest

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
)

// drainAddr makes a test binary the other end of a benchmark, in a process of its own: what the clients cost is not
// counted to the server. It opens drainCount connections, writes drainRequest on each, prints a line, and reads until the end of
// its standard input.
const (
	drainAddr    = "WIRESIDE_DRAIN_ADDR"
	drainCount   = "WIRESIDE_DRAIN_COUNT"
	drainRequest = "WIRESIDE_DRAIN_REQUEST"
)

// DrainMain is the whole of such a process, and returns in all others: a TestMain calls it first.
func DrainMain() {
	if addr := os.Getenv(drainAddr); addr != "" {
		drain(addr)
		os.Exit(0)
	}
}

// drain reads by epoll, so that thousands of connections cost next to nothing.
func drain(addr string) {
	var count int
	fmt.Sscan(os.Getenv(drainCount), &count)
	epoll, err := syscall.EpollCreate1(0)
	if err != nil {
		panic(err)
	}
	var files []*os.File
	defer runtime.KeepAlive(&files) // a file that is garbage is closed
	for range count {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			panic(err)
		}
		file, err := conn.(*net.TCPConn).File()
		if err != nil {
			panic(err)
		}
		conn.Close()
		fd := int(file.Fd())
		files = append(files, file)
		io.WriteString(file, os.Getenv(drainRequest))
		syscall.SetNonblock(fd, true)
		event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
		if err := syscall.EpollCtl(epoll, syscall.EPOLL_CTL_ADD, fd, &event); err != nil {
			panic(err)
		}
	}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Println("open")
	events, buf := make([]syscall.EpollEvent, 256), make([]byte, 64<<10)
	for {
		n, _ := syscall.EpollWait(epoll, events, -1)
		for _, e := range events[:max(n, 0)] {
			syscall.Read(int(e.Fd), buf)
		}
	}
}

// Drained has a process open count connections to addr, write request on each, and read what comes, until the benchmark ends.
func Drained(b *testing.B, addr string, count int, request string) {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), drainAddr+"="+addr, fmt.Sprintf("%s=%d", drainCount, count), drainRequest+"="+request)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		stdin.Close()
		cmd.Wait()
	})
	if _, err := fmt.Fscanln(stdout, new(string)); err != nil {
		b.Fatal("the clients did not connect")
	}
}
