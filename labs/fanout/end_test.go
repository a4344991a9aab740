package fanout

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
)

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
