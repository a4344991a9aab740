package decide

import (
	"fmt"
	"math"

	"wireside/labs/lab"
)

// objections collects what is to be said of a technique, and how it fits.
type objections struct {
	fit     Fit
	reasons []Reason
	quiet   bool // only the fit is asked for
}

func (o *objections) say(fit Fit, format string, args ...any) {
	if fit == Not || fit == Care && o.fit == Works {
		o.fit = fit
	}
	if !o.quiet {
		o.reasons = append(o.reasons, Reason{fit, fmt.Sprintf(format, args...)})
	}
}

// fitOf judges how a technique fits the answers, with the reasons unless they are not asked for.
func (e *evidence) fitOf(t lab.Technique, a *Answers, quiet bool) *objections {
	o := &objections{fit: Works, quiet: quiet}
	switch t {
	case lab.Polling:
		e.judgePolling(o, a)
	case lab.LongPolling:
		e.judgeLongPolling(o, a)
	case lab.SSE:
		e.judgeSSE(o, a)
	case lab.WebSocket:
		e.judgeWebSocket(o, a)
	}
	e.judgeDelay(o, t, a)
	if quiet {
		return o
	}
	// It is in the score already, and grows with the clients for all of them alike.
	if used := e.middle("cores", t, a, load.cores); used != nil && used.Median > 1 {
		o.say(Works, "For %s clients it takes %s cores like this machine’s, so it has to be spread.", number(a.Clients, ""), number(used.Median, ""))
	}
	if a.sent() > 0 && t != lab.WebSocket {
		o.say(Works, "What goes up is a POST each%s; two at the same time may overtake each other, so number them.", trip(e.median[postTrip]))
	}
	return o
}

// trip tells how long a message and its echo take, where that was measured.
type trip float64

func (t trip) String() string {
	if math.IsNaN(float64(t)) {
		return ""
	}
	return fmt.Sprintf(": with its answer it took %s here", number(float64(t), "ms"))
}

const (
	manyPolls = 10  // a second: polling that has to ask more often needs care
	mostPolls = 100 // and polling that has to ask more often than this doesn't fit
)

func (e *evidence) judgePolling(o *objections, a *Answers) {
	switch {
	case a.LateMs < 1000/mostPolls:
		o.say(Not, "Each client would have to ask %s times a second.", number(1000/a.LateMs, ""))
	case a.LateMs < 1000/manyPolls:
		o.say(Care, "Each client has to ask %s times a second, lest an event is more than %s late.", number(1000/a.LateMs, ""), duration(a.LateMs/1000))
	default:
		o.say(Works, "It asks every %s; on average, an event is half of that late.", duration(a.LateMs/1000))
	}
	if a.Platforms != Scripts && a.LateMs < 1000 {
		o.say(Works, "In a tab that nobody looks at, browsers let timers run once a second at most.")
	}
	if a.Proxies == Buffering || a.Proxies == NoUpgrade {
		o.say(Works, "Each answer ends, so the proxy passes it on.")
	}
}

func (e *evidence) judgeLongPolling(o *objections, a *Answers) {
	switch a.Proxies {
	case Idle:
		o.say(Works, "The server has to answer before the proxy cuts, after %s; here it is taken to do so after %s.", duration(a.IdleSeconds), duration(a.hold()))
	case Buffering, NoUpgrade:
		o.say(Works, "Each answer ends, so the proxy passes it on.")
	}
	fit, round := Works, ""
	if e.has(longRound) {
		round = fmt.Sprintf(", which took %s here", number(e.median[longRound], "ms"))
		if e.low[longRound] > a.LateMs {
			fit = Care
		}
	}
	o.say(fit, "After each answer the client has to ask again%s; what happens meanwhile waits for that.", round)
	e.sixConnections(o, a)
}

func (e *evidence) sixConnections(o *objections, a *Answers) {
	if a.Platforms != Scripts {
		o.say(Works, "Each tab holds one of the six connections that a browser opens to a server (over HTTP/1.1, all tabs together).")
	}
}

