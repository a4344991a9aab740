package decide

import (
	"math"

	"wireside/labs/experiments"
	"wireside/labs/lab"
)

// The setups that costs are taken from.
const (
	small  = "cost-small"
	large  = "cost-large"
	up     = "cost-up"
	fast   = "cost-fast"
	cpu    = "cost-cpu-" // and the technique's name
	source = "source"
)

// id names a measurement.
type id int

// The measurements. Bytes are those on the wire above TCP, in both directions.
const (
	emptyPoll id = iota // a poll that finds nothing
	fullPoll            // a poll that finds something, without it
	pollEvent           // an event in a poll's answer, without its size
	pollByte            // for each byte of its size
	longEmpty           // a long poll whose time is over
	longEvent           // an event by long polling, with its request and answer
	longByte
	sseEvent
	sseByte
	socketEvent
	socketByte
	post     // a message up by POST, with its answer, without its size
	frame    // a message up by WebSocket, without its size
	pollTCP  // TCP segments, both ways, of a poll
	longTCP  // of an event
	sseTCP   // of an event
	wsTCP    // of an event
	postTCP  // of a message up
	frameTCP // of a message up
	pollCPU  // µs of a poll, without what it finds
	foundCPU // of an event in a poll's answer
	longCPU  // of an event with its request
	sseCPU
	wsCPU
	longRound // ms from a long poll to the client's next one, if an answer is always ready
	longDelay // ms, the median from the publication to the client
	sseDelay
	wsDelay
	proxyDelay // of SSE, behind a proxy that holds back
	postTrip   // ms, the median from a message up to its echo
	frameTrip
	pollLines // of client code in JavaScript
	longLines
	sseLines
	wsLines
	pollGo // and in Go
	longGo
	sseGo
	wsGo
	bareGo // of a WebSocket without a library
	measurements
)

// coefs are the measurements of one round: of the n-th trial of each setup. What can't be had is NaN.
type coefs [measurements]float64

// measurement is how a coefficient is taken from a round's trials.
type measurement struct {
	name, title, unit string
	counts            bool // the order can depend on it
	once              bool // it can't vary: one trial is enough
	of                []value
	after             []id // measurements that it is worked out with
	from              func(of []float64, k *coefs) float64
}

// value is a setup's value.
type value struct{ setup, name string }

// of names values of one setup.
func of(setup string, names ...string) []value {
	values := make([]value, len(names))
	for i, n := range names {
		values[i] = value{setup, n}
	}
	return values
}

