package app

import (
	"encoding/json"
	"io"
	"time"

	wslane "wireside/labs/websocket"

	gws "github.com/fasthttp/websocket"
	"github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"
)

// live upgrades to the live view of the exercises. As long as it is open, somebody looks.
//
//	{"watching","why","built","stale","exercises":[…]}  first; as GET /api/exercises
//	{"exercise":{…}}                                    one whose result has changed
//	{"built":…,"stale":["sse-encode"…]}                 the names of those whose source is no longer what was built
//
// A viewer has no queue: whatever happened since it took the last message, it gets what is now.
func (b *exerciseBook) live(c *fiber.Ctx) error {
	watch, why := b.watched(c)
	return b.app.view(c, "exercises", func(ws *gws.Conn, gone <-chan struct{}) (code int, reason string) {
		if watch != nil {
			defer watch.Look()()
		}
		v := &bookViewer{exerciseBook: b, ws: ws}
		return v.send(watch, why, gone)
	})
}

// view upgrades a request to a WebSocket that a viewer watches, and mutes its connection: the inspector does not watch itself.
// send writes until gone is closed or the server shuts down; a code that is not 0 is what the connection is closed with.
// What the viewer says is read and thrown away.
func (a *App) view(c *fiber.Ctx, where string, send func(ws *gws.Conn, gone <-chan struct{}) (code int, reason string)) error {
	if err := wslane.CheckHandshake(c, nil); err != nil {
		return err
	}
	done, err := a.admitViewer()
	if err != nil {
		return err
	}
	// If the client is gone before the response is written, the connection is never handed over, and nobody is told.
	lost := time.AfterFunc(handover, done)
	conn := c.Context().Conn()
	wslane.Canonicalise(c, false)
	err = websocket.New(func(ws *websocket.Conn) {
		defer done()
		defer conn.Close()
		defer linger(conn)
		defer survive(where)
		if !lost.Stop() {
			return
		}
		inner := ws.Conn
		gone, leaving := make(chan struct{}), make(chan struct{})
		go a.ignore(inner, gone, leaving)
		code, reason := send(inner, gone)
		close(leaving)
		if code != 0 {
			inner.WriteControl(gws.CloseMessage, gws.FormatCloseMessage(code, reason), time.Now().Add(time.Second))
			inner.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
		} else {
			inner.SetReadDeadline(time.Now())
		}
		<-gone
	}, websocket.Config{ReadBufferSize: 512, WriteBufferSize: 4096})(c)
	if err != nil {
		lost.Stop()
		done()
		return err
	}
	if t := tapped(conn); t != nil {
		t.Mute() // before the 101 is written
	}
	return nil
}

// ignore reads what a viewer says until it leaves, which it tells by closing gone, and lets its pongs be answered for.
func (a *App) ignore(ws *gws.Conn, gone chan<- struct{}, leaving <-chan struct{}) {
	defer close(gone)
	patience := 2 * a.limits.Heartbeat
	ws.SetReadLimit(viewerTalk)
	ws.SetReadDeadline(time.Now().Add(patience))
	ws.SetPongHandler(func(string) error { return ws.SetReadDeadline(time.Now().Add(patience)) })
	var pace pace
	for {
		_, r, err := ws.NextReader()
		if err != nil {
			return
		}
		n, err := io.Copy(io.Discard, r)
		if err != nil {
			return
		}
		rest(pace.next(int(n), time.Now()), leaving)
	}
}

// bookViewer is one who looks at the exercises.
type bookViewer struct {
	*exerciseBook
	ws *gws.Conn
}

func (v *bookViewer) send(watch watching, why string, gone <-chan struct{}) (code int, reason string) {
	first, seq, more := v.state(watch, why)
	err := v.write(first)
	pings := time.NewTicker(v.app.limits.Heartbeat)
	defer pings.Stop()
	pace := time.NewTimer(0)
	defer pace.Stop()
	<-pace.C
	for err == nil {
		select {
		case <-gone:
			return 0, ""
		case <-v.app.ctx.Done():
			return gws.CloseGoingAway, "the server is shutting down"
		case <-pings.C:
			err = v.ws.WriteControl(gws.PingMessage, nil, time.Now().Add(time.Second))
		case <-more:
			more = nil
			pace.Reset(batchEvery) // what changes meanwhile comes with it
		case <-pace.C:
			seq, more, err = v.update(watch, seq)
		}
	}
	return 0, ""
}

// update sends what has changed since seq.
func (v *bookViewer) update(watch watching, seq uint64) (next uint64, more <-chan struct{}, err error) {
	u, more := watch.Since(seq)
	if u.Restale {
		stale := append([]string{}, u.Stale...)
		err = v.write(fiber.Map{"built": v.built, "stale": stale})
	}
	for _, r := range u.Results {
		if err == nil {
			err = v.write(fiber.Map{"exercise": v.entry(r)})
		}
	}
	return u.Seq, more, err
}

func (v *bookViewer) write(message any) error {
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	v.ws.SetWriteDeadline(time.Now().Add(v.app.limits.WriteTimeout))
	return v.ws.WriteMessage(gws.TextMessage, text)
}
