package app

import (
	"io"
	"sync"
	"time"

	wslane "wireside/labs/websocket"

	gws "github.com/fasthttp/websocket"
	"github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"
)

// handover is how long it may take from a handler's return to the upgraded connection.
const handover = 5 * time.Second

// view upgrades a request to a WebSocket that a viewer watches, and mutes its connection: the inspector does not watch itself.
// send writes until gone is closed or the server shuts down; a code that is not 0 is what the connection is closed with. listen
// is given each message of the viewer's, and must return once leaving is closed; nil: nobody listens.
func (a *App) view(c *fiber.Ctx, where string, listen func(text []byte, leaving <-chan struct{}),
	send func(ws *gws.Conn, gone <-chan struct{}) (code int, reason string)) error {
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
		defer linger(conn) // the viewer may have said more than it was listened to
		defer survive(where)
		if lost.Stop() {
			a.converse(ws.Conn, where, listen, send)
		}
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

// admitViewer lets a viewer in. done may be called more than once.
func (a *App) admitViewer() (done func(), err error) {
	leave, err := a.viewers.admit()
	if err != nil {
		return nil, err
	}
	left, err := a.viewing.enter()
	if err != nil {
		leave()
		return nil, err
	}
	return sync.OnceFunc(func() { leave(); left() }), nil
}

// converse sends and listens until one of both ends.
func (a *App) converse(ws *gws.Conn, where string, listen func([]byte, <-chan struct{}), send func(*gws.Conn, <-chan struct{}) (int, string)) {
	gone, leaving := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		defer survive(where)
		a.listen(ws, listen, leaving)
	}()
	code, reason := send(ws, gone)
	close(leaving)
	if code != 0 {
		ws.WriteControl(gws.CloseMessage, gws.FormatCloseMessage(code, reason), time.Now().Add(time.Second))
		ws.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	} else {
		ws.SetReadDeadline(time.Now()) // what it has to say no longer matters
	}
	<-gone
}

// listen reads what the viewer says until it leaves, and lets its pongs be answered for.
func (a *App) listen(ws *gws.Conn, listen func([]byte, <-chan struct{}), leaving <-chan struct{}) {
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
		text, err := io.ReadAll(r)
		if err != nil {
			return
		}
		if listen != nil {
			listen(text, leaving)
		}
		rest(pace.next(len(text), time.Now()), leaving) // whoever says more is read no faster
	}
}
