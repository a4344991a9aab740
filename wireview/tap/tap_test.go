package tap_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/nettest"

	"wireside/wireview/tap"
	"wireside/wireview/wire"
)

// tape is a Recorder that keeps everything.
type tape struct {
	mu     sync.Mutex
	bytes  [2][]byte
	order  []entry
	closed chan struct{}
}

type entry struct {
	Dir  wire.Dir
	Text string
	at   int64
}

func newTape() *tape { return &tape{closed: make(chan struct{})} }

func (t *tape) Bytes(dir wire.Dir, at int64, p []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes[dir] = append(t.bytes[dir], p...)
	t.order = append(t.order, entry{dir, string(p), at})
}

func (t *tape) Closed(int64) { close(t.closed) } // a second call panics

func (t *tape) seen(dir wire.Dir) []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.bytes[dir])
}

// pair returns the two ends of a tapped TCP connection.
func pair(t testing.TB, r tap.Recorder) (client net.Conn, server *tap.Conn, l *tap.Listener) {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l = tap.Listen(inner, func(*tap.Conn) tap.Recorder { return r })
	t.Cleanup(func() { l.Close() })
	accepted := make(chan net.Conn, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			t.Error(err)
		}
		accepted <- c
	}()
	client, err = net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server = (<-accepted).(*tap.Conn)
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server, l
}

// The wrapper must still be a proper net.Conn: deadlines, concurrent use, errors after Close.
func TestConnConforms(t *testing.T) {
	nettest.TestConn(t, func() (net.Conn, net.Conn, func(), error) {
		client, server, _ := pair(t, nil)
		return client, server, func() { client.Close(); server.Close() }, nil
	})
}

func TestRecordsBothDirectionsWhole(t *testing.T) {
	record := newTape()
	client, server, _ := pair(t, record)
	up, down := random(t, 300_000), random(t, 3_000_000) // more than the kernel's buffers: writes have to wait

	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := client.Write(up); err != nil {
			t.Error(err)
		}
	})
	wg.Go(func() {
		if n, err := server.Write(down); n != len(down) || err != nil {
			t.Errorf("Write = %d, %v", n, err)
		}
		server.CloseWrite()
	})
	wg.Go(func() {
		if _, err := io.CopyN(io.Discard, server, int64(len(up))); err != nil {
			t.Error(err)
		}
	})
	got, err := io.ReadAll(client)
	if err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	for name, pair := range map[string][2][]byte{
		"the client's socket":          {got, down},
		"the record of what was sent":  {record.seen(wire.S2C), down},
		"the record of what was heard": {record.seen(wire.C2S), up},
	} {
		if !bytes.Equal(pair[0], pair[1]) {
			t.Errorf("%s differs: %d bytes, want %d", name, len(pair[0]), len(pair[1]))
		}
	}
}

// However quick the reply, it must stand in the record after what caused it, and its stamp must not be earlier.
func TestRepliesFollowTheirCause(t *testing.T) {
	record := newTape()
	client, server, _ := pair(t, record)
	go io.Copy(client, client) // an echo

	const rounds = 2000
	buf := make([]byte, 1)
	for i := range rounds {
		b := []byte{byte('a' + i%26)}
		if _, err := server.Write(b); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			continue // two writes for each two reads, so that reads and writes also meet
		}
		for range 2 {
			if _, err := io.ReadFull(server, buf); err != nil {
				t.Fatal(err)
			}
		}
	}
	if runtime.GOOS == "windows" {
		t.Skip("no write and record in one step here")
	}
	outstanding := 0
	last := int64(0)
	for _, e := range record.order {
		if e.at < last {
			t.Fatalf("the clock stepped back from %d to %d", last, e.at)
		}
		last = e.at
		if e.Dir == wire.S2C {
			outstanding += len(e.Text)
		} else if outstanding -= len(e.Text); outstanding < 0 {
			t.Fatal("a reply stands in the record before its cause")
		}
	}
}

