package app

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/fasthttp/websocket"
)

func TestAPaceIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pace
		waited := time.Duration(0)
		say := func(messages, bytes int) {
			for range messages {
				d := p.next(bytes, time.Now())
				rest(d, nil)
				waited += d
			}
		}
		say(8, 60_000) // the end of a run, a message a lane
		if waited != 0 {
			t.Errorf("a page had to wait for %v", waited)
		}
		say(1000, 60_000)
		if least := 1000*60_000*byteCosts - paceCredit; waited < least {
			t.Errorf("60 MB took %v, want %v", waited, least)
		}
		waited = 0
		rest(time.Minute, nil)
		say(1000, 10)
		if least := 1000*messageCosts - paceCredit; waited < least {
			t.Errorf("1000 messages took %v, want %v", waited, least)
		}
	})
}

// A viewer that talks without end is read at the pace that it may have.
func TestViewersAreListenedToAtAPace(t *testing.T) {
	a := startApp(t, Limits{})
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+a.Addr()+"/api/runs/demo/wire?detail=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	const messages = 600
	begun := time.Now()
	go func() {
		for range messages {
			ws.WriteMessage(websocket.TextMessage, []byte(`{"now":7}`))
		}
	}()
	for heard := 0; heard < messages; {
		var m struct{ Now int }
		if err := ws.ReadJSON(&m); err != nil {
			t.Fatal(err)
		}
		heard += m.Now / 7
	}
	if took, least := time.Since(begun), (messages-1)*messageCosts-paceCredit; took < least {
		t.Errorf("%d questions were answered within %v, want %v", messages, took, least)
	}
}
