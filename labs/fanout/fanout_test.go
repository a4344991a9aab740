package fanout

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
)

func TestEveryStreamGetsEveryEventEncodedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		cfg := plain()
		encoded, encode := 0, cfg.Encode
		cfg.Encode = func(dst []byte, e feed.Event) []byte { encoded++; return encode(dst, e) }
		fo := New(f, cfg)
		conns := make([]*fake, 20)
		for i := range conns {
			conns[i] = &fake{}
			fo.Add(&Stream{Conn: conns[i], Head: []byte("head ")})
		}
		synctest.Wait()
		publish(f, "a")
		synctest.Wait()
		publish(f, "b", "c")
		synctest.Wait()
		for i, c := range conns {
			expect(t, fmt.Sprint("stream ", i), "head [1:a][2:b][3:c]", c.read())
		}
		if encoded != 3 {
			t.Errorf("%d encodings of 3 events", encoded)
		}
		fo.Close()
	})
}

func TestNext(t *testing.T) {
	for _, test := range []struct {
		name string
		next uint64
		want string
	}{
		{"the oldest kept", 0, "[4:d][5:e]|[6:f]"},
		{"where it left off", 5, "[5:e]|[6:f]"},
		{"from now on", 6, "|[6:f]"},
		{"ahead of the feed", 7, "|"},
		{"what has left the window", 2, "<2-3>[4:d][5:e]|[6:f]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := feed.New(feed.Config{Window: 2})
				publish(f, "a", "b", "c", "d", "e")
				fo := New(f, plain())
				defer fo.Close()
				c := &fake{}
				fo.Add(&Stream{Conn: c, Next: test.next})
				synctest.Wait()
				before := c.read()
				publish(f, "f")
				synctest.Wait()
				expect(t, "written", test.want, before+"|"+c.read())
			})
		})
	}
}

// TestPartialWrites lets connections take a byte at a time, nothing now and then, and random amounts: the bytes are the
// same.
func TestPartialWrites(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for name, take := range map[string]func(int) int{
		"one byte":       func(int) int { return 1 },
		"some or none":   func(due int) int { return random.IntN(min(due, 9) + 1) },
		"all or nothing": func(due int) int { return due * random.IntN(2) },
		"all but one":    func(due int) int { return max(due-1, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := feed.New(feed.Config{})
				fo := New(f, plain())
				c := &fake{take: take}
				fo.Add(&Stream{Conn: c, Head: []byte("head ")})
				want := "head "
				for i := range 200 {
					if i%3 == 0 {
						synctest.Wait()
					}
					f.Publish("event")
					want += fmt.Sprintf("[%d:event]", i+1)
				}
				f.Close()
				sleep(time.Hour)
				expect(t, "written", want+"END", c.read())
				if !c.isClosed() {
					t.Error("not closed at the end of the feed")
				}
			})
		})
	}
}

func TestManyEntriesToAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		for range 4000 {
			f.Publish(strings.Repeat("x", 100))
		}
		fo := New(f, plain())
		defer fo.Close()
		c := &fake{}
		fo.Add(&Stream{Conn: c})
		synctest.Wait()
		if got, most := len(c.got), len(c.got)/segmentBytes+1; c.writes > most {
			t.Errorf("%d writes for %d bytes, want %d at most", c.writes, got, most)
		}
	})
}

// TestSlowReader has one connection that takes nothing for a while: the others are not delayed by a nanosecond, and it
// goes on with the rest of the entry that it was in, a gap, and what is kept.
func TestSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{Window: 3})
		fo := New(f, plain())
		defer fo.Close()
		slow, quick := &fake{}, &fake{}
		fo.Add(&Stream{Conn: slow})
		fo.Add(&Stream{Conn: quick})
		synctest.Wait()
		f.Publish("a")
		synctest.Wait()
		expect(t, "both up to date", "[1:a][1:a]", slow.read()+quick.read())

		room := 3
		slow.set(func(due int) int { n := min(due, room); room -= n; return n })
		for i := 2; i <= 9; i++ {
			f.Publish("x")
			synctest.Wait() // time stands still
			expect(t, "the quick one", fmt.Sprintf("[%d:x]", i), quick.read())
		}
		expect(t, "the slow one, blocked", "[2:", slow.read())
		slow.set(nil)
		sleep(time.Second)
		expect(t, "the slow one, later", "x]<3-6>[7:x][8:x][9:x]", slow.read())
		if diff := cmp.Diff(Stats{Streams: 2, Missed: 4}, fo.Stats()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		fo := New(f, plain())
		defer fo.Close()
		a, b := &fake{}, &fake{}
		fo.Add(&Stream{Conn: a})
		sleep(10 * time.Second)
		fo.Add(&Stream{Conn: b})
		synctest.Wait()
		expect(t, "after 10 s", "", a.read()+b.read())
		sleep(5 * time.Second)
		expect(t, "after 15 s", "♥", a.read()+b.read())
		sleep(14 * time.Second) // b is due at 25 s
		expect(t, "after 29 s", "♥", a.read()+b.read())
		f.Publish("x")
		sleep(DefaultHeartbeatEvery - time.Millisecond)
		expect(t, "with an event in between", "[1:x][1:x]", a.read()+b.read())
		sleep(DefaultHeartbeatEvery / 8)
		expect(t, "silent again", "♥♥", a.read()+b.read())
	})
}

// TestPlainConn is a connection without TryWrite whose reader is slow.
func TestPlainConn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		fo := New(f, plain())
		conn, peer := net.Pipe()
		fo.Add(&Stream{Conn: conn})
		want := ""
		for i := range 100 {
			f.Publish("x")
			want += fmt.Sprintf("[%d:x]", i+1)
		}
		f.Close()
		var got strings.Builder
		for buf := make([]byte, 7); ; {
			n, err := peer.Read(buf)
			got.Write(buf[:n])
			if err != nil {
				break
			}
			<-time.After(5 * time.Millisecond) // the bubble's clock
		}
		expect(t, "read", want+"END", got.String())
	})
}
