package decide

import (
	"math"

	"wireside/labs/lab"
)

// load is what one client of a technique causes, each second. NaN: it can't be told.
type load struct {
	bytes    float64
	segments float64
	requests float64
	cpu      float64 // µs
}

// cores is how many cores the CPU time takes: one has 1,000,000 µs a second.
func (l load) cores() float64 { return l.cpu / 1e6 }

// heldSeconds is how long a long poll is held when nothing happens: as the lab's are unless told otherwise.
const heldSeconds = 25

// hold is how long a long poll may be held: not as long as a proxy's patience.
func (a *Answers) hold() float64 {
	if a.Proxies == Idle {
		return min(heldSeconds, a.IdleSeconds/2)
	}
	return heldSeconds
}

// sent is how many messages go up.
func (a *Answers) sent() float64 {
	if a.Direction == Down {
		return 0
	}
	return a.UpPerSecond
}

// rounds is how many answers a second a long poll gets with events, and how many without. An event finds the client waiting
// unless it comes during the round in which the client asks again; those that do wait for its end, and come together.
func (k *coefs) rounds(a *Answers) (full, empty float64) {
	during := a.Rate * k[longRound] / 1000 // events in a round, on average
	full = a.Rate / (during + math.Exp(-during))
	return full, full / math.Expm1(a.Rate*a.hold()) // a round is short beside the time that a poll is held
}

// load works out what a client costs. Events are taken to come at random, independently of each other, one at a time. What
// stands in for a measurement here is told by Rules: a message up is as large as an event, a POST and a long poll whose time
// is over take the CPU time of a poll, and a frame up that of an event by WebSocket.
func (k *coefs) load(t lab.Technique, a *Answers) load {
	var l load
	rate, size := a.Rate, a.Size
	switch t {
	case lab.Polling:
		polls := 1000 / a.LateMs
		found := -math.Expm1(-rate / polls) // the share of polls that find something
		news := rate * (k[pollEvent] + k[pollByte]*size)
		l = load{
			bytes:    polls*(found*k[fullPoll]+(1-found)*k[emptyPoll]) + news,
			segments: polls * (k[pollTCP] + further(k[fullPoll]+news/polls)),
			requests: polls,
			cpu:      polls*k[pollCPU] + rate*k[foundCPU],
		}
	case lab.LongPolling:
		full, empty := k.rounds(a)
		joined := rate - full // events that come with another one: as in a poll's answer
		bytes := full*k[longEvent] + joined*k[pollEvent] + rate*k[longByte]*size
		l = load{
			bytes:    bytes + empty*k[longEmpty],
			segments: full*(k[longTCP]+further(bytes/full)) + empty*k[pollTCP],
			requests: full + empty,
			cpu:      full*k[longCPU] + joined*k[foundCPU] + empty*k[pollCPU],
		}
	case lab.SSE:
		each := k[sseEvent] + k[sseByte]*size
		l = load{bytes: rate * each, segments: rate * (k[sseTCP] + further(each)), cpu: rate * k[sseCPU]}
	case lab.WebSocket:
		each := k[socketEvent] + k[socketByte]*size
		l = load{bytes: rate * each, segments: rate * (k[wsTCP] + further(each)), cpu: rate * k[wsCPU]}
	}
	// NaN · 0 is NaN: what doesn't happen needs no measurement.
	sent := a.sent()
	switch {
	case sent == 0:
	case t == lab.WebSocket:
		l.bytes += sent * (k[frame] + size)
		l.segments += sent * k[frameTCP]
		l.cpu += sent * k[wsCPU]
	default:
		l.bytes += sent * (k[post] + size)
		l.segments += sent * k[postTCP]
		l.requests += sent
		l.cpu += sent * k[pollCPU]
	}
	return l
}

// further is how many segments bytes take beyond the first, of 1,460 bytes as on an Ethernet. Those that were counted crossed
// this machine's own network, which takes 65,483 bytes in one.
func further(bytes float64) float64 { return math.Floor(bytes / 1460) }

// headerBytes estimates the bytes of IP and TCP headers: 20 and 20 at least of each segment (RFC 791 section 3.1, RFC 9293
// section 3.1).
func (l load) headerBytes() float64 { return 40 * l.segments }

// delay is the median time from an event's publication until the client has it, in ms, without the network between them.
func (k *coefs) delay(t lab.Technique, a *Answers) float64 {
	switch t {
	case lab.Polling:
		return a.LateMs / 2
	case lab.LongPolling:
		return k[longDelay]
	case lab.SSE:
		return k[sseDelay] + k.heldBack(a)/2
	}
	return k[wsDelay]
}

// heldBytes is what the lab's buffering proxy keeps together before it lets go of all of it: one memory page, as nginx does.
const heldBytes = 4096

// heldBack is how long a buffering proxy needs to have enough of an event stream together, in ms; 0 if there is none. NaN of
// events that take less than a byte: no trial tells so.
func (k *coefs) heldBack(a *Answers) float64 {
	if a.Proxies != Buffering {
		return 0
	}
	each := k[sseEvent] + k[sseByte]*a.Size
	if each < 1 {
		return math.NaN()
	}
	return 1000 * max(0, heldBytes-each) / (a.Rate * each)
}

// lines is how much client code a technique takes, in the language of the platform.
func (k *coefs) lines(t lab.Technique, a *Answers) float64 {
	ids := map[lab.Technique]id{lab.Polling: pollLines, lab.LongPolling: longLines, lab.SSE: sseLines, lab.WebSocket: wsLines}
	if a.Platforms == Scripts {
		ids = map[lab.Technique]id{lab.Polling: pollGo, lab.LongPolling: longGo, lab.SSE: sseGo, lab.WebSocket: wsGo}
	}
	return k[ids[t]]
}