func (e *evidence) judgeSSE(o *objections, a *Answers) {
	switch a.Proxies {
	case Buffering:
		e.judgeHeldBack(o, a)
	case Idle:
		heartbeat(o, a)
	case NoUpgrade:
		o.say(Works, "It is an ordinary answer to a GET: nothing has to be upgraded.")
	}
	switch a.Platforms {
	case OldBrowsers:
		o.say(Care, "There is no EventSource: a stand-in over XMLHttpRequest or fetch has to come with the page.")
	case Browsers:
		o.say(Works, "EventSource comes back by itself, and says which event it saw last. It carries text: what is binary grows by a third, as base64.")
	case Scripts:
		o.say(Works, "curl -N shows the stream. The lines of client code leave out what decodes it, since libraries do.")
	}
	e.sixConnections(o, a)
}

// judgeHeldBack says what a proxy that buffers makes of an event stream.
func (e *evidence) judgeHeldBack(o *objections, a *Answers) {
	held, cure := e.median.heldBack(a), "The header X-Accel-Buffering: no turns that off where the proxy obeys it."
	seen := seenBehind{e.median[proxyDelay], e.median[sseDelay]}
	switch {
	case math.IsNaN(held):
		o.say(Care, "The proxy keeps events back until some of them are together.%s %s", seen, cure)
	case held > a.LateMs:
		o.say(Not, "A proxy that keeps 4,096 bytes together holds an event back for up to %s, and %s is allowed.%s %s",
			duration(held/1000), duration(a.LateMs/1000), seen, cure)
	case held == 0:
		o.say(Works, "An event fills the 4,096 bytes that the proxy keeps together, so it passes at once.%s", seen)
	default:
		o.say(Care, "A proxy that keeps 4,096 bytes together holds an event back for up to %s, and the last one before a pause for longer.%s %s",
			duration(held/1000), seen, cure)
	}
}

// seenBehind are the median latencies of an event stream behind a buffering proxy and without one, where they were measured.
type seenBehind [2]float64

func (s seenBehind) String() string {
	if math.IsNaN(s[0] + s[1]) {
		return ""
	}
	return fmt.Sprintf(" Measured here behind such a proxy, at 40 small events a second: %s late in the median, without it %s.",
		number(s[0], "ms"), number(s[1], "ms"))
}

func heartbeat(o *objections, a *Answers) {
	o.say(Works, "After %s of silence the proxy cuts it, so the server has to send a sign of life more often. Those bytes are not in the estimate.", duration(a.IdleSeconds))
}

func (e *evidence) judgeWebSocket(o *objections, a *Answers) {
	switch a.Proxies {
	case NoUpgrade:
		o.say(Not, "The proxy doesn’t pass the upgrade on. Inside TLS that ends at the server, it wouldn’t see one, and mostly lets it through.")
	case Idle:
		heartbeat(o, a)
	case Buffering:
		o.say(Works, "After the upgrade the proxy passes bytes as they come.")
	}
	switch {
	case a.Platforms == Scripts && e.has(bareGo):
		o.say(Works, "A script needs a library, which the lines of client code leave out; by hand RFC 6455 takes %s lines here, in Go.", number(e.median[bareGo], ""))
	case a.Platforms == Scripts:
		o.say(Works, "A script needs a library, or code of its own that speaks RFC 6455.")
	default:
		o.say(Works, "A browser’s WebSocket doesn’t come back by itself; the lines of client code include what does.")
	}
	if a.sent() > 0 {
		o.say(Works, "What goes up is a frame on the same connection, and keeps its order%s.", trip(e.median[frameTrip]))
	}
}

// delays are the measured latencies of the techniques that deliver at once.
var delays = map[lab.Technique]id{lab.LongPolling: longDelay, lab.SSE: sseDelay, lab.WebSocket: wsDelay}

// judgeDelay compares what was measured with what is allowed. A technique needs care if all of its figure's interval says that
// it is too late, and later than the quickest; where all are as late, nothing tells them apart.
func (e *evidence) judgeDelay(o *objections, t lab.Technique, a *Answers) {
	i, ok := delays[t]
	if !ok || !e.has(i) || e.median[i] <= a.LateMs {
		return
	}
	fit := Works
	quickest := i
	for _, other := range delays {
		if e.median[other] < e.median[quickest] {
			quickest = other
		}
	}
	if e.low[i] > max(a.LateMs, e.high[quickest]) {
		fit = Care
	}
	o.say(fit, "The median latency was %s here, and %s is allowed.", number(e.median[i], "ms"), number(a.LateMs, "ms"))
}
