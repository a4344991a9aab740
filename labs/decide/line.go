package decide

// What an event costs lies on a straight line over its size, through the trials with small events and those with large ones.
// The size is that of the whole message, as WebSocket carries it: the payload of its frames.

// polls names what a lane that asks has come to: bytes, requests, empty answers, events.
func polls(setup, lane string) []value {
	l := "lanes." + lane + "."
	return of(setup, l+"bytes.total", l+"requests", l+"emptyAnswers", l+"delivered")
}

// stream names what a stream has come to, without the heads with which it began: framing and payload downwards, events.
func stream(setup, lane string) []value {
	l := "lanes." + lane + "."
	return of(setup, l+"bytes.s2c.framing", l+"bytes.s2c.payload", l+"delivered")
}

// bothSizes names values of a lane and the events' size, of both setups.
func bothSizes(values func(setup, lane string) []value, lane string) []value {
	var all []value
	for _, setup := range []string{small, large} {
		all = append(all, values(setup, lane)...)
		all = append(all, of(setup, "lanes.websocket.bytes.s2c.payload", "lanes.websocket.delivered")...)
	}
	return all
}

// An event works out its bytes on the wire from the values of its lane.

func streamedEvent(v []float64, _ *coefs) float64 { return (v[0] + v[1]) / v[2] }

// At the rates of these setups nearly each event has an answer of its own by long polling. Those that came with another one
// on a busy machine would have taken what a poll takes that finds something.
func askedEvent(v []float64, k *coefs) float64 {
	joined := max(0, v[3]-(v[1]-v[2]))
	return (v[0] - v[2]*k[longEmpty] + joined*k[fullPoll]) / v[3]
}

func batchedEvent(v []float64, k *coefs) float64 {
	return (v[0] - v[2]*k[emptyPoll] - (v[1]-v[2])*k[fullPoll]) / v[3]
}

// points returns the two points of the line: size and bytes of small events and of large ones.
func points(event func([]float64, *coefs) float64, v []float64, k *coefs) (x, y [2]float64) {
	half := len(v) / 2
	for i := range 2 {
		part := v[i*half : (i+1)*half]
		x[i] = part[half-2] / part[half-1]
		y[i] = event(part[:half-2], k)
	}
	return x, y
}

// slope returns how a line rises: bytes on the wire for each byte of size.
func slope(event func([]float64, *coefs) float64) func([]float64, *coefs) float64 {
	return func(v []float64, k *coefs) float64 {
		x, y := points(event, v, k)
		return (y[1] - y[0]) / (x[1] - x[0])
	}
}

// fixed returns where a line begins: bytes on the wire beyond its size. Less than nothing is a rounding error of few bytes.
func fixed(event func([]float64, *coefs) float64) func([]float64, *coefs) float64 {
	return func(v []float64, k *coefs) float64 {
		x, y := points(event, v, k)
		if at := y[0] - x[0]*(y[1]-y[0])/(x[1]-x[0]); at < -16 || at > 0 {
			return at
		}
		return 0
	}
}
