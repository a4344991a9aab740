package impair_test

import (
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/server/impair"
	"wireside/wireview/wire"
)

func apply(l *impair.Link, kind string) impair.Applied {
	return l.Apply(impair.Fault{Kind: kind}, time.Now())
}

// ends returns how the client's connection ends, and what came before.
func ends(client net.Conn) (string, string) {
	client.SetReadDeadline(time.Now().Add(time.Minute))
	got, err := io.ReadAll(client)
	switch {
	case err == nil:
		return string(got), "FIN"
	case errors.Is(err, syscall.ECONNRESET):
		return string(got), "RST"
	}
	return string(got), err.Error()
}

// TestEndsOnTheWire is a FIN for a cut, also where bytes of the client lie unread, and an RST for a reset.
func TestEndsOnTheWire(t *testing.T) {
	for _, test := range []struct{ kind, want string }{{impair.Cut, "FIN"}, {impair.Reset, "RST"}} {
		for name, mode := range map[string]impair.Mode{"answer": impair.Answer, "stream": impair.Stream, "tunnel": impair.Tunnel} {
			for _, latency := range []float64{0, 60} {
				t.Run(test.kind+", "+name, func(t *testing.T) {
					client, server, record := sockets(t)
					link := impair.NewLink(impair.Profile{LatencyMs: latency}, 1)
					defer link.Close()
					if test.kind == impair.Cut {
						write(t, client, "unread")
					}
					enter(t, server, link, mode)
					write(t, server, "text")
					if applied := apply(link, test.kind); applied.Exchanges != 1 || applied.Next {
						t.Errorf("%+v", applied)
					}
					wantText, swallowed := "text", int64(0)
					if latency > 0 {
						wantText, swallowed = "", 4
					}
					if text, end := ends(client); test.kind == impair.Cut && text != wantText || end != test.want {
						t.Errorf("the client read %q and then %s", text, end)
					}
					client.Close()
					<-record.closed
					stats := link.Stats()
					if diff := cmp.Diff([]int64{1, swallowed, 0, 0}, []int64{stats.Cut + stats.Reset, stats.BytesSwallowed, stats.BytesHeld, int64(stats.Exchanges)}); diff != "" {
						t.Errorf("(-want +got)\n%s\n%+v", diff, stats)
					}
					if test.kind == impair.Cut && stats.BytesUnheard != 6 {
						t.Errorf("%d bytes unheard, want 6", stats.BytesUnheard)
					}
				})
			}
		}
	}
	until(t, "goroutines end", func() bool { return goroutines() == 0 })
}

// TestServerSeesTheEnd: calls that wait return, later ones fail, and nothing that fasthttp panics over does.
func TestServerSeesTheEnd(t *testing.T) {
	for kind, want := range map[string]error{impair.Cut: impair.ErrCut, impair.Reset: impair.ErrReset} {
		for name, latency := range map[string]float64{"direct": 0, "queued": 1} {
			t.Run(kind+", "+name, func(t *testing.T) {
				client, server, record := sockets(t)
				link := impair.NewLink(impair.Profile{LatencyMs: latency}, 1)
				defer link.Close()
				enter(t, server, link, impair.Tunnel)
				errs := make(chan error, 2)
				go func() {
					_, err := server.Read(make([]byte, 1))
					errs <- err
				}()
				go func() {
					_, err := server.Write(make([]byte, 64<<20)) // more than the kernel takes from one whom nobody reads
					errs <- err
				}()
				until(t, "the writer waits", func() bool { return record.count(wire.S2C) > 100_000 })
				broken := make(chan bool, 2)
				server.OnBreak(func() { broken <- true })
				server.OnBreak(func() { t.Error("called what was taken back") })()
				apply(link, kind)
				for range 2 {
					if err := <-errs; !errors.Is(err, want) || !errors.Is(err, net.ErrClosed) {
						t.Errorf("a call that waited: %v", err)
					}
				}
				<-broken
				server.OnBreak(func() { broken <- true })
				<-broken
				for name, f := range map[string]func() error{
					"Read":     func() error { _, err := server.Read(make([]byte, 1)); return err },
					"Write":    func() error { _, err := server.Write([]byte("x")); return err },
					"TryWrite": func() error { _, err := server.TryWrite([]byte("x")); return err },
					"Enter":    func() error { return server.Enter(impair.Exchange{Link: link}) },
				} {
					if err := f(); !errors.Is(err, want) || !errors.Is(err, net.ErrClosed) {
						t.Errorf("%s: %v", name, err)
					}
				}
				for name, err := range map[string]error{
					"SetDeadline":      server.SetDeadline(time.Now()),
					"SetReadDeadline":  server.SetReadDeadline(time.Time{}),
					"SetWriteDeadline": server.SetWriteDeadline(time.Time{}),
					"Close":            server.Close(),
					"Close again":      server.Close(),
				} {
					if err != nil {
						t.Errorf("%s: %v", name, err)
					}
				}
				server.Leave()
				client.Close()
				<-record.closed
			})
		}
	}
	until(t, "goroutines end", func() bool { return goroutines() == 0 })
}

