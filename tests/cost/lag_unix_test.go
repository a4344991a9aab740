//go:build unix

package cost

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
)

// BenchmarkLag reports how long after the server's write a viewer has the unit in its hands: in a quiet run with one reader
// of an event stream, 200 units a second, and in a busy one with 50 readers, 10,000 units a second.
func BenchmarkLag(b *testing.B) {
	b.Run("quiet", func(b *testing.B) { lag(b, 1) })
	b.Run("busy", func(b *testing.B) { lag(b, 50) })
}

// lag looks for two seconds while that many clients read.
func lag(b *testing.B, readers int) {
	s := start(b, on)
	_, end := streams(s, readers)
	defer end()
	ws, resp, err := websocket.DefaultDialer.Dial("ws://"+s.addr+"/api/runs/"+s.run[len("run="):]+"/wire?detail=0", nil)
	if err != nil {
		b.Fatal(err)
	}
	resp.Body.Close()
	defer ws.Close()
	var lags []time.Duration
	var dropped int
	for b.Loop() {
		begun := time.Now()
		for time.Since(begun) < 2*time.Second {
			_, message, err := ws.ReadMessage()
			if err != nil {
				b.Fatal(err)
			}
			now := time.Now()
			var m struct {
				Units   []struct{ At int64 }
				Dropped int
			}
			if err := json.Unmarshal(message, &m); err != nil {
				b.Fatal(err)
			}
			for _, u := range m.Units {
				if at := time.UnixMicro(u.At); at.After(begun) { // not from before somebody looked
					lags = append(lags, now.Sub(at))
				}
			}
			if len(lags) > 0 {
				dropped += m.Dropped
			}
		}
	}
	if len(lags) == 0 {
		b.Fatal("the viewer saw nothing")
	}
	slices.Sort(lags)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(lags[len(lags)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(lags[len(lags)*99/100].Seconds()*1000, "p99-ms")
	b.ReportMetric(float64(len(lags))/(float64(len(lags)+dropped)), "share-seen")
}
