package drive

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/observe"
)

// lane is one client at work, and the observer of it.
type lane struct {
	client Client
	cfg    *Config
	seen   *observe.Lane

	news   chan struct{} // has one who waits look at what has come
	ended  chan struct{} // closed when the client has ended
	err    error         // why, if it should not have; to be read once ended is closed
	asked  time.Time     // when its newest request went out
	state  lab.State     // how the client stands; empty until it says so
	opened bool          // it has been open before

	mu    sync.Mutex
	under map[string]time.Time // texts that went up and whose echo is to come
}

func newLane(client Client, cfg *Config) *lane {
	return &lane{
		client: client, cfg: cfg, seen: observe.New(observe.Config{Late: cfg.Late}),
		news: make(chan struct{}, 1), ended: make(chan struct{}), under: make(map[string]time.Time),
	}
}

// run follows the feed until ctx or the feed ends.
func (l *lane) run(ctx context.Context) {
	defer close(l.ended)
	transport := http.DefaultTransport.(*http.Transport).Clone() // a lane's connections are its own
	transport.Proxy, transport.MaxIdleConnsPerHost = nil, 6
	defer transport.CloseIdleConnections()
	f, err := follow(l.client, l.cfg.Base, &http.Client{Transport: transport}, l)
	if err != nil {
		l.err = err
		return
	}
	var up sync.WaitGroup
	defer up.Wait()
	upCtx, stop := context.WithCancel(ctx)
	defer stop()
	up.Go(func() { l.talk(upCtx, f.send) })

	var refused *lab.Error
	if err = f.run(ctx, l.event); ctx.Err() == nil && !(errors.As(err, &refused) && refused.Code == "run_ended") {
		l.err = err
	}
}

// event counts an event.
func (l *lane) event(e feed.Event) {
	arrived := time.Now()
	if l.cfg.Clock != nil {
		arrived = arrived.Add(l.cfg.Clock())
	}
	l.seen.Event(e.Seq, e.At, arrived.UnixMicro())
	select {
	case l.news <- struct{}{}:
	default:
	}
}

// drain waits until the last event is there, the client has ended, or ctx has.
func (l *lane) drain(ctx context.Context, last uint64) {
	for l.seen.Highest() < last {
		select {
		case <-l.news:
		case <-l.ended:
			return
		case <-ctx.Done():
			return
		}
	}
}

// Request counts a request.
func (l *lane) Request() {
	l.asked = time.Now()
	l.seen.Request()
}

// Answer counts an answer.
func (l *lane) Answer(events int, ok bool) { l.seen.Answer(events, ok) }

// Status sees when the lane opens, and comes to know what it can't expect any more.
func (l *lane) Status(state lab.State, text string) {
	if state == lab.Open && l.state != lab.Open {
		l.open()
	}
	l.state = state
	if state != lab.Open {
		l.giveUp() // what was under way on the connection has no echo
	}
	if l.cfg.Status != nil {
		l.cfg.Status(l.client.Name, state, text)
	}
}

// open counts a stream that is open, and how long that took. What polls has no stream: its first answer is all there is.
func (l *lane) open() {
	took := time.Since(l.asked)
	if l.opened {
		if l.client.Technique == lab.Polling || l.client.Technique == lab.LongPolling {
			return
		}
		l.seen.Reconnect()
	}
	l.opened = true
	l.seen.Open(took)
}

// Gap counts what will not come.
func (l *lane) Gap(g feed.Gap) { l.seen.Gap(g) }

// Unreadable counts what could not be read.
func (l *lane) Unreadable(string) { l.seen.Unreadable() }
