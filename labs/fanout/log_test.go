package fanout

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
)

// quiet keeps the reports of expected panics out of the test's output.
func quiet(t *testing.T) {
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
}

// TestLog reads every entry that is kept, with windows and entries of many sizes, and looks at the memory.
func TestLog(t *testing.T) {
	for _, size := range []int{1, 100, segmentBytes - 1, segmentBytes, 3 * segmentBytes} {
		for _, window := range []uint64{1, 2, 700} {
			if uint64(size)*window > 64<<20 {
				continue
			}
			t.Run(fmt.Sprint(size, "x", window), func(t *testing.T) {
				var l log
				l.reset(5)
				entry := func(seq uint64) string { return strings.Repeat(fmt.Sprint(seq%10), size) }
				for range 2*window + 10 {
					seq := l.next
					l.append(func(dst []byte) []byte { return append(dst, entry(seq)...) })
					l.evict(max(seq, 5+window) - window)
				}
				if want := l.next - window - 1; l.first != want {
					t.Errorf("the oldest is %d, want %d", l.first, want)
				}
				kept := 0
				for _, s := range l.segments {
					kept += len(s.buf)
				}
				if most := int(window+2)*size + 2*segmentBytes; kept > most {
					t.Errorf("%d bytes are kept, want %d at most", kept, most)
				}
				for seq := l.first; seq < l.next; seq++ {
					s, i := l.find(seq)
					if got := string(s.buf[s.start(i):s.ends[i]]); got != entry(seq) {
						t.Fatalf("entry %d is %.20q…, %d bytes", seq, got, len(got))
					}
				}
			})
		}
	}
}

// TestLogOfEmptyEntries holds that what takes no bytes takes a bounded number of segments' memory all the same.
func TestLogOfEmptyEntries(t *testing.T) {
	const window = 10
	var l log
	l.reset(1)
	for range 10 * segmentEntries {
		l.append(func(dst []byte) []byte { return dst })
		l.evict(max(l.next, window) - window)
	}
	kept := 0
	for _, s := range l.segments {
		kept += len(s.ends)
	}
	if most := window + 2*segmentEntries; kept > most || l.next-l.first != window {
		t.Errorf("%d entries are held, want %d at most; %d can be read", kept, most, l.next-l.first)
	}
	if s, i := l.find(l.first); s.start(i) != 0 || s.ends[i] != 0 {
		t.Errorf("entry %d is from %d to %d", l.first, s.start(i), s.ends[i])
	}
}
