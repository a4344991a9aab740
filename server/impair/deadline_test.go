package impair_test

import (
	"errors"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/server/impair"
	"wireside/wireview/wire"
)

func TestDeadlinesWhileStalled(t *testing.T) {
	_, server, _ := sockets(t)
	link := impair.NewLink(impair.Profile{}, 1)
	defer link.Close()
	enter(t, server, link, impair.Tunnel)
	stall(link, 0)
	server.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	_, err := server.Read(make([]byte, 1))
	timedOut(t, "Read", err)
	server.SetWriteDeadline(time.Now().Add(5 * time.Millisecond))
	n, err := server.Write(make([]byte, 1<<20))
	timedOut(t, "Write", err)
	if n != 256<<10 {
		t.Errorf("Write took %d bytes, want 256 KiB", n)
	}
	server.SetWriteDeadline(time.Time{})
	if n, err := server.TryWrite([]byte("x")); n != 0 || err != nil {
		t.Errorf("TryWrite into a full queue = %d, %v", n, err)
	}
}

func timedOut(t *testing.T, what string, err error) {
	t.Helper()
	var timeout net.Error
	if !errors.Is(err, os.ErrDeadlineExceeded) || !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("%s past its deadline: %v", what, err)
	}
}

// TestDeadlineForThoseWhoWait: one that is set is also for the calls under way.
func TestDeadlineForThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{}, 1)
		defer link.Close()
		enter(t, server, link, impair.Tunnel)
		stall(link, 0)
		errs := make(chan error)
		go func() {
			_, err := server.Write(make([]byte, 1<<20))
			errs <- err
		}()
		synctest.Wait()
		server.SetWriteDeadline(past)
		timedOut(t, "Write", <-errs)
		go func() {
			_, err := server.Read(make([]byte, 1))
			errs <- err
		}()
		write(t, client, "x") // is on its way, so that the Read waits for the link and not for the socket
		synctest.Wait()
		server.SetReadDeadline(past)
		timedOut(t, "Read", <-errs)
	})
}

var past = time.Unix(1, 0)

// TestDeadlineIsTheWriters, not the link's: what was put on its way before it arrives after it, and it holds again for
// whoever writes to the socket itself.
func TestDeadlineIsTheWriters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{LatencyMs: 100}, 1)
		enter(t, server, link, impair.Stream)
		start := time.Now()
		server.SetWriteDeadline(start.Add(10 * ms))
		write(t, server, "a")
		pass(time.Second) // nobody has read
		link.Close()
		server.SetWriteDeadline(time.Now().Add(10 * ms))
		if got := read(t, client, 1); got != "a" {
			t.Errorf("read %q", got)
		}
		synctest.Wait() // nothing is on its way any more
		_, err := server.Write([]byte("b"))
		timedOut(t, "Write", err)
		server.Close()
	})
}

// TestDeadlineOutlivesAFault: a Write that waits for the socket when the link begins to delay keeps its deadline, and its
// place before what is written later.
func TestDeadlineOutlivesAFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{}, 1)
		defer link.Close()
		enter(t, server, link, impair.Stream)
		server.SetWriteDeadline(time.Now().Add(time.Second))
		waiting := make(chan error, 1)
		go func() {
			_, err := server.Write([]byte("a"))
			waiting <- err
		}()
		synctest.Wait()
		link.Apply(impair.Fault{Kind: impair.Latency, LatencyMs: 1}, time.Now())
		write(t, server, "b")
		select {
		case err := <-waiting:
			timedOut(t, "Write", err)
		case <-time.After(time.Minute):
			t.Error("the deadline is forgotten")
		}
		server.SetLinger(0)
		server.SetDeadline(past)
	})
}

// TestCloseWakesAReader, though the socket stays open until all has arrived.
func TestCloseWakesAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{LatencyMs: 1000}, 1)
		defer link.Close()
		enter(t, server, link, impair.Tunnel)
		start := time.Now()
		got := arrivals(client, start)
		ended := make(chan error)
		go func() {
			_, err := server.Read(make([]byte, 1))
			ended <- err
		}()
		synctest.Wait()
		write(t, server, "x")
		server.Close()
		if err := <-ended; !errors.Is(err, net.ErrClosed) || !time.Now().Equal(start) {
			t.Errorf("Read ended after %v: %v", time.Since(start), err)
		}
		if diff := cmp.Diff([]arrival{{time.Second, "x"}}, <-got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// TestClientIsBounded, too: what it sends into a stalled tunnel is not read without end.
func TestClientIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, record := pipe(t)
		link := impair.NewLink(impair.Profile{}, 1)
		defer link.Close()
		enter(t, server, link, impair.Tunnel)
		stall(link, 0)
		go server.Read(make([]byte, 4096))
		client.SetWriteDeadline(time.Now().Add(time.Minute))
		if n, err := client.Write(make([]byte, 1<<20)); err == nil {
			t.Errorf("the client could send all of %d bytes", n)
		}
		if n := record.count(wire.C2S); n < 256<<10 || n > 260<<10 {
			t.Errorf("%d bytes were read, want 256 KiB and a little", n)
		}
	})
}

// TestNextLinkStartsAfresh: a link that is closed leaves no schedule behind.
func TestNextLinkStartsAfresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		slow := impair.NewLink(impair.Profile{Kbps: 1, LatencyMs: 10}, 1)
		enter(t, server, slow, impair.Answer)
		start := time.Now()
		got := arrivals(client, start)
		write(t, server, "would take 10 + 8 × 18 ms")
		slow.Close()
		next := impair.NewLink(impair.Profile{LatencyMs: 5}, 1)
		defer next.Close()
		enter(t, server, next, impair.Answer)
		write(t, server, "next")
		server.Close()
		if diff := cmp.Diff([]arrival{{0, "would take 10 + 8 × 18 ms"}, {10 * ms, "next"}}, <-got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}
