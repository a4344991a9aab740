package exercise

import (
	"testing"

	"wireside/labs/lab"
)

// TestMeasured holds that the lanes, measured here, differ as the lab teaches: what the last check requires tells them apart.
func TestMeasured(t *testing.T) {
	ledger, err := measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("measured here:\n%s", ledger)
	bytes := make(map[lab.Technique]float64)
	for technique, a := range ledger.Lanes {
		if bytes[technique], _ = perEvent(a); *a.Delivered != measuredEvents || *a.Lost != 0 || a.Latency == nil {
			t.Errorf("%s did not bring all %d events:\n%s", technique, measuredEvents, ledger)
		}
	}
	if streams := bytes[lab.SSE]; bytes[lab.Polling] < 2*streams || bytes[lab.LongPolling] < 2*streams || bytes[lab.WebSocket]*tie*1.02 > streams {
		t.Errorf("the bytes per event are %v; what asks must take twice what streams take at least, and a WebSocket clearly the least", bytes)
	}
	for technique, least := range map[lab.Technique]int64{lab.Polling: measuredEvents, lab.LongPolling: measuredEvents, lab.SSE: 1, lab.WebSocket: 1} {
		if n := *ledger.Lanes[technique].Requests; n < least || least == 1 && n != 1 {
			t.Errorf("%s took %d requests for %d events", technique, n, measuredEvents)
		}
	}
}
