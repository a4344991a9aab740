package fanout

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/feed"
)

func TestSendKeepsToTheOrderOfTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		fo := New(f, plain())
		defer fo.Close()
		slow, quick := &fake{take: room(4)}, &fake{}
		s := &Stream{Conn: slow}
		fo.Add(s)
		fo.Add(&Stream{Conn: quick})
		synctest.Wait()
		publish(f, "a", "b")
		synctest.Wait()
		expect(t, "in the middle of an entry", "[1:a", slow.read())
		sent := make(chan error)
		go func() { sent <- fo.Send(s, []byte("(echo)"), false) }()
		sleep(time.Second)
		select {
		case err := <-sent:
			t.Fatalf("Send returned %v before the connection took it", err)
		default:
		}
		slow.set(nil)
		if err := <-sent; err != nil {
			t.Error(err)
		}
		synctest.Wait()
		expect(t, "what the slow one got", "](echo)[2:b]", slow.read())
		expect(t, "what the other got", "[1:a][2:b]", quick.read())
	})
}

func TestLastWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		fo := New(f, plain())
		defer fo.Close()
		for name, word := range map[string]string{"a word": "LAST", "an empty one": ""} {
			for _, keep := range []bool{false, true} {
				c, ended := &fake{}, false
				s := &Stream{Conn: c, KeepConn: keep, End: func() { ended = true }}
				fo.Add(s)
				if err := fo.Send(s, []byte(word), true); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				f.Publish("a")
				synctest.Wait()
				expect(t, name, word, lastOf(c.read(), len(word)))
				if !ended || c.isClosed() == keep {
					t.Errorf("%s: ended %v, closed %v; want it kept: %v", name, ended, c.isClosed(), keep)
				}
				if err := fo.Send(s, []byte("more"), false); !errors.Is(err, ErrEnded) {
					t.Errorf("after the end Send returns %v", err)
				}
			}
		}
	})
}

// room takes n bytes, and then nothing.
func room(n int) func(due int) int {
	return func(due int) int { took := min(due, n); n -= took; return took }
}

// lastOf returns the last n bytes of s.
func lastOf(s string, n int) string { return s[max(len(s)-n, 0):] }

// TestKeptConnection is closed nevertheless where the last word did not come through, and kept where it did.
func TestKeptConnection(t *testing.T) {
	for name, test := range map[string]struct {
		take  func(int) int
		end   func(*feed.Feed, *Fanout, *Stream)
		want  string
		close bool
	}{
		"the feed ends":           {nil, func(f *feed.Feed, _ *Fanout, _ *Stream) { f.Close() }, "[1:a]END", false},
		"the fan-out is closed":   {nil, func(_ *feed.Feed, fo *Fanout, _ *Stream) { fo.Close() }, "[1:a]BYE", false},
		"closed, and stuck":       {nothing, func(_ *feed.Feed, fo *Fanout, _ *Stream) { fo.Close() }, "", true},
		"closed within the word":  {room(7), func(_ *feed.Feed, fo *Fanout, _ *Stream) { fo.Close() }, "[1:a]BY", true},
		"the peer has left":       {nil, func(_ *feed.Feed, fo *Fanout, s *Stream) { fo.Remove(s) }, "[1:a]", true},
		"the connection is reset": {func(int) int { return -1 }, func(*feed.Feed, *Fanout, *Stream) {}, "", true},
		"it takes nothing":        {nothing, func(*feed.Feed, *Fanout, *Stream) { sleep(time.Minute) }, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := feed.New(feed.Config{})
				fo := New(f, plain())
				defer fo.Close()
				c := &fake{take: test.take}
				s := &Stream{Conn: c, KeepConn: true}
				fo.Add(s)
				f.Publish("a")
				synctest.Wait()
				test.end(f, fo, s)
				synctest.Wait()
				expect(t, "written", test.want, c.read())
				if c.isClosed() != test.close {
					t.Errorf("closed: %v", c.isClosed())
				}
			})
		})
	}
}

func TestSendFailsWithTheStream(t *testing.T) {
	for name, end := range map[string]func(*Fanout, *Stream){
		"closed":  func(fo *Fanout, _ *Stream) { fo.Close() },
		"removed": func(fo *Fanout, s *Stream) { fo.Remove(s) },
		"slow":    func(*Fanout, *Stream) { sleep(time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fo := New(feed.New(feed.Config{}), plain())
				defer fo.Close()
				s := &Stream{Conn: &fake{take: nothing}}
				fo.Add(s)
				sent := make(chan error, 2)
				for range 2 {
					go func() { sent <- fo.Send(s, []byte("x"), false) }()
				}
				synctest.Wait()
				end(fo, s)
				for range 2 {
					if err := <-sent; !errors.Is(err, ErrEnded) {
						t.Errorf("Send returns %v", err)
					}
				}
			})
		})
	}
}

func TestSendSurvivesAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		cfg := plain()
		cfg.Encode = func([]byte, feed.Event) []byte { panic("encode") }
		fo := New(f, cfg)
		defer fo.Close()
		s := &Stream{Conn: &fake{take: nothing}}
		fo.Add(s)
		sent := make(chan error, 1)
		go func() { sent <- fo.Send(s, []byte("x"), false) }()
		synctest.Wait()
		f.Publish("a")
		if err := <-sent; !errors.Is(err, ErrEnded) {
			t.Errorf("Send returns %v", err)
		}
		if err := fo.Send(s, []byte("x"), false); !errors.Is(err, ErrEnded) {
			t.Errorf("after the end Send returns %v", err)
		}
	})
}

// TestPing has pings come whether or not there is anything else, and whatever they say at that time.
func TestPing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		cfg := plain()
		pings := byte('0')
		cfg.Ping = func(dst []byte) []byte { pings++; return append(dst, '?', pings) }
		cfg.HeartbeatEvery = 16 * time.Second
		fo := New(f, cfg)
		defer fo.Close()
		idle, late := &fake{}, &fake{}
		fo.Add(&Stream{Conn: idle})
		sleep(8 * time.Second)
		fo.Add(&Stream{Conn: late})
		for range 24 { // an event each second: no stream is silent
			sleep(time.Second)
			f.Publish("")
		}
		sleep(time.Millisecond)
		expect(t, "the first", "[1:][2:][3:][4:][5:][6:][7:]?1[8:][9:][10:][11:][12:][13:][14:][15:]"+
			"[16:][17:][18:][19:][20:][21:][22:][23:]?3[24:]", idle.read())
		expect(t, "the later one", "[1:][2:][3:][4:][5:][6:][7:][8:][9:][10:][11:][12:][13:][14:][15:]?2"+
			"[16:][17:][18:][19:][20:][21:][22:][23:][24:]", late.read())
	})
}
