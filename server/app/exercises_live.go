package app

import (
	"encoding/json"
	"time"

	gws "github.com/fasthttp/websocket"
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
	return b.app.view(c, "exercises", nil, func(ws *gws.Conn, gone <-chan struct{}) (code int, reason string) {
		if watch != nil {
			defer watch.Look()()
		}
		v := &bookViewer{exerciseBook: b, ws: ws}
		return v.send(watch, why, gone)
	})
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