// TestLingerOfZero discards what is on its way, as it does what the system has not sent.
func TestLingerOfZero(t *testing.T) {
	client, server, record := sockets(t)
	link := impair.NewLink(impair.Profile{}, 1)
	defer link.Close()
	enter(t, server, link, impair.Stream)
	stall(link, 0)
	write(t, server, "text")
	server.SetLinger(0)
	server.Close()
	if text, end := ends(client); text != "" || end != "RST" {
		t.Errorf("the client read %q and then %s", text, end)
	}
	<-record.closed
	if stats := link.Stats(); stats.BytesSwallowed != 4 || stats.Exchanges != 0 {
		t.Errorf("%+v", stats)
	}
}

// TestNextExchange meets the fault if none is under way, once, before anything is written.
func TestNextExchange(t *testing.T) {
	for kind, want := range map[string]error{impair.Cut: impair.ErrCut, impair.Reset: impair.ErrReset} {
		link := impair.NewLink(impair.Profile{}, 1)
		defer link.Close()
		if diff := cmp.Diff(impair.Applied{Next: true}, apply(link, kind)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		_, server, _ := sockets(t)
		if err := server.Enter(impair.Exchange{Link: link}); !errors.Is(err, want) {
			t.Errorf("the next exchange: %v", err)
		}
		_, server, _ = sockets(t)
		enter(t, server, link, impair.Answer)
		server.Close()
	}
}

// TestEndsForAWhile: with seconds, whatever begins within them.
func TestEndsForAWhile(t *testing.T) {
	link := impair.NewLink(impair.Profile{}, 1)
	defer link.Close()
	_, first, _ := sockets(t)
	enter(t, first, link, impair.Stream)
	long := time.Now()
	link.Apply(impair.Fault{Kind: impair.Reset, Seconds: 3600}, long)
	for range 2 {
		_, server, _ := sockets(t)
		if err := server.Enter(impair.Exchange{Link: link}); !errors.Is(err, impair.ErrReset) {
			t.Errorf("within the time: %v", err)
		}
	}
	link.Apply(impair.Fault{Kind: impair.Reset, Seconds: 1}, long.Add(-time.Minute)) // is over already, but for the next one
	_, server, _ := sockets(t)
	if err := server.Enter(impair.Exchange{Link: link}); !errors.Is(err, impair.ErrReset) {
		t.Errorf("the next one: %v", err)
	}
	_, server, _ = sockets(t)
	enter(t, server, link, impair.Answer)
	if stats := link.Stats(); stats.Reset != 4 || stats.Cut != 0 {
		t.Errorf("%+v", stats)
	}
}

// TestFaultsKeepToTheirLink: two links take turns on one keep-alive connection.
func TestFaultsKeepToTheirLink(t *testing.T) {
	client, server, _ := sockets(t)
	a, b := impair.NewLink(impair.Profile{}, 1), impair.NewLink(impair.Profile{}, 1)
	defer a.Close()
	defer b.Close()
	kinds := []string{impair.Cut, impair.Reset, impair.Stall}
	for i := range 30 {
		own, other := a, b
		if i%2 == 1 {
			own, other = b, a
		}
		write(t, client, "?")
		read(t, server, 1)
		server.Leave()
		enter(t, server, own, impair.Answer)
		for _, kind := range kinds {
			if applied := apply(other, kind); applied.Exchanges != 0 || !applied.Next {
				t.Fatalf("%s on the other link: %+v", kind, applied)
			}
		}
		write(t, server, "!")
		read(t, client, 1)
		// The other link's next exchange would meet its faults: spend them on another connection.
		_, spent, _ := sockets(t)
		if err := spent.Enter(impair.Exchange{Link: other}); err == nil {
			t.Fatal("the faults were lost")
		}
	}
}

// TestIdleConnectionsAreLeftAlone: one that waits for the next request is nobody's, whoever used it last.
func TestIdleConnectionsAreLeftAlone(t *testing.T) {
	client, server, _ := sockets(t)
	link := impair.NewLink(impair.Profile{LatencyMs: 1}, 1)
	enter(t, server, link, impair.Answer)
	write(t, server, "answer")
	next := make(chan error)
	go func() {
		_, err := io.ReadFull(server, make([]byte, 1))
		next <- err
	}()
	read(t, client, len("answer"))
	until(t, "the exchange is over", func() bool { return link.Stats().Exchanges == 0 })
	for _, kind := range []string{impair.Cut, impair.Reset, impair.Stall} {
		if applied := apply(link, kind); applied.Exchanges != 0 {
			t.Errorf("%s: %+v", kind, applied)
		}
	}
	link.Close()
	write(t, client, "?")
	if err := <-next; err != nil {
		t.Error(err)
	}
	server.Leave()
	write(t, server, "!")
	read(t, client, 1)
}
