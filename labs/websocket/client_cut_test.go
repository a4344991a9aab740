package websocket

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	ws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/observe"
)

type message struct {
	binary bool
	data   string
}

// messages serves a WebSocket that says these and then closes with 1000. It returns its address.
func messages(t *testing.T, all []message) string {
	upgrader := ws.Upgrader{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		for _, m := range all {
			kind := ws.TextMessage
			if m.binary {
				kind = ws.BinaryMessage
			}
			conn.WriteMessage(kind, []byte(m.data))
		}
		conn.WriteControl(ws.CloseMessage, ws.FormatCloseMessage(ws.CloseNormalClosure, ""), time.Now().Add(time.Second))
		conn.ReadMessage()
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// wire is a lane whose connections can be cut, and which then is away until it is up again.
type wire struct {
	*labtest.Server
	feed *feed.Feed

	mu    sync.Mutex
	away  bool
	conns []net.Conn
}

func startWire(t *testing.T) *wire {
	w := &wire{feed: feed.New(feed.Config{})}
	lane := New(w.feed, Config{Heartbeat: time.Hour})
	w.Server = labtest.Start(t, func(app *fiber.App) {
		app.Get("/ws", func(c *fiber.Ctx) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			if w.away {
				return &lab.Error{Status: 503, Code: "away", Message: "away"}
			}
			w.conns = append(w.conns, c.Context().Conn())
			return lane.Serve(c)
		})
	})
	t.Cleanup(lane.Close)
	return w
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.away = true
	for _, conn := range w.conns {
		conn.Close()
	}
	w.conns = nil
}

func (w *wire) up() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.away = false
}

// TestTenCuts cuts the wire ten times and publishes while it is away, and holds what each way to come back makes of it.
func TestTenCuts(t *testing.T) {
	const cuts, before, inFlight, away = 10, 20, 5, 7
	for _, test := range []struct {
		name, after string
		run         func(*Client, context.Context, func(feed.Event)) error
		inFlight    int // published right before the cut: some of them arrive, some don't
		lost        int64
		duplicated  int64
	}{
		{"resume", "0", (*Client).RunResume, inFlight, 0, 0},
		// All that was published before each of the ten returns, and had arrived before.
		{"backoff from the beginning", "0", (*Client).RunBackoff, 0, 0, before*(1+2+3+4+5+6+7+8+9+10) + away*(1+2+3+4+5+6+7+8+9)},
		{"backoff from now on", "now", (*Client).RunBackoff, 0, cuts * away, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			w, witness, ledger := startWire(t), newWitness(), observe.New(observe.Config{Late: time.Hour})
			client := &Client{URL: w.URL + "/ws?after=" + test.after, Pause: time.Millisecond, Jitter: 0.5, Observer: witness}
			seqs, done := make(chan uint64, 100_000), make(chan error, 1)
			publish := func(n int) {
				for range n {
					w.feed.Publish("x")
				}
			}
			until := func(state lab.State) {
				for labtest.Receive(t, witness.states, "state") != state {
				}
			}
			go func() {
				done <- test.run(client, t.Context(), func(e feed.Event) {
					ledger.Event(e.Seq, e.At, time.Now().UnixMicro())
					seqs <- e.Seq
				})
			}()
			for range cuts {
				until(lab.Open)
				publish(before)
				for labtest.Receive(t, seqs, "event") != w.feed.Last() {
				}
				publish(test.inFlight)
				w.cut()
				until(lab.Waiting)
				publish(away)
				w.up()
			}
			until(lab.Open)
			w.feed.Close()
			if err := labtest.Receive(t, done, "end"); err != nil {
				t.Fatal(err)
			}
			ledger.Finish()
			published := int64(w.feed.Last())
			want := observe.Counts{Delivered: published - test.lost, Lost: test.lost, Duplicated: test.duplicated, Finished: true}
			if diff := cmp.Diff(want, ledger.Report(w.feed.Last()).Counts); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
