package fanout

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/feed"
)

// lacking is plain, but what data begins with "-" comes to nothing.
func lacking() Config {
	cfg := plain()
	encode := cfg.Encode
	cfg.Encode = func(dst []byte, e feed.Event) []byte {
		if e.Data[0] == '-' {
			return dst
		}
		return encode(dst, e)
	}
	return cfg
}

func writes(c *fake) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.writes
}

// TestEmptyEntries has events that come to nothing at the front, in the middle and at the end: streams pass over them without
// a write, hear heartbeats meanwhile, and end as they should.
func TestEmptyEntries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{Window: 4})
		fo := New(f, lacking())
		publish(f, "-", "-", "a", "-", "b", "-") // the first two leave the window
		conn, coded, tail := &fake{}, &fake{}, &fake{}
		fo.Add(&Stream{Conn: conn})
		fo.Add(&Stream{Conn: coded, Next: 1, Code: parcels(1)})
		fo.Add(&Stream{Conn: tail, Next: 6})
		synctest.Wait()
		expect(t, "as it is", "[3:a][5:b]", conn.read())
		expect(t, "coded: no call for what is nothing", "1(<1-2>)2([3:a])3([5:b])", coded.read())
		if n := writes(tail); n != 0 {
			t.Errorf("%d writes of nothing", n)
		}
		before := writes(conn)
		sleep(DefaultHeartbeatEvery - time.Second)
		publish(f, "-", "-")
		synctest.Wait()
		if n := writes(conn) - before; n != 0 {
			t.Errorf("%d writes of nothing", n)
		}
		sleep(time.Second + time.Millisecond)
		expect(t, "what is left out breaks no silence", "♥", conn.read())
		expect(t, "nor the coded one's", "4(♥)", coded.read())
		publish(f, "-", "c", "-")
		synctest.Wait()
		expect(t, "one within", "[10:c]", conn.read())
		expect(t, "one within, coded", "5([10:c])", coded.read())
		f.Close()
		synctest.Wait()
		expect(t, "the last word", "END", conn.read())
		expect(t, "the last word, coded", "6(END)!", coded.read())
		for i, c := range []*fake{conn, coded, tail} {
			if !c.isClosed() {
				t.Errorf("stream %d is open", i)
			}
		}
		if n := fo.Stats().Missed; n != 2 {
			t.Errorf("%d events are missed", n)
		}
	})
}

// TestEmptyEntriesAmongMany lets a connection take a byte at a time of a log that is more than a segment, most of it empty.
func TestEmptyEntriesAmongMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{Window: 1 << 20})
		want := ""
		for i := range 3 * segmentEntries {
			if i%1000 == 999 {
				f.Publish("x")
				want += fmt.Sprintf("[%d:x]", i+1)
			} else {
				f.Publish("-")
			}
		}
		fo := New(f, lacking())
		quick, slow := &fake{}, &fake{take: func(int) int { return 1 }}
		fo.Add(&Stream{Conn: quick})
		fo.Add(&Stream{Conn: slow})
		f.Close()
		sleep(5 * time.Second)
		expect(t, "quick", want+"END", quick.read())
		expect(t, "slow", want+"END", slow.read())
	})
}
