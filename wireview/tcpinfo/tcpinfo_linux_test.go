package tcpinfo_test

import (
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/tcpinfo"
)

type conn struct{ raw syscall.RawConn }

func (c conn) Control(f func(fd uintptr)) error { return c.raw.Control(f) }

func TestReadCountsWhatCrossed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	accepted, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	server := accepted.(*net.TCPConn)
	raw, err := server.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	before, ok := tcpinfo.Read(conn{raw})
	if !ok {
		t.Fatal("nothing could be read of an open connection")
	}
	client.Write(make([]byte, 100))
	io.ReadFull(server, make([]byte, 100))
	server.Write(make([]byte, 30))
	io.ReadFull(client, make([]byte, 30))

	now, _ := tcpinfo.Read(conn{raw})
	got := now.Since(before)
	if got.SegmentsIn < 1 || got.SegmentsOut < 1 || got.RTT <= 0 || got.MinRTT <= 0 {
		t.Errorf("segments and round trips: %+v", got)
	}
	want := tcpinfo.Info{DataSegmentsIn: 1, DataSegmentsOut: 1, BytesReceived: 100, BytesSent: 30,
		SegmentsIn: got.SegmentsIn, SegmentsOut: got.SegmentsOut, RTT: got.RTT, MinRTT: got.MinRTT}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("(-want +got)\n", diff)
	}
	server.Close()
	if _, ok := tcpinfo.Read(conn{raw}); ok {
		t.Error("something was read of a closed connection")
	}
}

func TestAddKeepsTheLeastRoundTrip(t *testing.T) {
	first := tcpinfo.Info{SegmentsOut: 3, RTT: 90, MinRTT: 40}
	got := first.Add(tcpinfo.Info{SegmentsOut: 2, RTT: 70, MinRTT: 60}).Add(tcpinfo.Info{SegmentsOut: 1})
	if diff := cmp.Diff(tcpinfo.Info{SegmentsOut: 6, RTT: 70, MinRTT: 40}, got); diff != "" {
		t.Error("(-want +got)\n", diff)
	}
}

func BenchmarkRead(b *testing.B) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	defer client.Close()
	raw, _ := client.(*net.TCPConn).SyscallConn()
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := tcpinfo.Read(conn{raw}); !ok {
			b.Fatal("nothing read")
		}
	}
}