// measured are the measurements in the order in which they are worked out.
var measured = [measurements]measurement{
	// cost-up has no events: all requests of polling but its messages are polls that found nothing, and so of SSE but its
	// stream; the stream's own heads are those that it has in cost-small.
	post: {
		name: "post", title: "A POST with its answer, without the message", unit: "B", counts: true,
		of: append(of(up, "lanes.sse.bytes.c2s.http", "lanes.sse.bytes.s2c.http", "lanes.sse.requests"),
			of(small, "lanes.sse.bytes.c2s.http", "lanes.sse.bytes.s2c.http")...),
		from: func(v []float64, _ *coefs) float64 { return (v[0] + v[1] - v[3] - v[4]) / (v[2] - 1) },
	},
	emptyPoll: empty("polling.empty", "A poll that finds nothing", "polling"),
	longEmpty: empty("longpolling.empty", "A long poll whose time is over", "longpolling"),
	// cost-small has two lanes that poll: the same events in many answers and in few.
	fullPoll: {
		name: "polling.full", title: "A poll that finds something, without it", unit: "B", counts: true, after: []id{emptyPoll},
		of: append(polls(small, "polling"), polls(small, "polling-batch")...),
		from: func(v []float64, k *coefs) float64 {
			bytes := v[0] - v[4] - k[emptyPoll]*(v[2]-v[6])
			return bytes / (v[1] - v[2] - v[5] + v[6])
		},
	},
	pollEvent: {
		name: "polling.event", title: "An event in a poll’s answer, beyond its size", unit: "B", counts: true, after: []id{emptyPoll, fullPoll},
		of: bothSizes(polls, "polling-batch"), from: fixed(batchedEvent),
	},
	pollByte: {
		name: "polling.byte", title: "Each byte of an event in a poll’s answer", unit: "B", after: []id{emptyPoll, fullPoll},
		of: bothSizes(polls, "polling-batch"), from: slope(batchedEvent),
	},
	longEvent: {
		name: "longpolling.event", title: "An event by long polling with its request, beyond its size", unit: "B", counts: true, after: []id{longEmpty, fullPoll},
		of: bothSizes(polls, "longpolling"), from: fixed(askedEvent),
	},
	longByte: {
		name: "longpolling.byte", title: "Each byte of an event by long polling", unit: "B", after: []id{longEmpty, fullPoll},
		of: bothSizes(polls, "longpolling"), from: slope(askedEvent),
	},
	sseEvent: {
		name: "sse.event", title: "An event by SSE, beyond its size", unit: "B", counts: true,
		of: bothSizes(stream, "sse"), from: fixed(streamedEvent),
	},
	sseByte: {
		name: "sse.byte", title: "Each byte of an event by SSE", unit: "B",
		of: bothSizes(stream, "sse"), from: slope(streamedEvent),
	},
	socketEvent: {
		name: "websocket.event", title: "An event by WebSocket, beyond its size", unit: "B", counts: true,
		of: bothSizes(stream, "websocket"), from: fixed(streamedEvent),
	},
	socketByte: {
		name: "websocket.byte", title: "Each byte of an event by WebSocket", unit: "B",
		of: bothSizes(stream, "websocket"), from: slope(streamedEvent),
	},
	// The close frame is in both runs.
	frame: {
		name: "websocket.up", title: "A WebSocket frame up, without the message", unit: "B", counts: true,
		of:   append(of(up, "lanes.websocket.bytes.c2s.framing", "lanes.websocket.sent"), of(small, "lanes.websocket.bytes.c2s.framing")...),
		from: func(v []float64, _ *coefs) float64 { return (v[0] - v[2]) / v[1] },
	},
	pollTCP:  segments("polling.segments", "TCP segments of a poll", small, "polling", "requests"),
	longTCP:  segments("longpolling.segments", "TCP segments of an event by long polling", small, "longpolling", "delivered"),
	sseTCP:   segments("sse.segments", "TCP segments of an event by SSE", small, "sse", "delivered"),
	wsTCP:    segments("websocket.segments", "TCP segments of an event by WebSocket", small, "websocket", "delivered"),
	postTCP:  segments("post.segments", "TCP segments of a POST", up, "sse", "requests"),
	frameTCP: segments("websocket.up.segments", "TCP segments of a frame up and its echo", up, "websocket", "sent"),
	pollCPU:  polled("polling.cpu", "CPU time of a poll, without what it finds", func(poll, _ float64) float64 { return poll }),
	foundCPU: polled("polling.event.cpu", "CPU time of an event in a poll’s answer", func(_, event float64) float64 { return event }),
	longCPU:  spent(lab.LongPolling, "CPU time of an event by long polling with its request"),
	sseCPU:   spent(lab.SSE, "CPU time of an event by SSE"),
	wsCPU:    spent(lab.WebSocket, "CPU time of an event by WebSocket"),

	longRound: {
		name: "longpolling.round", title: "From one long poll to the next, with 1,000 events a second", unit: "ms", counts: true,
		of:   of(fast, "process.wallMs", "lanes.longpolling.requests"),
		from: func(v []float64, _ *coefs) float64 { return v[0] / v[1] },
	},
	longDelay:  plain("longpolling.delay", "Median latency by long polling", "ms", small, "lanes.longpolling.latency.p50"),
	sseDelay:   plain("sse.delay", "Median latency by SSE", "ms", small, "lanes.sse.latency.p50"),
	wsDelay:    plain("websocket.delay", "Median latency by WebSocket", "ms", small, "lanes.websocket.latency.p50"),
	proxyDelay: plain("sse.proxy", "Median latency by SSE behind a proxy that holds 4,096 bytes, 40 events a second", "ms", small, "lanes.sse-proxy.latency.p50"),
	postTrip:   plain("post.trip", "A POST until its echo is back, median", "ms", up, "lanes.sse.rtt.p50"),
	frameTrip:  plain("websocket.trip", "A WebSocket message until its echo is back, median", "ms", up, "lanes.websocket.rtt.p50"),

	pollLines: lines("js", "polling", "Polling"),
	longLines: lines("js", "longpolling", "Long polling"),
	sseLines:  lines("js", "sse", "SSE"),
	wsLines:   lines("js", "websocket-resume", "WebSocket, with what it takes to come back and resume"),
	pollGo:    lines("go", "polling", "Polling"),
	longGo:    lines("go", "longpolling", "Long polling"),
	sseGo:     lines("go", "sse", "SSE"),
	wsGo:      lines("go", "websocket-resume", "WebSocket, with what it takes to come back and resume"),
	bareGo:    lines("go", "websocket-bare", "WebSocket without a library"),
}

