package decide_test

import (
	"testing"

	"wireside/labs/decide"
	"wireside/labs/experiments"
)

// machine is what things cost on a machine that is made up. Bytes are those on the wire, CPU times µs.
type machine struct {
	empty, full, batched float64 // a poll that finds nothing, one that finds something, and an event in it beyond its size
	long, sse, socket    float64 // an event beyond its size
	longEmpty            float64 // a long poll whose time is over
	post, frame          float64 // a message up without itself
	cpuPoll, cpuFound    float64 // a poll, and an event that it finds
	cpuLong              float64
	cpuSSE, cpuSocket    float64
	delay, proxied       float64            // ms
	round                float64            // ms, from one long poll to the next
	lines                map[string]float64 // of the source, "js.sse"
	noise                float64            // the share by which the rounds' CPU times vary, up and down
}

// usual is about what a browser's requests of some 500 bytes make of it.
func usual() machine {
	return machine{
		empty: 640, full: 650, batched: 3, long: 650, longEmpty: 645, sse: 21, socket: 2, post: 700, frame: 6,
		cpuPoll: 150, cpuFound: 5, cpuLong: 90, cpuSSE: 29, cpuSocket: 30, delay: 0.4, proxied: 500, round: 4,
		lines: map[string]float64{"js.polling": 47, "js.longpolling": 43, "js.sse": 50, "js.websocket-resume": 52,
			"go.polling": 59, "go.longpolling": 58, "go.sse": 55, "go.websocket-resume": 40, "go.websocket-bare": 60},
		noise: 0.02,
	}
}

// trials are what n trials of each setup come to on the machine.
func (m machine) trials(n int) []experiments.Trial {
	all := []experiments.Trial{m.source()}
	for i := range n {
		at := int64(1_700_000_000_000_000 + i)
		off := 1 + m.noise*float64(i%3-1)
		all = append(all, m.sized("cost-small", at, 60, 80), m.sized("cost-large", at, 4060, 20), m.up(at))
		const polls, events = 1000, 10_000
		for name, each := range map[string]float64{"longpolling": m.cpuLong, "sse": m.cpuSSE, "websocket": m.cpuSocket} {
			all = append(all, herd("cost-cpu-"+name, at, each*events*off, events, events))
		}
		all = append(all, herd("cost-cpu-polling", at, polls*(m.cpuPoll+0.9*m.cpuFound)*off, polls, 0.9*polls),
			herd("cost-cpu-polling-batch", at, polls*(m.cpuPoll+20*m.cpuFound)*off, polls, 20*polls),
			experiments.Trial{Setup: "cost-fast", At: at, Values: experiments.Values{"process.wallMs": 1000, "lanes.longpolling.requests": 1000 / m.round}})
	}
	return all
}

// herd is a run of many clients that took so many µs of CPU time.
func herd(setup string, at int64, cpu, requests, events float64) experiments.Trial {
	return experiments.Trial{Setup: setup, At: at, Values: experiments.Values{
		"process.cpuMs": cpu / 1000, "process.herdRequests": requests, "herd.delivered": events,
	}}
}

func (m machine) source() experiments.Trial {
	values := experiments.Values{}
	for name, n := range m.lines {
		values["source."+name] = n
	}
	return experiments.Trial{Setup: "source", At: 1, Values: values}
}

// sized is a run of events of one size on all lanes.
func (m machine) sized(setup string, at int64, size, events float64) experiments.Trial {
	v := experiments.Values{
		"lanes.websocket.bytes.s2c.payload": size * events, "lanes.websocket.bytes.s2c.framing": m.socket * events,
		"lanes.websocket.bytes.c2s.framing": 14,
		"lanes.sse.bytes.s2c.payload":       size * events, "lanes.sse.bytes.s2c.framing": m.sse * events,
		"lanes.sse.bytes.c2s.http": 500, "lanes.sse.bytes.s2c.http": 200,
	}
	polls := func(lane string, full, empty float64) {
		v["lanes."+lane+".bytes.total"] = full*m.full + empty*m.empty + events*(m.batched+size)
		v["lanes."+lane+".requests"], v["lanes."+lane+".emptyAnswers"] = full+empty, empty
	}
	polls("polling", events/4, events/8)
	polls("polling-batch", 2, 1)
	v["lanes.longpolling.bytes.total"] = events*(m.long+size) + m.longEmpty
	v["lanes.longpolling.requests"], v["lanes.longpolling.emptyAnswers"] = events+1, 1
	for _, lane := range []string{"polling", "polling-batch", "longpolling", "sse", "websocket"} {
		v["lanes."+lane+".delivered"] = events
		v["lanes."+lane+".latency.p50"] = m.delay
		v["lanes."+lane+".tcp.segmentsIn"], v["lanes."+lane+".tcp.segmentsOut"] = events, events
	}
	v["lanes.sse-proxy.latency.p50"] = m.proxied
	return experiments.Trial{Setup: setup, At: at, Values: v}
}

func (m machine) up(at int64) experiments.Trial {
	const sent, polls = 20, 40
	return experiments.Trial{Setup: "cost-up", At: at, Values: experiments.Values{
		"lanes.sse.bytes.c2s.http": 500 + sent*m.post*2/3, "lanes.sse.bytes.s2c.http": 200 + sent*m.post/3, "lanes.sse.requests": sent + 1,
		"lanes.polling.bytes.c2s.http": sent*m.post + polls*m.empty - 1000, "lanes.polling.bytes.s2c.http": 1000,
		"lanes.polling.requests": sent + polls, "lanes.polling.sent": sent,
		"lanes.longpolling.bytes.c2s.http": sent*m.post + polls*m.longEmpty - 1000, "lanes.longpolling.bytes.s2c.http": 1000,
		"lanes.longpolling.requests": sent + polls, "lanes.longpolling.sent": sent,
		"lanes.websocket.bytes.c2s.framing": 14 + sent*m.frame, "lanes.websocket.sent": sent,
		"lanes.sse.tcp.segmentsIn": 50, "lanes.sse.tcp.segmentsOut": 30, "lanes.websocket.tcp.segmentsIn": 40, "lanes.websocket.tcp.segmentsOut": 20,
		"lanes.sse.rtt.p50": 0.5, "lanes.websocket.rtt.p50": 0.25,
	}}
}

// rank ranks, and fails the test if it can't.
func rank(t *testing.T, a decide.Answers, trials []experiments.Trial) decide.Ranking {
	t.Helper()
	r, err := decide.Rank(a, trials)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Places) != 4 {
		t.Fatalf("%d places, want 4", len(r.Places))
	}
	return r
}

// like returns a preset's answers.
func like(t *testing.T, slug string) decide.Answers {
	t.Helper()
	for _, p := range decide.Presets() {
		if p.Slug == slug {
			return p.Answers
		}
	}
	t.Fatalf("there is no preset %q", slug)
	return decide.Answers{}
}
