package exercise

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"wireside/labs/lab"
)

// example returns a ledger for checks: made up, with figures that are easy to reckon with. 100 events came on each lane.
// Polling takes 500 bytes for each, long polling 400, SSE 130 and WebSocket 100.
func example() Ledger {
	return Ledger{map[lab.Technique]Account{
		lab.Polling:     lane(200, 20_000, 30_000, 990),
		lab.LongPolling: lane(101, 13_000, 27_000, 40),
		lab.SSE:         lane(1, 200, 12_800, 30),
		lab.WebSocket:   lane(1, 300, 9_700, 30),
	}}
}

// lane is an example's account. p99 is in ms.
func lane(requests, up, down int64, p99 float64) Account {
	delivered, lost := int64(100), int64(0)
	return Account{&requests, &Bytes{Total{up}, Total{down}}, &delivered, &lost, &Latency{p99}}
}

// with returns the ledger with one account changed.
func (l Ledger) with(t lab.Technique, change func(*Account)) Ledger {
	a := l.Lanes[t]
	change(&a)
	l.Lanes[t] = a
	return l
}

// perEvent makes an account's bytes so many for each of its hundred events, a fifth of them up.
func (l Ledger) perEvent(t lab.Technique, bytes int64) Ledger {
	return l.with(t, func(a *Account) { a.Bytes = &Bytes{Total{20 * bytes}, Total{80 * bytes}} })
}

// String returns the figures, a lane a line.
func (l Ledger) String() string {
	var b strings.Builder
	for _, t := range lab.Techniques {
		a, ok := l.Lanes[t]
		if !ok {
			fmt.Fprintf(&b, "  %-12s no lane of that name\n", t)
			continue
		}
		bytes, p99 := "bytes absent", "p99 absent"
		if a.Bytes != nil {
			bytes = fmt.Sprintf("%d bytes up, %d down", a.Bytes.C2S.Total, a.Bytes.S2C.Total)
		}
		if a.Latency != nil {
			p99 = fmt.Sprintf("p99 %g ms", a.Latency.P99)
		}
		fmt.Fprintf(&b, "  %-12s delivered %s, lost %s, requests %s, %s, %s\n", t, count(a.Delivered), count(a.Lost), count(a.Requests), bytes, p99)
	}
	return b.String()
}

func count(n *int64) string {
	if n == nil {
		return "absent"
	}
	return fmt.Sprint(*n)
}

// String returns a load as one writes it in Go, its zero fields left out.
func (l Load) String() string {
	words := []string{"Clients: " + figure(l.Clients), "EventsPerSecond: " + figure(l.EventsPerSecond)}
	if l.UpPerSecond > 0 {
		words = append(words, "UpPerSecond: "+figure(l.UpPerSecond))
	}
	if l.Lossless {
		words = append(words, "Lossless: true")
	}
	for _, limit := range []struct {
		name string
		most *float64
	}{{"LateMs", l.LateMs}, {"BytesPerHour", l.BytesPerHour}, {"RequestsPerSecond", l.RequestsPerSecond}, {"Held", l.Held}} {
		if limit.most != nil {
			words = append(words, limit.name+": "+figure(*limit.most))
		}
	}
	return "{" + strings.Join(words, ", ") + "}"
}

// figure is a number without an exponent, of what is behind the point at most three digits.
func figure(n float64) string {
	if math.Abs(n) < 1e-3 {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return strconv.FormatFloat(math.Round(n*1000)/1000, 'f', -1, 64)
}
