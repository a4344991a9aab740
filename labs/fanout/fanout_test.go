package fanout

import (
	"fmt"
	"math/rand/v2"
	"net"
	"runtime"
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

func TestWriteTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		cfg := plain()
		cfg.Heartbeat = nil
		fo := New(f, cfg)
		defer fo.Close()
		ended := false
		stuck, quick := &fake{}, &fake{}
		fo.Add(&Stream{Conn: stuck, End: func() { ended = true }})
		fo.Add(&Stream{Conn: quick})
		sleep(time.Hour) // nothing is due: silence is no offence
		stuck.set(nothing)
		start := time.Now()
		f.Publish("a")
		sleep(DefaultWriteTimeout - time.Millisecond)
		if stuck.isClosed() {
			t.Fatal("dropped too early")
		}
		sleep(time.Minute)
		if took := stuck.closed.Sub(start); took < DefaultWriteTimeout || took > DefaultWriteTimeout+retryAtMost {
			t.Errorf("dropped after %v", took)
		}
		if diff := cmp.Diff(Stats{Streams: 1, Slow: 1}, fo.Stats()); diff != "" || !ended {
			t.Errorf("ended %v (-want +got)\n%s", ended, diff)
		}
		if stuck.writes > 60 {
			t.Errorf("%d writes to a connection that takes nothing", stuck.writes)
		}
		expect(t, "the other", "[1:a]", quick.read())
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

func TestFeedEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		fo := New(f, plain())
		quick, behind := &fake{}, &fake{take: nothing}
		fo.Add(&Stream{Conn: quick})
		fo.Add(&Stream{Conn: behind})
		publish(f, "a", "b")
		f.Close()
		synctest.Wait()
		expect(t, "the quick one", "[1:a][2:b]END", quick.read())
		if !quick.isClosed() || behind.isClosed() {
			t.Error("want the quick one closed and the other not yet")
		}
		behind.set(nil)
		sleep(time.Second)
		expect(t, "the one behind", "[1:a][2:b]END", behind.read())
		late := &fake{}
		fo.Add(&Stream{Conn: late, Next: 2})
		synctest.Wait()
		expect(t, "one that comes afterwards", "[2:b]END", late.read())
		if !behind.isClosed() || !late.isClosed() || fo.Stats().Streams != 0 {
			t.Error("not all streams ended")
		}
	})
}

func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		fo := New(f, plain())
		room := 3
		idle, within, stuck := &fake{}, &fake{}, &fake{}
		within.take = func(due int) int { n := min(due, room); room -= n; return n }
		stuck.take = nothing
		ended := 0
		for _, c := range []*fake{idle, within, stuck} {
			fo.Add(&Stream{Conn: c, End: func() { ended++ }})
		}
		publish(f, "a")
		synctest.Wait()
		within.set(nil)
		fo.Close()
		fo.Close()
		expect(t, "idle", "[1:a]BYE", idle.read())
		expect(t, "within an entry", "[1:a]BYE", within.read())
		expect(t, "stuck", "", stuck.read())
		after := &fake{}
		fo.Add(&Stream{Conn: after, End: func() { ended++ }})
		if !idle.isClosed() || !within.isClosed() || !stuck.isClosed() || !after.isClosed() || ended != 4 {
			t.Errorf("not all connections are closed, %d of 4 owners were told", ended)
		}
		if diff := cmp.Diff(Stats{}, fo.Stats()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestRemove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fo := New(feed.New(feed.Config{}), plain())
		stays, leaves, early := &fake{}, &fake{}, &fake{}
		ended := 0
		end := func() { ended++ }
		s := &Stream{Conn: leaves, End: end}
		fo.Add(&Stream{Conn: stays})
		fo.Add(s)
		synctest.Wait()
		fo.Remove(s)
		synctest.Wait()
		if !leaves.isClosed() || stays.isClosed() || ended != 1 {
			t.Errorf("left %v, other %v, told %d", leaves.isClosed(), stays.isClosed(), ended)
		}
		fo.Remove(s)
		s = &Stream{Conn: early, End: end}
		fo.Remove(s)
		fo.Add(s)
		if !early.isClosed() || ended != 2 || fo.Stats().Streams != 1 {
			t.Errorf("removed before added: %v, told %d, open %d", early.isClosed(), ended, fo.Stats().Streams)
		}
		expect(t, "last words", "", leaves.read()+early.read())
		fo.Close()
	})
}

// TestGoroutine counts: none without streams, one with many, none after the last has left, and again. synctest fails
// if one is left over.
func TestGoroutine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		cfg := plain()
		encoded, encode := 0, cfg.Encode
		cfg.Encode = func(dst []byte, e feed.Event) []byte { encoded++; return encode(dst, e) }
		fo := New(f, cfg)
		before := runtime.NumGoroutine()
		publish(f, "a", "b")
		for round := range 3 {
			var streams []*Stream
			for range 10 {
				s := &Stream{Conn: &fake{}}
				streams = append(streams, s)
				fo.Add(s)
			}
			synctest.Wait()
			if n := runtime.NumGoroutine() - before; n != 1 {
				t.Errorf("round %d: %d goroutines for 10 streams", round, n)
			}
			for _, s := range streams {
				fo.Remove(s)
			}
			synctest.Wait()
			if n := runtime.NumGoroutine() - before; n != 0 {
				t.Errorf("round %d: %d goroutines for no stream", round, n)
			}
			f.Publish("c")
		}
		if encoded != 4 {
			t.Errorf("%d encodings of 4 events", encoded)
		}
	})
}

func TestPanics(t *testing.T) {
	quiet(t)
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		cfg := plain()
		encode := cfg.Encode
		cfg.Encode = func(dst []byte, e feed.Event) []byte {
			if e.Data == "poison" {
				panic("encode")
			}
			return encode(dst, e)
		}
		fo := New(f, cfg)
		bad, badEnd, good := &fake{}, &fake{}, &fake{}
		fo.Add(&Stream{Conn: bad})
		fo.Add(&Stream{Conn: badEnd, End: func() { panic("end") }})
		fo.Add(&Stream{Conn: good})
		publish(f, "a")
		synctest.Wait()
		bad.set(func(int) int { panic("write") })
		badEnd.set(func(int) int { return -1 })
		publish(f, "b")
		synctest.Wait()
		expect(t, "the other", "[1:a][2:b]", good.read())
		if !bad.isClosed() || !badEnd.isClosed() || good.isClosed() {
			t.Error("want the two bad ones closed, and only them")
		}
		f.Publish("poison")
		synctest.Wait()
		if !good.isClosed() {
			t.Error("open without a goroutine to serve it")
		}
		if diff := cmp.Diff(Stats{Panics: 3}, fo.Stats()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		fo.Close()
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
			time.Sleep(5 * time.Millisecond) // the bubble's clock
		}
		expect(t, "read", want+"END", got.String())
	})
}
