package observe

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireside/labs/lab"
)

func TestCheck(t *testing.T) {
	most := Report{Counts: Counts{Delivered: maxCount, Echoed: maxCount}, Latency: []Bucket{{0, 1}, {longest, maxCount - 1}}}
	if err := most.Check(); err != nil {
		t.Error(err)
	}
	for want, r := range map[string]Report{
		"delivered is -1; it must be 0 to 1000000000000":                                   {Counts: Counts{Delivered: -1}},
		"emptyAnswers is 1000000000001; it must be 0 to 1000000000000":                     {Counts: Counts{EmptyAnswers: maxCount + 1}},
		"latency has 4097 buckets; it may have 4096":                                       {Latency: make([]Bucket, maxBuckets+1)},
		"latency[0] is of -1 µs; it must be 0 to 600000000":                                {Latency: []Bucket{{-1, 1}}},
		"rtt[1] is of 600000001 µs; it must be 0 to 600000000":                             {RTT: []Bucket{{1, 1}, {longest + 1, 1}}},
		"rtt[0] counts 0; it must be 1 or more, and all of them 1000000000000 at most":     {RTT: []Bucket{{1, 0}}},
		"open[0] is of -1 µs; it must be 0 to 600000000":                                   {Open: []Bucket{{-1, 1}}},
		"latency[1] counts 2; it must be 1 or more, and all of them 1000000000000 at most": {Latency: []Bucket{{1, maxCount - 1}, {2, 2}}},
	} {
		var e *lab.Error
		if err := r.Check(); !errors.As(err, &e) || e.Code != "bad_report" || e.Message != want {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

// TestEveryCountIsChecked sets one count after the other: none may be forgotten in Check or in the sum.
func TestEveryCountIsChecked(t *testing.T) {
	var names map[string]any
	plain, _ := json.Marshal(Counts{})
	if err := json.Unmarshal(plain, &names); err != nil {
		t.Fatal(err)
	}
	delete(names, "finished")
	if len(names) != 13 {
		t.Fatalf("there are %d counts", len(names))
	}
	for name := range names {
		var r Report
		for text, ok := range map[string]bool{`{"` + name + `":7}`: true, `{"` + name + `":-7}`: false} {
			if err := json.Unmarshal([]byte(text), &r); err != nil {
				t.Fatal(err)
			}
			if got := r.Check() == nil; got != ok {
				t.Errorf("%s: accepted %v", text, got)
			}
			if ok {
				var sum map[string]any
				out, _ := json.Marshal(Merge(0, r, r).Counts)
				if err := json.Unmarshal(out, &sum); err != nil || sum[name] != 14.0 {
					t.Errorf("%s twice is %s", text, out)
				}
			}
		}
	}
}

// TestMerge holds that the quantiles of two clients' events are those of all events, which no average of theirs is.
func TestMerge(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	one, other, all := New(Config{}), New(Config{}), New(Config{})
	for seq := uint64(1); seq <= 2000; seq++ {
		latency := int64(math.Exp(random.Float64() * 16))
		if one.Event(seq, 1_000_000_000, 1_000_000_000+latency); seq%4 == 0 {
			other.Event(seq, 1_000_000_000, 1_000_000_000+10*latency)
			all.Event(seq+10_000, 1_000_000_000, 1_000_000_000+10*latency)
		}
		all.Event(seq, 1_000_000_000, 1_000_000_000+latency)
	}
	one.Finish()
	got, want := Merge(2000, one.Report(2000), other.Report(2000)), Merge(12_000, all.Report(12_000))
	if diff := cmp.Diff(want.Latency, got.Latency, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("latency (-want +got)\n%s", diff)
	}
	if got.Delivered != 2500 || got.Lost != 1500 || got.Waiting != 0 || got.Finished {
		t.Errorf("%+v", got.Counts)
	}
	if one.Report(2000).Latency == nil || got.RTT != nil || got.Open != nil {
		t.Errorf("there is a round trip, or an opening: %+v, %+v", got.RTT, got.Open)
	}
	one.Open(2 * time.Millisecond)
	one.Open(4 * time.Millisecond)
	other.Open(6 * time.Millisecond)
	opens := Merge(2000, one.Report(2000), other.Report(2000)).Open
	if diff := cmp.Diff(&Summary{Count: 3, Min: 2, P50: 4, P90: 6, P99: 6, P999: 6, Max: 6, Mean: 4, StdDev: 1.633}, opens, cmpopts.EquateApprox(0.01, 0)); diff != "" {
		t.Errorf("openings (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(Figures{}, Merge(5)); diff != "" {
		t.Errorf("of nobody (-want +got)\n%s", diff)
	}
}

// TestSummary compares a histogram with the values themselves: 1 % is all that it may be off.
func TestSummary(t *testing.T) {
	h := NewHistogram()
	if h.Summary() != nil {
		t.Error("an empty one has a summary")
	}
	for us := int64(1); us <= 100_000; us++ {
		h.Record(us)
	}
	want := &Summary{Count: 100_000, Min: 0.001, P50: 50, P90: 90, P99: 99, P999: 99.9, Max: 100, Mean: 50.0005, StdDev: 28.8675}
	if diff := cmp.Diff(want, h.Summary(), cmpopts.EquateApprox(0.01, 0)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	again := NewHistogram()
	again.Add(h.Buckets())
	if diff := cmp.Diff(h.Summary(), again.Summary()); diff != "" {
		t.Errorf("from its own buckets (-want +got)\n%s", diff)
	}
	for _, us := range []int64{-5, math.MinInt64, math.MaxInt64} {
		h.Record(us)
	}
	if s := h.Summary(); s.Count != 100_003 || s.Min != 0 || s.Max < 600_000 || s.Max > 606_000 {
		t.Errorf("with what is out of bounds: %+v", s)
	}
}

// FuzzReport holds that what passes Check can be added up, without a panic and without losing count.
func FuzzReport(f *testing.F) {
	f.Add([]byte(`{"delivered":5,"latency":[[0,1],[120,3]],"rtt":[[1496,1]],"finished":true}`))
	f.Add([]byte(`{"delivered":1e12,"latency":[[600000000,999999999999]]}`))
	f.Add([]byte(`{"latency":[[],[1],[1,2,3],[-1,1]]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var r Report
		if json.Unmarshal(text, &r) != nil || r.Check() != nil {
			return
		}
		sum := Merge(math.MaxUint64, r, r)
		if sum.Delivered != 2*r.Delivered || sum.Waiting < 0 {
			t.Errorf("%+v", sum)
		}
		count := int64(0)
		for _, b := range r.Latency {
			count += 2 * b[1]
		}
		if got := sum.Latency; (got == nil) != (count == 0) || got != nil && (got.Count != count || !(got.Min <= got.P50 && got.P50 <= got.Max)) {
			t.Errorf("%d latencies: %+v", count, got)
		}
		if _, err := json.Marshal(sum); err != nil {
			t.Error(err)
		}
	})
}