func plain(name, title, unit, setup, path string) measurement {
	return measurement{name: name, title: title, unit: unit, of: of(setup, path), from: first}
}

func first(v []float64, _ *coefs) float64 { return v[0] }

func lines(language, name, title string) measurement {
	called := map[string]string{"js": "JavaScript", "go": "Go"}
	return measurement{
		name: "lines." + language + "." + name, title: "Client code in " + called[language] + ": " + title, unit: "lines",
		counts: name != "websocket-bare", once: true, of: of(source, "source."+language+"."+name), from: first,
	}
}

// empty is a request that brings nothing, in bytes: all those of a lane without events that are no messages up.
func empty(name, title, lane string) measurement {
	l := "lanes." + lane + "."
	return measurement{
		name: name, title: title, unit: "B", counts: true, after: []id{post},
		of: of(up, l+"bytes.c2s.http", l+"bytes.s2c.http", l+"requests", l+"sent"),
		from: func(v []float64, k *coefs) float64 {
			return (v[0] + v[1] - v[3]*k[post]) / (v[2] - v[3])
		},
	}
}

func segments(name, title, setup, lane, each string) measurement {
	l := "lanes." + lane + "."
	return measurement{
		name: name, title: title, unit: "",
		of:   of(setup, l+"tcp.segmentsIn", l+"tcp.segmentsOut", l+each),
		from: func(v []float64, _ *coefs) float64 { return (v[0] + v[1]) / v[2] },
	}
}

// valid tells whether a measurement's figure can be one at all: trials may come from anywhere.
func (m *measurement) valid(v float64) bool { return v >= 0 && v <= 1e9 }

// work works a round out from its trials.
func work(round map[string]experiments.Values) coefs {
	var k coefs
	for i := range k {
		k[i] = math.NaN()
	}
	for _, i := range inTurn {
		m := &measured[i]
		v := make([]float64, len(m.of))
		for j, from := range m.of {
			got, ok := round[from.setup][from.name]
			if !ok {
				got = math.NaN()
			}
			v[j] = got
		}
		if got := m.from(v, &k); m.valid(got) {
			k[i] = got
		}
	}
	return k
}

// inTurn is the order in which measurements can be worked out: each after those that it needs.
var inTurn = func() (order []id) {
	done := make(map[id]bool)
	var visit func(id)
	visit = func(i id) {
		if done[i] {
			return
		}
		done[i] = true
		for _, before := range measured[i].after {
			visit(before)
		}
		order = append(order, i)
	}
	for i := range measurements {
		visit(i)
	}
	return order
}()
