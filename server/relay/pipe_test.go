package relay

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// Random bytes in random pieces, both ways at once, then an end on either side: all arrives, and all is in the record.
func TestBytesAreTheSameBothWays(t *testing.T) {
	s := newRawTarget(t)
	r, tapes := taped(t, s.url(), Config{})
	client := dial(t, r.Addr())
	server := s.next(t)
	send := func(c *net.TCPConn, all []byte, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 0))
		for len(all) > 0 {
			n := min(len(all), 1+random.IntN(1<<random.IntN(18)))
			if _, err := c.Write(all[:n]); err != nil {
				t.Error(err)
				return
			}
			all = all[n:]
		}
		c.CloseWrite()
	}
	up, down := noise(5_000_000, 1), noise(9_000_000, 2)
	var heard [2][]byte
	var both sync.WaitGroup
	both.Go(func() { send(client, up, 3) })
	both.Go(func() { send(server, down, 4) })
	both.Go(func() { heard[wire.C2S], _ = io.ReadAll(server) })
	both.Go(func() { heard[wire.S2C], _ = io.ReadAll(client) })
	both.Wait()
	record := <-tapes
	wait(t, record.closed, "the end of the record")
	for dir, want := range map[wire.Dir][]byte{wire.C2S: up, wire.S2C: down} {
		if !bytes.Equal(heard[dir], want) {
			t.Errorf("%v: %d bytes arrived, want %d", dir, len(heard[dir]), len(want))
		}
		if record.seen(dir) != string(want) {
			t.Errorf("%v: %d bytes recorded, want %d", dir, len(record.seen(dir)), len(want))
		}
	}
}

func noise(n int, seed byte) []byte {
	p := make([]byte, n)
	rand.NewChaCha8([32]byte{seed}).Read(p)
	return p
}

func TestHalfClosePasses(t *testing.T) {
	client, server := between(t, Config{})
	write(t, client, "request")
	client.CloseWrite()
	if got, err := io.ReadAll(server); string(got) != "request" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
	write(t, server, "answer") // long after the client has ended
	server.CloseWrite()
	if got, err := io.ReadAll(client); string(got) != "answer" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}

	client, server = between(t, Config{})
	write(t, server, "a server that speaks first")
	server.CloseWrite()
	if got, err := io.ReadAll(client); string(got) != "a server that speaks first" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
	write(t, client, "goes on")
	client.CloseWrite()
	if got, err := io.ReadAll(server); string(got) != "goes on" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
}

// A reset passes as a reset, after all that came before it.
func TestResetPasses(t *testing.T) {
	for name, swap := range map[string]bool{"of the client": false, "of the target": true} {
		t.Run(name, func(t *testing.T) {
			client, server := between(t, Config{})
			from, to := client, server
			if swap {
				from, to = server, client
			}
			write(t, client, "request")
			expect(t, server, "request")
			write(t, from, "last words")
			expect(t, to, "last words")
			from.SetLinger(0)
			from.Close()
			if _, err := to.Read(make([]byte, 1)); err == nil || errors.Is(err, io.EOF) || isTimeout(err) {
				t.Errorf("read %v, want a reset", err)
			}
		})
	}
}

// A reset must not overtake what the relay has read, though the other side is slow to read it.
func TestNothingIsLostBeforeAReset(t *testing.T) {
	s := newRawTarget(t)
	if _, ok := (&side{socket: &upstream{tcp: dial(t, s.Addr())}}).unsent(); !ok {
		t.Skip("the system does not tell what it has not sent yet")
	}
	s.next(t)
	r, tapes := taped(t, s.url(), Config{})
	client := dial(t, r.Addr())
	client.SetReadBuffer(64 << 10) // far less than comes
	server := s.next(t)
	all := noise(1_000_000, 5)
	if _, err := server.Write(all); err != nil {
		t.Fatal(err)
	}
	record := <-tapes
	eventually(t, func() bool { return len(record.seen(wire.S2C)) == len(all) }, "all to be relayed")
	server.SetLinger(0)
	server.Close()
	got, err := io.ReadAll(client)
	if !bytes.Equal(got, all) || err == nil {
		t.Errorf("read %d bytes of %d, then %v; want all, then a reset", len(got), len(all), err)
	}
}

func isTimeout(err error) bool {
	var late net.Error
	return errors.As(err, &late) && late.Timeout()
}

// eventually waits on a condition that no channel tells.
func eventually(t testing.TB, done func() bool, what string) {
	t.Helper()
	for end := time.Now().Add(patience); !done(); {
		if time.Now().After(end) {
			t.Fatal("waited in vain for ", what)
		}
		<-time.After(time.Millisecond)
	}
}

// A client that reads nothing holds up the target, and no memory fills up in between; then all arrives.
func TestASlowReaderHoldsUpTheOther(t *testing.T) {
	client, server := between(t, Config{})
	block := noise(1<<20, 6)
	sent := 0
	for {
		server.SetWriteDeadline(time.Now().Add(300 * time.Millisecond))
		n, err := server.Write(block)
		sent += n
		if isTimeout(err) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if sent > 64<<20 {
			t.Fatal("the target was never held up")
		}
	}
	write(t, client, "the other direction is free")
	expect(t, server, "the other direction is free")
	server.CloseWrite()
	if n, err := io.Copy(io.Discard, client); n != int64(sent) || err != nil {
		t.Errorf("%d bytes arrived of %d, %v", n, sent, err)
	}
}

