package app

import (
	"testing"
	"time"

	"wireside/labs/lab/labtest"
)

// A run that begins late publishes nothing before, and what it spent counts from there; the sum stands still at its end.
func TestSpendingCountsFromTheFirstEventsTurn(t *testing.T) {
	a := startApp(t, Limits{})
	r := makeRun(t, a, `{"rate":1000,"leadMs":300,"lanes":["sse"],"herd":{"technique":"polling","clients":5,"intervalMs":100}}`)
	labtest.Until(t, "the first event", func() bool { return r.feed.Last() > 0 })
	first := r.feed.After(0, 1).Events[0].At
	if first < r.created+300_000 {
		t.Errorf("the first event came %d µs after the run was made", first-r.created)
	}
	labtest.Until(t, "the herd has asked", func() bool { return *r.spent.sum(r.herd).HerdRequests > 0 })
	r.finish()
	sum := r.spent.sum(r.herd)
	if whole := float64(time.Now().UnixMicro()-r.created) / 1000; sum.WallMs <= 0 || sum.WallMs > whole-300 {
		t.Errorf("%g ms of publishing in a run that has been there for %g ms", sum.WallMs, whole)
	}
	if _, told := cpuTime(); told != (sum.CPUMs != nil) || told && !(*sum.CPUMs > 0) {
		t.Errorf("CPU time %v, and the system tells it: %v", sum.CPUMs, told)
	}
	if again := r.spent.sum(r.herd); again.WallMs != sum.WallMs || *again.HerdRequests != *sum.HerdRequests {
		t.Errorf("after its end a run spends on: %+v, then %+v", sum, again)
	}
	waiting := makeRun(t, a, `{"leadMs":10000}`)
	if got := waiting.spent.sum(nil); got != nil {
		t.Errorf("before its first event's turn a run has spent %+v", got)
	}
	waiting.finish()
}