func TestTryWriteDoesNotWait(t *testing.T) {
	record := newTape()
	client, server, _ := pair(t, record)
	block := random(t, 1<<20)
	sent := 0
	for { // fill the kernel's buffers, which nobody reads
		n, err := server.TryWrite(block)
		if err != nil {
			t.Fatal(err)
		}
		sent += n
		if n < len(block) {
			break
		}
	}
	if n, err := server.TryWrite(block); n != 0 || err != nil {
		t.Fatalf("TryWrite on a full socket = %d, %v; want 0, nil", n, err)
	}
	server.SetWriteDeadline(time.Now().Add(time.Millisecond))
	if _, err := server.Write(block); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("Write past its deadline: %v", err)
	}
	if _, err := io.CopyN(io.Discard, client, int64(sent)); err != nil {
		t.Fatal(err)
	}
	if got := len(record.seen(wire.S2C)); got < sent {
		t.Errorf("recorded %d bytes of %d", got, sent)
	}
}

// A file copied to the connection must pass the tap too, not go around it by sendfile.
func TestSendfileIsSeen(t *testing.T) {
	record := newTape()
	client, server, _ := pair(t, record)
	want := random(t, 100_000)
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, want, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	go func() {
		io.Copy(server, f)
		server.Close()
	}()
	got, err := io.ReadAll(client)
	if err != nil {
		t.Fatal(err)
	}
	<-record.closed
	if !bytes.Equal(got, want) || !bytes.Equal(record.seen(wire.S2C), want) {
		t.Errorf("client saw %d bytes, record %d, want %d", len(got), len(record.seen(wire.S2C)), len(want))
	}
}

func TestCloseTellsOnceAndForgets(t *testing.T) {
	record := newTape()
	_, server, l := pair(t, record)
	if l.Len() != 1 {
		t.Fatalf("%d connections listed, want 1", l.Len())
	}
	server.Close()
	server.Close()
	<-record.closed
	if diff := cmp.Diff(0, len(l.Conns())); diff != "" {
		t.Error("connections after Close (-want +got):\n", diff)
	}
	if _, err := server.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Write after Close: %v", err)
	}
}

// looker looks at the socket when it is told that it will be closed.
type looker struct {
	tape
	conn *tap.Conn
	err  error
	n    int
}

func (l *looker) Closing() {
	l.n++
	l.err = l.conn.Control(func(uintptr) {})
}

func TestRecorderLooksBeforeTheClose(t *testing.T) {
	r := &looker{tape: tape{closed: make(chan struct{})}}
	_, server, _ := pair(t, r)
	r.conn = server
	server.Close()
	server.Close()
	<-r.closed
	if r.n != 1 || r.err != nil {
		t.Errorf("called %d times, and found: %v", r.n, r.err)
	}
	if err := server.Control(func(uintptr) {}); err == nil {
		t.Error("a closed connection has a descriptor")
	}
}

func TestLingerOfZeroResets(t *testing.T) {
	client, server, _ := pair(t, nil)
	if err := server.SetLinger(0); err != nil {
		t.Fatal(err)
	}
	server.Close()
	if _, err := client.Read(make([]byte, 1)); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("the client read %v, want a reset", err)
	}
}

func TestMuteEndsTheRecord(t *testing.T) {
	record := newTape()
	client, server, _ := pair(t, record)
	go client.Write([]byte("ab"))
	buf := make([]byte, 1)
	io.ReadFull(server, buf)
	if server.Mute() != tap.Recorder(record) {
		t.Error("Mute returned another recorder")
	}
	io.ReadFull(server, buf)
	if diff := cmp.Diff("a", string(record.seen(wire.C2S))); diff != "" {
		t.Error("record (-want +got):\n", diff)
	}
}

func random(t testing.TB, n int) []byte {
	t.Helper()
	p := make([]byte, n)
	rand.Read(p)
	return p
}

func BenchmarkPingPong(b *testing.B) {
	plain := func(b *testing.B) (net.Conn, net.Conn) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		defer l.Close()
		client, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		server, err := l.Accept()
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { client.Close(); server.Close() })
		return client, server
	}
	tapped := func(b *testing.B) (net.Conn, net.Conn) {
		client, server, _ := pair(b, nil)
		return client, server
	}
	for _, c := range []struct {
		name string
		pair func(*testing.B) (net.Conn, net.Conn)
	}{{"plain", plain}, {"tapped", tapped}} {
		b.Run(c.name, func(b *testing.B) {
			client, server := c.pair(b)
			go io.Copy(client, client)
			message := make([]byte, 125)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := server.Write(message); err != nil {
					b.Fatal(err)
				}
				if _, err := io.ReadFull(server, message); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
