package feed

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// seqs are the numbers of events.
func seqs(events []Event) []uint64 {
	var out []uint64
	for _, e := range events {
		out = append(out, e.Seq)
	}
	return out
}

func publish(f *Feed, n int) {
	for range n {
		f.Publish("x")
	}
}

func TestAfter(t *testing.T) {
	type want struct {
		Seqs         []uint64
		Gap          *Gap
		Oldest, Last uint64
	}
	for _, test := range []struct {
		name      string
		published int
		after     uint64
		limit     int
		want      want
	}{
		{"nothing published", 0, 0, 0, want{}},
		{"cursor ahead of nothing", 0, 7, 0, want{}},
		{"all", 3, 0, 0, want{Seqs: []uint64{1, 2, 3}, Oldest: 1, Last: 3}},
		{"some", 3, 1, 0, want{Seqs: []uint64{2, 3}, Oldest: 1, Last: 3}},
		{"limit", 3, 0, 2, want{Seqs: []uint64{1, 2}, Oldest: 1, Last: 3}},
		{"caught up", 3, 3, 0, want{Oldest: 1, Last: 3}},
		{"cursor ahead", 3, 99, 0, want{Oldest: 1, Last: 3}},
		{"window full, cursor at its edge", 9, 5, 0, want{Seqs: []uint64{6, 7, 8, 9}, Oldest: 6, Last: 9}},
		{"gap of one", 9, 4, 0, want{Seqs: []uint64{6, 7, 8, 9}, Gap: &Gap{5, 5}, Oldest: 6, Last: 9}},
		{"gap from the start", 9, 0, 1, want{Seqs: []uint64{6}, Gap: &Gap{1, 5}, Oldest: 6, Last: 9}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := New(Config{Window: 4})
			publish(f, test.published)
			s := f.After(test.after, test.limit)
			got := want{seqs(s.Events), s.Gap, s.Oldest, s.Last}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWindowBytes(t *testing.T) {
	f := New(Config{WindowBytes: 10})
	for _, data := range []string{"aaaa", "bbbb", "cc"} {
		f.Publish(data)
	}
	if diff := cmp.Diff([]uint64{1, 2, 3}, seqs(f.After(0, 0).Events)); diff != "" {
		t.Errorf("exactly full (-want +got)\n%s", diff)
	}
	f.Publish("d")
	if diff := cmp.Diff([]uint64{2, 3, 4}, seqs(f.After(0, 0).Events)); diff != "" {
		t.Errorf("one byte more (-want +got)\n%s", diff)
	}
	f.Publish(strings.Repeat("e", 100))
	if diff := cmp.Diff([]uint64{5}, seqs(f.After(0, 0).Events)); diff != "" {
		t.Errorf("an event above the limit (-want +got)\n%s", diff)
	}
}

// TestRing compares the window with a plain slice, through growth and wrapping.
func TestRing(t *testing.T) {
	const window = 100
	f := New(Config{Window: window})
	var all []Event
	for range 7 * window {
		all = append(all, f.Publish("x"))
		kept := all[max(0, len(all)-window):]
		if diff := cmp.Diff(kept, f.After(0, 0).Events); diff != "" {
			t.Fatalf("after %d events (-want +got)\n%s", len(all), diff)
		}
	}
}

func TestSliceIsTheCallersOwn(t *testing.T) {
	f := New(Config{})
	f.Publish("a")
	f.After(0, 0).Events[0].Data = "scribbled"
	if got := f.After(0, 0).Events[0].Data; got != "a" {
		t.Errorf("the feed holds %q", got)
	}
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestWait(t *testing.T) {
	f := New(Config{})
	first, ahead := f.Wait(0), f.Wait(5)
	if closed(first) || closed(ahead) {
		t.Fatal("woken before anything happened")
	}
	if first != ahead {
		t.Error("those who wait don't share one channel")
	}
	f.Publish("a")
	if !closed(first) {
		t.Error("not woken by the event")
	}
	if !closed(f.Wait(0)) {
		t.Error("has to wait for an event that exists")
	}
	next := f.Wait(1)
	if closed(next) {
		t.Error("woken for an event already seen")
	}
	f.Close()
	f.Close()
	if !closed(next) || !closed(f.Wait(1)) || !closed(f.Done()) {
		t.Error("not told that the feed is closed")
	}
	if diff := cmp.Diff(Event{}, f.Publish("b")); diff != "" {
		t.Errorf("a closed feed published (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]uint64{1}, seqs(f.After(0, 0).Events)); diff != "" {
		t.Errorf("what a closed feed keeps (-want +got)\n%s", diff)
	}
}

// TestReaders follows a feed with several cursors while several goroutines publish: each reader gets every event, once
// and in order, with stamps that never go back.
func TestReaders(t *testing.T) {
	const writers, readers, each = 4, 8, 500
	f := New(Config{Window: writers * each})
	var wg sync.WaitGroup
	for range readers {
		wg.Go(func() {
			var last Event
			for last.Seq < writers*each {
				<-f.Wait(last.Seq)
				for _, e := range f.After(last.Seq, 7).Events {
					if e.Seq != last.Seq+1 || e.At < last.At {
						t.Errorf("%+v follows %+v", e, last)
						return
					}
					last = e
				}
			}
		})
	}
	for range writers {
		wg.Go(func() { publish(f, each) })
	}
	wg.Wait()
}

func TestStampIsMicroseconds(t *testing.T) {
	before := time.Now().UnixMicro()
	e := New(Config{}).Publish("a")
	if after := time.Now().UnixMicro(); e.At < before-1000 || e.At > after+1000 {
		t.Errorf("stamp %d, published between %d and %d", e.At, before, after)
	}
}

func BenchmarkPublish(b *testing.B) {
	f := New(Config{})
	data := strings.Repeat("x", 46)
	b.ReportAllocs()
	for b.Loop() {
		f.Publish(data)
	}
}

// BenchmarkPublishTo10000 is a publication that 10,000 goroutines wait for: the time of Publish itself, and the time
// until the last of them has been woken.
func BenchmarkPublishTo10000(b *testing.B) {
	f := New(Config{})
	var publishing, waking time.Duration
	for range b.N {
		var ready, woken sync.WaitGroup
		last := f.Last()
		ready.Add(10_000)
		for range 10_000 {
			woken.Go(func() {
				wake := f.Wait(last)
				ready.Done()
				<-wake
			})
		}
		ready.Wait()
		start := time.Now()
		f.Publish("x")
		publishing += time.Since(start)
		woken.Wait()
		waking += time.Since(start)
	}
	b.ReportMetric(publishing.Seconds()*1e6/float64(b.N), "µs/publish")
	b.ReportMetric(waking.Seconds()*1e6/float64(b.N), "µs/all-woken")
}
