package impair_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/server/impair"
)

// cutAfter runs an exchange and returns when it was cut, if that was within a minute.
func cutAfter(t *testing.T, p impair.Profile, mode impair.Mode, during func(t *testing.T, server *impair.Conn, link *impair.Link, client chan<- string)) (after time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(p, 1)
		defer link.Close()
		enter(t, server, link, mode)
		start := time.Now()
		arrivals(client, start)
		says := make(chan string)
		defer close(says)
		go func() {
			for text := range says {
				client.Write([]byte(text))
			}
		}()
		cut := make(chan time.Duration, 1)
		server.OnBreak(func() { cut <- time.Since(start) })
		during(t, server, link, says)
		select {
		case after = <-cut:
		case <-time.After(time.Until(start.Add(time.Minute))):
		}
		synctest.Wait()
		if n := link.Stats().Cut; (n == 1) != (after > 0) {
			t.Errorf("%d exchanges cut", n)
		}
		server.Close()
	})
	return after
}

func TestIdleProxy(t *testing.T) {
	ten := impair.Profile{IdleSeconds: 10}
	type during = func(*testing.T, *impair.Conn, *impair.Link, chan<- string)
	for name, test := range map[string]struct {
		profile impair.Profile
		mode    impair.Mode
		during  during
		want    time.Duration
	}{
		"held":      {ten, impair.Answer, func(*testing.T, *impair.Conn, *impair.Link, chan<- string) {}, 10 * time.Second},
		"unlimited": {impair.Profile{}, impair.Stream, func(*testing.T, *impair.Conn, *impair.Link, chan<- string) {}, 0},
		"heartbeats": {ten, impair.Stream, func(t *testing.T, c *impair.Conn, _ *impair.Link, _ chan<- string) {
			for range 3 {
				pass(9 * time.Second)
				write(t, c, ": heartbeat\n\n")
			}
		}, 37 * time.Second},
		"the client's bytes count": {ten, impair.Tunnel, func(t *testing.T, c *impair.Conn, _ *impair.Link, client chan<- string) {
			pass(9 * time.Second)
			client <- "pong"
			read(t, c, 4)
		}, 19 * time.Second},
		"answered": {ten, impair.Answer, func(t *testing.T, c *impair.Conn, _ *impair.Link, _ chan<- string) {
			write(t, c, "answer")
			c.SetReadDeadline(time.Now().Add(time.Second))
			if _, err := c.Read(make([]byte, 1)); errors.Is(err, impair.ErrCut) {
				t.Error(err)
			}
		}, 0},
		"a fault, in the middle": {impair.Profile{}, impair.Stream, func(t *testing.T, _ *impair.Conn, l *impair.Link, _ chan<- string) {
			pass(20 * time.Second)
			l.Apply(impair.Fault{Kind: impair.Idle, IdleSeconds: 25}, time.Now())
		}, 25 * time.Second},
		"a fault that finds it idle": {impair.Profile{IdleSeconds: 50}, impair.Stream, func(t *testing.T, _ *impair.Conn, l *impair.Link, _ chan<- string) {
			pass(20 * time.Second)
			l.Apply(impair.Fault{Kind: impair.Idle, IdleSeconds: 5, Seconds: 1}, time.Now())
		}, 20 * time.Second},
		"a fault that ends before": {impair.Profile{}, impair.Stream, func(t *testing.T, _ *impair.Conn, l *impair.Link, _ chan<- string) {
			l.Apply(impair.Fault{Kind: impair.Idle, IdleSeconds: 5, Seconds: 4}, time.Now())
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want.String(), cutAfter(t, test.profile, test.mode, test.during).String()); diff != "" {
				t.Errorf("cut after (-want +got)\n%s", diff)
			}
		})
	}
}
