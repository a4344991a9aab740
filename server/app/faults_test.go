package app

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/server/impair"

	"github.com/google/go-cmp/cmp"
)

// A plan's faults happen each at its time, as often as it says, and with the run's end no more.
func TestAPlanIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := func(kind string, at, every float64, times int) plannedFault {
			return plannedFault{askedFault{impair.Fault{Kind: kind}, ""}, at, every, times}
		}
		r := &Run{spec: Spec{Faults: []plannedFault{at("cut", 2, 3, 3), at("reset", 1, 0, 0), at("stall", 4, 4, 0)}}}
		r.lanes = []*lane{{laneSpec: laneSpec{Name: "sse"}, link: impair.NewLink(impair.Profile{}, 1)}}
		var kinds []string
		begun := time.Now()
		done := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		go func() { r.play(ctx); close(done) }()
		for range 13 {
			<-time.After(time.Second) // on synctest's clock: no time passes
			synctest.Wait()
			for _, f := range r.faults.newest()[len(kinds):] {
				kinds = append(kinds, time.Since(begun).String()+" "+f.Kind)
			}
		}
		cancel()
		<-done
		want := []string{"1s reset", "2s cut", "4s stall", "5s cut", "8s cut", "8s stall", "12s stall"}
		if diff := cmp.Diff(want, kinds); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestFaultsAreForgottenOldestFirst(t *testing.T) {
	var l faultLog
	for range 3 * maxFaultsKept {
		l.add(fault{})
	}
	if kept := l.newest(); len(kept) != maxFaultsKept || kept[0].ID != 2*maxFaultsKept+1 {
		t.Errorf("%d are kept, from %d on", len(kept), kept[0].ID)
	}
}

func TestFaultsInWords(t *testing.T) {
	for want, f := range map[string]impair.Fault{
		"Cut":                             {Kind: impair.Cut},
		"Stall, for 2.5 s":                {Kind: impair.Stall, Seconds: 2.5},
		"Latency: 500 ms, 20 ms jitter":   {Kind: impair.Latency, LatencyMs: 500, JitterMs: 20},
		"Refusal: 503, for 5 s":           {Kind: impair.Status, Status: 503, Seconds: 5},
		"Buffering proxy: 4096 B, 200 ms": {Kind: impair.Buffering, Buffer: impair.Buffer{Bytes: 4096, Ms: 200}},
	} {
		kind, _ := impair.FaultKind(f.Kind)
		if got := (&askedFault{Fault: f}).words(kind); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// In a chat everybody hears what is sent up, but nobody may flood the others.
func TestTalkersAreBounded(t *testing.T) {
	f := feed.New(feed.Config{})
	all := &talkers{feed: f, longest: 10, most: 1 << 20}
	var hear lab.Upstream = all.hear
	hear("hello")
	hear("")
	hear("much too long for this")
	if f.Last() != 1 {
		t.Errorf("%d messages were heard", f.Last())
	}
	all.second = time.Now().Add(time.Hour) // the same second, however slow the machine
	for range 3 * maxUpstream {
		hear("x")
	}
	if f.Last() != maxUpstream {
		t.Errorf("%d messages were heard in a second", f.Last())
	}
	heavy := &talkers{feed: feed.New(feed.Config{}), longest: 1000, most: 5000, second: all.second}
	for range maxUpstream {
		heavy.hear(strings.Repeat("x", 1000))
	}
	if last := heavy.feed.Last(); last != 5 {
		t.Errorf("%d messages of 1000 bytes were heard, where 5000 bytes may be in a second", last)
	}
}
