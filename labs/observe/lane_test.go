package observe

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
)

// TestCounts goes through what a client may see. All events are published at second 1,000, and arrive so many ms later.
func TestCounts(t *testing.T) {
	const at = int64(1_000_000_000)
	type event struct {
		seq uint64
		ms  int64
	}
	for _, test := range []struct {
		name      string
		events    []event
		gap       feed.Gap
		published uint64
		finished  bool
		want      Counts
		waiting   int64
	}{
		{name: "nothing yet", published: 3, waiting: 3},
		{name: "all", events: []event{{1, 1}, {2, 1}, {3, 1}}, published: 3, want: Counts{Delivered: 3}},
		{name: "the rest is on its way", events: []event{{1, 1}}, published: 3, want: Counts{Delivered: 1}, waiting: 2},
		{name: "below the highest nothing comes", events: []event{{1, 1}, {4, 1}}, published: 5, want: Counts{Delivered: 2, Lost: 2}, waiting: 1},
		{name: "finished: nothing comes", events: []event{{1, 1}, {4, 1}}, published: 9, finished: true, want: Counts{Delivered: 2, Lost: 7, Finished: true}},
		{name: "finished without any", published: 2, finished: true, want: Counts{Lost: 2, Finished: true}},
		{name: "a gap", events: []event{{1, 1}}, gap: feed.Gap{From: 2, To: 6}, published: 9, want: Counts{Delivered: 1, Lost: 5}, waiting: 3},
		{name: "a gap beyond all measure", events: []event{{1, 1}}, gap: feed.Gap{From: 2, To: 1 << 60}, published: 9, want: Counts{Delivered: 1}, waiting: 8},
		{name: "twice and three times", events: []event{{1, 1}, {1, 1}, {2, 1}, {1, 1}}, published: 2, want: Counts{Delivered: 2, Duplicated: 2}},
		{name: "out of order", events: []event{{2, 1}, {1, 1}, {3, 1}}, published: 3, want: Counts{Delivered: 3, Reordered: 1}},
		{name: "again out of order is only again", events: []event{{1, 1}, {2, 1}, {1, 1}}, published: 2, want: Counts{Delivered: 2, Duplicated: 1}},
		{name: "late", events: []event{{1, 200}, {2, 201}, {3, 5000}, {3, 5000}}, published: 3, want: Counts{Delivered: 3, Late: 2, Duplicated: 1}},
		{name: "early", events: []event{{1, -1}, {2, 1}}, published: 2, want: Counts{Delivered: 2, Early: 1}},
		{name: "newer than the figure", events: []event{{1, 1}, {2, 1}, {3, 1}}, published: 2, want: Counts{Delivered: 2}},
		{name: "never published", events: []event{{1, 1}, {7, 1}}, published: 2, finished: true, want: Counts{Delivered: 1, Lost: 1, Foreign: 1, Finished: true}},
		{name: "no numbers at all", events: []event{{0, 1}, {1 << 60, 1}, {1, 1}, {3_000_000, 1}, {2, 1}}, published: 2, want: Counts{Delivered: 2, Foreign: 3}},
		{name: "from another day", events: []event{{1, 90_000_000}, {2, -90_000_000}}, published: 2, want: Counts{Foreign: 2}, waiting: 2},
		{name: "joined late", events: []event{{2_000_000, 1}}, published: 2_000_000, want: Counts{Delivered: 1, Lost: 1_999_999}},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := New(Config{Late: 200 * time.Millisecond})
			for _, e := range test.events {
				l.Event(e.seq, at, at+e.ms*1000)
			}
			l.Gap(test.gap)
			if test.finished {
				l.Finish()
				l.Finish()
			}
			r := l.Report(test.published)
			if diff := cmp.Diff(test.want, r.Counts); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if err := r.Check(); err != nil {
				t.Error(err)
			}
			if f := Merge(test.published, r); f.Waiting != test.waiting {
				t.Errorf("%d are waiting, want %d", f.Waiting, test.waiting)
			}
		})
	}
}

// TestHighest is not misled by an event that the feed can't have published.
func TestHighest(t *testing.T) {
	l := New(Config{})
	for _, seq := range []uint64{0, 2, 1, 999_999_999} {
		l.Event(seq, 1_000_000, 1_000_001)
	}
	if got := l.Highest(); got != 2 {
		t.Errorf("the highest is %d", got)
	}
}

// TestReport holds the JSON of a report.
func TestReport(t *testing.T) {
	l := New(Config{})
	l.Request()
	l.Request()
	l.Answer(0, true)
	l.Answer(0, false)
	l.Answer(3, true)
	l.Reconnect()
	l.Unreadable()
	l.Sent()
	l.Sent()
	l.Echo(1500 * time.Microsecond)
	l.Open(300 * time.Microsecond)
	l.Open(-time.Microsecond)
	for seq := range uint64(3) {
		l.Event(seq+1, 1_000_000, 1_000_120)
	}
	l.Event(4, 1_000_000, 3_000_000)
	l.Event(5, 1_000_000, 1_000_000-50)
	got, err := json.Marshal(l.Report(6))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"delivered":5,"lost":0,"duplicated":0,"reordered":0,"late":1,"early":1,"unreadable":1,"foreign":0,"requests":2,` +
		`"emptyAnswers":1,"reconnects":1,"sent":2,"echoed":1,"finished":false,` +
		`"latency":[[0,1],[120,3],[1998848,1]],"rtt":[[1496,1]],"open":[[0,1],[300,1]]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	empty, err := json.Marshal(New(Config{}).Report(0))
	if err != nil {
		t.Fatal(err)
	}
	const none = `{"delivered":0,"lost":0,"duplicated":0,"reordered":0,"late":0,"early":0,"unreadable":0,"foreign":0,"requests":0,` +
		`"emptyAnswers":0,"reconnects":0,"sent":0,"echoed":0,"finished":false,"latency":[],"rtt":[],"open":[]}`
	if diff := cmp.Diff(none, string(empty)); diff != "" {
		t.Errorf("empty (-want +got)\n%s", diff)
	}
}

func BenchmarkEvent(b *testing.B) {
	l := New(Config{})
	b.ReportAllocs()
	for n := uint64(1); b.Loop(); n++ {
		l.Event(n, 1_000_000, 1_000_300)
	}
}
