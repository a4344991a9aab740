package app

import (
	"fmt"
	"testing"

	"wireside/labs/observe"
)

func counted(delivered int64, latency ...observe.Bucket) observe.Report {
	return observe.Report{Counts: observe.Counts{Delivered: delivered}, Latency: latency, RTT: []observe.Bucket{}}
}

// A client's newer report takes the older one's place; those of several clients add up, and so do their histograms.
func TestReportsAddUp(t *testing.T) {
	var o observations
	take := func(client string, lane observe.Report) {
		t.Helper()
		if err := o.take(report{Client: client, Lanes: map[string]observe.Report{"sse": lane}}, []string{"sse", "polling"}); err != nil {
			t.Fatal(err)
		}
	}
	take("a", counted(1, observe.Bucket{1000, 1}))
	take("a", counted(3, observe.Bucket{1000, 3}))
	take("b", counted(1, observe.Bucket{9000, 1}))
	sums, _ := o.sum(3)
	got, ok := sums["sse"]
	if !ok || got.clients != 2 || got.Delivered != 4 || got.Waiting != 2 || got.Latency.Count != 4 || got.Latency.Max < 8.9 || got.Latency.P50 > 1.1 {
		t.Errorf("%+v, %+v", got, got.Latency)
	}
	if _, ok := sums["polling"]; ok {
		t.Error("a lane of which nobody has reported has figures")
	}
}

func TestHostileReports(t *testing.T) {
	lanes := []string{"sse"}
	for what, r := range map[string]report{
		"no client":     {},
		"a long name":   {Client: "abcdefghijklmnopqrstuvwxyz0123456789"},
		"another lane":  {Client: "a", Lanes: map[string]observe.Report{"pigeon": counted(1)}},
		"less than nil": {Client: "a", Lanes: map[string]observe.Report{"sse": counted(-1)}},
		"a bad bucket":  {Client: "a", Lanes: map[string]observe.Report{"sse": counted(1, observe.Bucket{-5, 1})}},
		"a wild clock":  {Client: "a", Clock: &clock{OffsetMs: 1e300}},
	} {
		var o observations
		if o.take(r, lanes) == nil {
			t.Errorf("%s is taken", what)
		}
	}
}

func TestReportsAreBounded(t *testing.T) {
	var o observations
	for i := range 2 * maxReporters {
		if err := o.take(report{Client: fmt.Sprint(i)}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if len(o.reports) != maxReporters || len(o.order) != maxReporters {
		t.Errorf("%d reports of %d clients are kept", len(o.reports), len(o.order))
	}
	many := make([]observe.Bucket, 4000)
	for i := range many {
		many[i] = observe.Bucket{int64(i), 1}
	}
	for i := range 200 {
		r := report{Client: fmt.Sprint("b", i), Lanes: map[string]observe.Report{"sse": counted(1, many...)}}
		if err := o.take(r, []string{"sse"}); err != nil {
			t.Fatal(err)
		}
	}
	if o.bytes > maxReported || len(o.reports) == 0 {
		t.Errorf("%d bytes are kept, of %d clients", o.bytes, len(o.reports))
	}
}
