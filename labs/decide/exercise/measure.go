package exercise

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling"
	"wireside/labs/observe"
	"wireside/labs/polling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
)

// Of what is measured.
const (
	measuredEvents = 300
	patience       = 15 * time.Second // for all of it, on the slowest machine; it takes less than one
)

// checkMeasured holds an answer to a ledger that was measured here. What is required is far from any limit: it does not
// depend on how quick this machine is.
func checkMeasured(run book.Run, answer Choose) error {
	if _, err := answer(Load{Clients: 1, EventsPerSecond: 1}, example()); errors.Is(err, lab.ErrTODO) {
		return err
	}
	ledger, err := measured()
	if err != nil {
		return fmt.Errorf("the lanes could not be measured here: %w", err)
	}
	stream, _ := perEvent(ledger.Lanes[lab.SSE])
	for _, require := range []func(*Load){
		func(*Load) {},
		func(l *Load) { l.LateMs, l.Lossless = most(600_000), true },
		func(l *Load) { l.Held = most(0) },                                 // polling alone
		func(l *Load) { l.RequestsPerSecond = most(0.5 * l.Clients * 10) }, // half a request for each event: streams alone
		func(l *Load) { l.UpPerSecond, l.RequestsPerSecond = 20, most(5*l.Clients) },
		func(l *Load) { l.BytesPerHour = most(1.5 * stream * 10 * 3600) },
		func(l *Load) { l.LateMs = most(1e-9) }, // nobody
	} {
		load := Load{Clients: 100, EventsPerSecond: 10}
		require(&load)
		if _, err := Judge(answer, load, ledger); err != nil {
			return err
		}
	}
	return nil
}

// measured returns a ledger of the four lanes, measured once in a process.
var measured = sync.OnceValues(func() (Ledger, error) { return measure(context.Background()) })

// measure serves a feed's four lanes on loopback, follows each with the lab's own client, and publishes each event when the
// one before has come on all of them. It takes about a millisecond an event, since polling asks so often.
func measure(ctx context.Context) (Ledger, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	f := feed.New(feed.Config{})
	s, err := serve(f)
	if err != nil {
		return Ledger{}, err
	}
	defer s.close()

	var lanes []*observed
	for _, t := range lab.Techniques {
		lanes = append(lanes, follow(ctx, s, t))
	}
	data := strings.Repeat("news ", 12)
	for range measuredEvents {
		f.Publish(data)
		for _, l := range lanes {
			if err := l.next(ctx); err != nil {
				return Ledger{}, err
			}
		}
	}
	ledger := Ledger{make(map[lab.Technique]Account)}
	for _, l := range lanes {
		l.leave()
		<-l.ended
		ledger.Lanes[l.technique] = l.account(s)
	}
	return ledger, nil
}

// observed is a lane with a client that follows it.
type observed struct {
	technique lab.Technique
	seen      *observe.Lane
	came      chan struct{} // an event has come
	leave     context.CancelFunc
	ended     chan struct{}
	err       error // to be read once ended is closed
}

// follow begins to follow a lane.
func follow(ctx context.Context, s *site, t lab.Technique) *observed {
	ctx, leave := context.WithCancel(ctx)
	l := &observed{technique: t, seen: observe.New(observe.Config{}), came: make(chan struct{}, measuredEvents), leave: leave, ended: make(chan struct{})}
	transport := &http.Transport{} // a lane's connections are its own
	client := &http.Client{Transport: transport}
	run := map[lab.Technique]func(context.Context, func(feed.Event)) error{
		lab.Polling:     (&polling.Client{URL: s.url(t), Interval: time.Millisecond, HTTP: client}).Run,
		lab.LongPolling: (&longpolling.Client{URL: s.url(t), HTTP: client}).Run,
		lab.SSE:         (&sse.Client{URL: s.url(t), HTTP: client}).Run,
		lab.WebSocket:   (&websocket.Client{URL: s.url(t)}).Run,
	}[t]
	go func() {
		defer close(l.ended)
		defer transport.CloseIdleConnections()
		l.err = run(ctx, func(e feed.Event) {
			l.seen.Event(e.Seq, e.At, time.Now().UnixMicro())
			select {
			case l.came <- struct{}{}:
			default: // more than were published
			}
		})
	}()
	return l
}

// next waits for the lane's next event.
func (l *observed) next(ctx context.Context) error {
	select {
	case <-l.came:
		return nil
	case <-l.ended:
		return fmt.Errorf("%s ended: %w", l.technique, l.err)
	case <-ctx.Done():
		return fmt.Errorf("%s: no event came for %v", l.technique, patience)
	}
}

// account returns the lane's part of the ledger, once its client has left.
func (l *observed) account(s *site) Account {
	l.seen.Finish()
	figures := observe.Merge(measuredEvents, l.seen.Report(measuredEvents))
	requests, bytes := s.counted(l.technique)
	a := Account{Requests: &requests, Bytes: &bytes, Delivered: &figures.Delivered, Lost: &figures.Lost}
	if figures.Latency != nil {
		a.Latency = &Latency{P99: figures.Latency.P99}
	}
	return a
}
