package fanout

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/feed"
)

// parcels is a code that holds blocks back until it has so many of them, and writes how many it has seen so far.
func parcels(size int) func(dst, block []byte, last bool) []byte {
	seen, held := 0, ""
	return func(dst, block []byte, last bool) []byte {
		seen++
		held += string(block)
		if !last && seen%size != 0 {
			return dst
		}
		dst = fmt.Appendf(dst, "%d(%s)", seen, held)
		if held = ""; last {
			dst = append(dst, '!')
		}
		return dst
	}
}

func TestCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{Window: 3})
		fo := New(f, plain())
		publish(f, "a", "b", "c", "d")
		conn, whole, part := &fake{}, &fake{}, &fake{}
		fo.Add(&Stream{Conn: conn})
		fo.Add(&Stream{Conn: whole, Next: 1, Head: []byte("head "), Code: parcels(1)})
		fo.Add(&Stream{Conn: part, Next: 3, Code: parcels(3)})
		synctest.Wait()
		expect(t, "as it is", "[2:b][3:c][4:d]", conn.read())
		expect(t, "block by block", "head 1(<1-1>)2([2:b])3([3:c])4([4:d])", whole.read())
		expect(t, "held back", "", part.read())
		publish(f, "e")
		synctest.Wait()
		expect(t, "block by block", "5([5:e])", whole.read())
		expect(t, "three at once", "3([3:c][4:d][5:e])", part.read())
		sleep(DefaultHeartbeatEvery + time.Millisecond)
		expect(t, "a heartbeat", "6(♥)", whole.read())
		sleep(DefaultHeartbeatEvery + time.Millisecond)
		sleep(DefaultHeartbeatEvery + time.Millisecond)
		expect(t, "one for each interval, also where nothing is written", "6(♥♥♥)", part.read())
		f.Close()
		synctest.Wait()
		expect(t, "the last word", "7(♥)8(♥)9(END)!", whole.read())
		expect(t, "what was held back", "7(END)!", part.read())
		if !whole.isClosed() || !part.isClosed() {
			t.Error("not closed at the end of the feed")
		}
	})
}

func TestCodeIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		fo := New(f, plain())
		room := 4
		idle, within := &fake{}, &fake{take: func(due int) int { n := min(due, room); room -= n; return n }}
		fo.Add(&Stream{Conn: idle, Code: parcels(2)})
		fo.Add(&Stream{Conn: within, Code: parcels(1)})
		publish(f, "a")
		synctest.Wait()
		within.set(nil)
		fo.Close()
		expect(t, "held back", "2([1:a]BYE)!", idle.read())
		expect(t, "within a block", "1([1:a])2(BYE)!", within.read())
	})
}

// TestSlowCode has a connection that takes a few bytes at a time, and none for a while: it gets all that is kept, whole,
// without more in memory than it takes at once.
func TestSlowCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{Window: 1000})
		fo := New(f, plain())
		defer fo.Close()
		most, want := 0, ""
		code := parcels(1)
		s := &Stream{Code: func(dst, block []byte, last bool) []byte {
			dst = code(dst, block, last)
			most = max(most, len(dst))
			return dst
		}}
		slow, quick := &fake{take: func(due int) int { return max(due/2, 1) }}, &fake{}
		s.Conn = slow
		for i := range 2000 {
			f.Publish("some event of some length")
			if i >= 1000 {
				want += fmt.Sprintf("%d([%d:some event of some length])", i-999, i+1)
			}
		}
		fo.Add(s)
		synctest.Wait()
		fo.Add(&Stream{Conn: quick, Next: 2001})
		f.Publish("x")
		synctest.Wait()
		expect(t, "the quick one meanwhile", "[2001:x]", quick.read())
		sleep(10 * time.Second)
		expect(t, "the slow one", want+"1001([2001:x])", slow.read())
		if most > codeAtOnce+100 {
			t.Errorf("%d bytes were made at once", most)
		}
	})
}

func TestCodeThatPanics(t *testing.T) {
	quiet(t)
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		fo := New(f, plain())
		good := &fake{}
		fo.Add(&Stream{Conn: good})
		ended := 0
		var bad []*fake
		for range 3 {
			c, calls := &fake{}, 0
			bad = append(bad, c)
			fo.Add(&Stream{Conn: c, End: func() { ended++ }, Code: func(dst, block []byte, last bool) []byte {
				if calls++; calls == 1+ended || string(block) == "BYE" {
					panic("code")
				}
				return append(dst, block...)
			}})
		}
		f.Publish("a") // one panics at the event, the next at the heartbeat, the last one when it is closed
		synctest.Wait()
		sleep(DefaultHeartbeatEvery + time.Millisecond)
		fo.Close()
		for i, c := range bad {
			if !c.isClosed() {
				t.Errorf("stream %d is open", i)
			}
		}
		expect(t, "the other", "[1:a]♥BYE", good.read())
		if n := fo.Stats().Panics; n != 3 || ended != 3 {
			t.Errorf("%d panics, %d ended", n, ended)
		}
	})
}
