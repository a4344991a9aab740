package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"wireside/labs/experiments"
	"wireside/server/app"

	"github.com/fasthttp/websocket"
)

// crowd lets so many put a setup to the test at one server at the same time, a trial each, and returns them and what they said.
func crowd(ctx context.Context, url string, setup claimSetup, size int) (runs []*claimsRun, said string) {
	var mu sync.Mutex
	var all strings.Builder
	var measuring sync.WaitGroup
	for i := range size {
		c := &claimsRun{
			base: url, err: &lockedWriter{&mu, &all}, setups: map[string]claimSetup{setup.Name: setup}, order: []string{setup.Name},
			trials: make(map[string][]experiments.Trial),
		}
		runs = append(runs, c)
		measuring.Go(func() {
			if err := c.measure(ctx); err != nil {
				c.fail("%d: %v", i, err)
			}
		})
	}
	measuring.Wait()
	return runs, all.String()
}

type lockedWriter struct {
	mu  *sync.Mutex
	all *strings.Builder
}

func (w *lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all.Write(p)
}

// A class that comes all at once to a server with room for a few waits its turn. Whoever has a run there already doesn't notice.
func TestACrowdWaitsForRoom(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limits app.Limits
		spec   map[string]any
	}{
		"runs":    {app.Limits{Runs: 7}, map[string]any{"seconds": 1, "scenario": "silence", "lanes": []string{"sse"}}},
		"clients": {app.Limits{Simulated: 18}, map[string]any{"seconds": 1, "rate": 5, "lanes": []string{"sse"}, "herd": map[string]any{"technique": "sse", "clients": 3}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := app.Start(app.Config{Addr: "localhost:0", Limits: test.limits})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()

			bystander := &headless{base: a.URL()}
			spec := map[string]any{"seconds": 60, "rate": 20}
			if err := bystander.call(t.Context(), "POST", "/api/runs", spec, &bystander.run); err != nil {
				t.Fatal(err)
			}

			const size = 18
			runs, said := crowd(t.Context(), a.URL(), claimSetup{Name: "silence", Kind: experiments.KindRun, Trials: 1, Spec: test.spec}, size)
			seen := make(map[string]bool)
			for i, c := range runs {
				if c.failed > 0 || len(c.trials["silence"]) != 1 {
					t.Errorf("number %d of them: %d failed, %d trials", i, c.failed, len(c.trials["silence"]))
					continue
				}
				seen[c.trials["silence"][0].Run] = true
			}
			if len(seen) != size {
				t.Errorf("%d runs were made", len(seen))
			}
			if !strings.Contains(said, "waits for room") {
				t.Errorf("nobody had to wait: %s", said)
			}
			if err := bystander.call(t.Context(), "GET", "/api/runs/"+bystander.run.ID, nil, &bystander.run); err != nil || bystander.run.Published < 20 {
				t.Errorf("the run that was there before has published %d: %v", bystander.run.Published, err)
			}
		})
	}
}

// Who waits for room can be interrupted, and what is gone is not waited for.
func TestWaitingForRoomEnds(t *testing.T) {
	t.Parallel()
	a, err := app.Start(app.Config{Addr: "localhost:0", Limits: app.Limits{Runs: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	other := &headless{base: a.URL()}
	if err := other.call(t.Context(), "POST", "/api/runs", map[string]any{"seconds": 60}, &other.run); err != nil {
		t.Fatal(err)
	}
	waits := make(chan struct{})
	waiting := sync.OnceFunc(func() { close(waits) })
	ctx, interrupt := context.WithCancel(t.Context())
	c := &claimsRun{base: a.URL(), err: onWrite(func(line string) {
		if strings.Contains(line, "waits for room") {
			waiting()
		}
	})}
	ended := make(chan error, 1)
	go func() { ended <- c.do(ctx, []int{4}) }()
	<-waits
	interrupt()
	select {
	case err := <-ended:
		if !errors.Is(err, errInterrupted) || len(c.results) > 0 {
			t.Errorf("%v, %d results", err, len(c.results))
		}
	case <-time.After(time.Minute):
		t.Error("it waits on")
	}
}

type onWrite func(string)

func (f onWrite) Write(p []byte) (int, error) {
	f(string(p))
	return len(p), nil
}

// Nobody waits long for a server that hangs, once interrupted.
func TestAServerThatHangs(t *testing.T) {
	t.Parallel()
	hangs := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/claims", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"claims":[{"claim":4,"measurable":true,"setups":["x"]}],"setups":{"x":{"name":"x","kind":"run","spec":{},"trials":6}}}`)
	})
	mux.HandleFunc("POST /api/runs", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"id":"x","seconds":60,"wire":"/wire"}`)
	})
	ctx, interrupt := context.WithCancel(t.Context())
	asked := make(chan struct{}, 100)
	mux.HandleFunc("/wire", func(w http.ResponseWriter, r *http.Request) {
		conn, err := new(websocket.Upgrader).Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		for range 8 { // as often as the clock is asked for
			if _, _, err := conn.ReadMessage(); err != nil {
				t.Error(err)
				return
			}
			conn.WriteMessage(websocket.TextMessage, []byte(`{"now":0,"at":1}`))
		}
		interrupt()
		<-hangs
	})
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-hangs
	})
	s := httptest.NewServer(mux)
	defer s.Close()
	defer close(hangs)
	c := &claimsRun{base: s.URL, err: io.Discard}
	ended := make(chan error, 1)
	go func() { ended <- c.do(ctx, []int{4}) }()
	select {
	case err := <-ended:
		if !errors.Is(err, errInterrupted) {
			t.Error(err)
		}
	case <-time.After(2*farewell + time.Minute):
		t.Error("it waits for a server that hangs")
	}
	<-asked // the run was to be stopped
}

// A server that ends in the middle ends the measuring, with one sentence and not with one for each run.
func TestAServerThatIsGone(t *testing.T) {
	t.Parallel()
	a, err := app.Start(app.Config{Addr: "localhost:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	began := make(chan struct{})
	var lines []string
	c := &claimsRun{base: a.URL(), err: onWrite(func(line string) {
		if lines = append(lines, line); len(lines) == 1 {
			close(began)
		}
	})}
	ended := make(chan error, 1)
	go func() { ended <- c.do(t.Context(), []int{3, 4}) }()
	<-began
	a.Close()
	err = <-ended
	if err == nil || !strings.Contains(err.Error(), "no longer answers") || !strings.Contains(err.Error(), a.URL()) {
		t.Error(err)
	}
	if len(lines) > 2 || len(c.results) > 0 {
		t.Errorf("%d results, and it was said: %q", len(c.results), lines)
	}
}