// The target's handler learns at once that the client has left an event stream, in whatever way.
func TestTheTargetLearnsThatTheClientHasLeft(t *testing.T) {
	for name, leave := range map[string]func(*net.TCPConn){
		"FIN": func(c *net.TCPConn) { c.Close() },
		"RST": func(c *net.TCPConn) { c.SetLinger(0); c.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			left := make(chan struct{})
			s := closing(t, httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(200)
				http.NewResponseController(w).Flush()
				<-r.Context().Done()
				close(left)
			})))
			r := start(t, s.URL, Config{})
			c := dial(t, r.Addr())
			write(t, c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			if _, err := http.ReadResponse(reader(c), nil); err != nil {
				t.Fatal(err)
			}
			leave(c)
			wait(t, left, "the end of the request's context")
			eventually(t, func() bool { return len(r.Conns()) == 0 }, "the end of the connection")
		})
	}
}

// A target that dies in the middle of a stream: the client sees the end that it would have seen without the relay.
func TestTheClientLearnsThatTheTargetDied(t *testing.T) {
	for name, c := range map[string]struct {
		die func(*net.TCPConn)
		how func(error) bool
	}{
		"FIN": {func(c *net.TCPConn) { c.Close() }, func(err error) bool { return errors.Is(err, io.EOF) }},
		"RST": {func(c *net.TCPConn) { c.SetLinger(0); c.Close() }, func(err error) bool { return !errors.Is(err, io.EOF) && !isTimeout(err) }},
	} {
		t.Run(name, func(t *testing.T) {
			client, server := between(t, Config{})
			write(t, client, "GET / HTTP/1.1\r\n\r\n")
			expect(t, server, "GET / HTTP/1.1\r\n\r\n")
			write(t, server, "HTTP/1.1 200 OK\r\n\r\nhalf an ev")
			expect(t, client, "HTTP/1.1 200 OK\r\n\r\nhalf an ev")
			c.die(server)
			if _, err := client.Read(make([]byte, 1)); err == nil || !c.how(err) {
				t.Errorf("the client read %v", err)
			}
		})
	}
}

// A target that answers and leaves while the client still sends: the answer arrives, and the client is not kept.
func TestAnAnswerInTheMiddleOfAnUpload(t *testing.T) {
	client, server := between(t, Config{})
	write(t, client, "POST / HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n")
	expect(t, server, "POST / HTTP/1.1\r\n")
	write(t, server, "HTTP/1.1 413 Too Large\r\n\r\n")
	server.Close() // with bytes unread: a reset
	sending := make(chan error, 1)
	go func() {
		block := make([]byte, 1<<16)
		for {
			if _, err := client.Write(block); err != nil {
				sending <- err
				return
			}
		}
	}()
	expect(t, client, "HTTP/1.1 413 Too Large\r\n\r\n")
	if err := <-sending; isTimeout(err) {
		t.Error("the client was never told to stop: ", err)
	}
}

// script is a socket that reads what it is told to, and notes how it was ended.
type script struct {
	net.Conn
	err   error // that Read returns, and Write if it is to fail
	fails bool
	notes []string
}

func (s *script) Read([]byte) (int, error) { return 0, s.err }
func (s *script) Write(p []byte) (int, error) {
	if s.fails {
		return 0, s.err
	}
	s.notes = append(s.notes, string(p))
	return len(p), nil
}
func (s *script) note(what string) error              { s.notes = append(s.notes, what); return nil }
func (s *script) CloseWrite() error                   { return s.note("FIN") }
func (s *script) SetLinger(int) error                 { return s.note("RST") }
func (s *script) Close() error                        { return nil }
func (s *script) Control(func(fd uintptr)) error      { return errors.ErrUnsupported }
func (s *script) SetReadDeadline(at time.Time) error  { return s.note("read by") }
func (s *script) SetWriteDeadline(at time.Time) error { return s.note("write by") }

// How one side ended decides how the other one is ended; all that came before passes first.
func TestEndsArePassedOn(t *testing.T) {
	reset := errors.New("reset")
	for name, c := range map[string]struct {
		err      error
		lost     bool // the other direction found that src is lost
		refuses  bool // dst fails when written to
		dst, src []string
	}{
		"a FIN":                     {err: io.EOF, dst: []string{"last", "FIN"}},
		"a FIN under TLS":           {err: io.ErrUnexpectedEOF, dst: []string{"last", "FIN"}},
		"a reset":                   {err: reset, dst: []string{"last", "RST"}},
		"an end after a lost write": {err: io.EOF, lost: true, dst: []string{"last", "RST"}},
		"a write that fails":        {err: io.EOF, refuses: true, dst: []string{"read by"}, src: []string{"write by"}},
	} {
		t.Run(name, func(t *testing.T) {
			from, to := &script{err: c.err}, &script{err: reset, fails: c.refuses}
			src, dst := &side{socket: from}, &side{socket: to}
			src.lost.Store(c.lost)
			buf := newBuffer()
			defer buf.free()
			pipe(t.Context(), dst, src, buf, copy(buf.bytes, "last"), nil, nil)
			if diff := cmp.Diff([][]string{c.dst, c.src}, [][]string{to.notes, from.notes}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if dst.lost.Load() != c.refuses || src.lost.Load() != (c.lost || c.err == reset) {
				t.Errorf("lost: dst %v, src %v", dst.lost.Load(), src.lost.Load())
			}
		})
	}
}
