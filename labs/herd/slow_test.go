package herd

import (
	"net"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// A slow reader is as slow as it was told to be, no slower: what a late timer cost it, it catches up on, but no long pause.
func TestASlowReaderKeepsItsPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer near.Close()
		go func() {
			for err := error(nil); err == nil; {
				_, err = far.Write(make([]byte, 260))
			}
		}()
		const perSecond = 16_000
		r := &slowReader{Conn: near, ctx: t.Context(), perSecond: perSecond}
		read := func(span, late time.Duration) (n int) {
			p := make([]byte, bufferSize)
			for began, i := time.Now(), 0; time.Since(began) < span; i++ {
				<-time.After(late * time.Duration(i%2)) // every other time
				got, err := r.Read(p)
				if err != nil {
					t.Fatal(err)
				}
				n += got
			}
			return n
		}
		for _, late := range []time.Duration{0, 30 * time.Millisecond} {
			if n := read(10*time.Second, late); n < 10*perSecond*98/100 || n > 10*perSecond*102/100 {
				t.Errorf("timers %v late: %d bytes in 10 s, want %d", late, n, 10*perSecond)
			}
		}
		<-time.After(time.Minute)
		if n, most := read(time.Second, 0), perSecond+perSecond/5; n > most {
			t.Errorf("%d bytes in the second after a pause, more than %d", n, most)
		}
	})
}

// What nobody reads backs up to the sender soon: there are not megabytes of room in between.
func TestASlowReadersSocketTakesLittle(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("how much a socket takes is measured on Linux")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dialer := net.Dialer{Control: slow}
	near, err := dialer.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer near.Close()
	far, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	sent := 0
	for err == nil {
		far.SetWriteDeadline(time.Now().Add(300 * time.Millisecond))
		var n int
		n, err = far.Write(make([]byte, 500))
		sent += n
	}
	if sent > 1<<20 {
		t.Errorf("%d bytes were taken from the sender, and nobody has read one", sent)
	}
}
