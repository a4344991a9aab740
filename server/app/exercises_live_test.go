package app

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"wireside/labs/lab/labtest"
	"wireside/wireview/tap"

	gws "github.com/fasthttp/websocket"
)

// Who never reads is dropped, and no longer looks.
func TestAnExerciseViewerThatNeverReads(t *testing.T) {
	t.Parallel()
	b, f := fakeBook()
	a := startBook(t, Limits{WriteTimeout: 100 * time.Millisecond}, b, nil)
	for range 5 {
		lookAt(t, a, nil)
	}
	looks := 0
	for range 10 {
		looks += labtest.Receive(t, f.looking, "look")
	}
	if looks != 0 {
		t.Errorf("%d still look", looks)
	}
	labtest.Until(t, "they are gone", func() bool { return a.viewers.inside.Load() == 0 })
}

// There is room for so many; who leaves makes room. A message from a viewer is no reason to go.
func TestRoomForExerciseViewers(t *testing.T) {
	t.Parallel()
	b, f := fakeBook()
	a := startBook(t, Limits{Viewers: 1}, b, nil)
	ws := lookAt(t, a, nil)
	labtest.Receive(t, f.looking, "look")
	if err := ws.WriteMessage(gws.TextMessage, []byte("what?")); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		readBook(t, ws)
	}
	if _, resp, err := gws.DefaultDialer.Dial("ws://"+a.Addr()+"/book/exercises/live", nil); err == nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Error(resp, err)
	}
	ws.Close()
	if labtest.Receive(t, f.looking, "end of the look") != -1 {
		t.Error("nobody left")
	}
	labtest.Until(t, "there is room", func() bool { return a.viewers.inside.Load() == 0 })
	ws = lookAt(t, a, nil)
	readBook(t, ws)
	muted := slices.ContainsFunc(a.listener.Conns(), func(c *tap.Conn) bool { return c.Recorder() == tap.Discard })
	if !muted {
		t.Error("the inspector watches the page’s own view")
	}
	a.Close()
	for {
		if _, _, err := ws.ReadMessage(); err != nil {
			if !gws.IsCloseError(err, gws.CloseGoingAway) {
				t.Error(err)
			}
			break
		}
	}
}

// A view without results stays open, says why, and keeps nobody's checks running.
func TestALiveViewWithoutResults(t *testing.T) {
	t.Parallel()
	b, f := fakeBook()
	b.mode = WatchNever
	a := startBook(t, Limits{Heartbeat: 20 * time.Millisecond}, b, nil)
	ws := lookAt(t, a, nil)
	if m := readBook(t, ws); m.Watching == nil || *m.Watching || len(m.Exercises) != 1 {
		t.Errorf("%+v", m)
	}
	pinged := make(chan struct{}, 100)
	ws.SetPingHandler(func(string) error {
		pinged <- struct{}{}
		return nil
	})
	go ws.ReadMessage()
	labtest.Receive(t, pinged, "ping")
	if len(f.looking) > 0 {
		t.Error("it looks")
	}
}
