package app

import (
	"encoding/json"
	"strconv"
	"time"

	"wireside/wireview/decode"

	gws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"
)

// The live view's pace. A viewer has no queue: it is a cursor into the run's ring, and what the ring drops before the
// viewer has come by, or what would make a batch too large, it misses and is told of.
const (
	batchEvery  = 40 * time.Millisecond // at most so often; after a silence the first unit comes at once
	batchUnits  = 1000                  // older ones beyond it are skipped
	batchBytes  = 256 << 10             // of JSON, and one unit more; the rest waits for the next batch
	heavyBytes  = 16 << 10              // a unit with more bytes of its own comes light, whatever the viewer asked for
	ledgerEvery = 500 * time.Millisecond
	viewerTalk  = 64 << 10 // bytes in a message from a viewer
	viewerAsks  = 16       // answers that wait to be sent; beyond, no more is read from the viewer
)

// What the server sends on the live view, each a JSON text message.
//
//	{"hello":{"run","muted","from"}}   first; units after from follow
//	{"units":[…],"dropped":N}          dropped: units that this viewer will not get
//	{"ledger":{…}}                     now and then
//	{"incident":{…}}                   something went wrong in a learner's code, or did so again
//	{"now":7,"at":…}                   answers {"now":7} at once: at is this server's clock, Unix time in microseconds
//	{"error":{"code","message"}}       answers a message that is none of those in talk.go
type hello struct {
	Run   string `json:"run"`
	Muted string `json:"muted"`
	From  uint64 `json:"from"`
}

// showWire upgrades to the live view of a run's units. Its own connection is muted: the inspector does not watch itself.
func (a *App) showWire(c *fiber.Ctx, r *record) error {
	after, err := number(c, "after", 0)
	if err != nil {
		return err
	}
	v := &viewer{app: a, record: r, after: after, detail: c.Query("detail") != "0", answers: make(chan any, viewerAsks)}
	return a.view(c, "wire", v.listen, func(ws *gws.Conn, gone <-chan struct{}) (code int, reason string) {
		v.ws = ws
		return v.send(gone)
	})
}

// viewer is one who watches a run.
type viewer struct {
	app    *App
	record *record
	ws     *gws.Conn
	after  uint64
	detail bool
	buf    []byte

	answers chan any // to what the viewer has said
	told    int      // changes of the run's incidents
}

// tell sends what is new of the run's incidents.
func (v *viewer) tell() (err error) {
	var news []incident
	news, v.told = v.record.run.incidents.after(v.told)
	for i := 0; i < len(news) && err == nil; i++ {
		err = v.write(map[string]incident{"incident": news[i]})
	}
	return err
}

// send sends until the viewer leaves, the run is forgotten or the server shuts down.
func (v *viewer) send(gone <-chan struct{}) (code int, reason string) {
	err := v.write(map[string]hello{"hello": {Run: v.record.id, From: v.after,
		Muted: "This connection carries the inspector’s own view and is not captured."}})
	ledgers := time.NewTicker(ledgerEvery)
	defer ledgers.Stop()
	pings := time.NewTicker(v.app.limits.Heartbeat)
	defer pings.Stop()
	pace := time.NewTimer(0)
	defer pace.Stop()
	<-pace.C
	var sent time.Time // when the last batch was
	more := v.record.ring.Wait(v.after)
	for err == nil {
		select {
		case <-gone:
			return 0, ""
		case <-v.app.ctx.Done():
			return gws.CloseGoingAway, "the server is shutting down"
		case answer := <-v.answers:
			err = v.write(answer)
		case <-ledgers.C:
			err = v.write(map[string]ledger{"ledger": v.app.ledger(v.record)})
			if err == nil && v.record.run != nil {
				err = v.tell()
			}
		case <-pings.C:
			err = v.ws.WriteControl(gws.PingMessage, nil, time.Now().Add(time.Second))
		case <-more:
			if v.record.ring.Closed() {
				return gws.CloseNormalClosure, "the run was deleted"
			}
			more = nil
			pace.Reset(max(0, batchEvery-time.Since(sent)))
		case <-pace.C:
			sent = time.Now()
			var rest bool
			if rest, err = v.batch(); rest {
				pace.Reset(batchEvery)
			} else {
				more = v.record.ring.Wait(v.after)
			}
		}
	}
	return 0, ""
}

// batch sends what has come since the last one, and reports whether there is more.
func (v *viewer) batch() (more bool, err error) {
	var skipped uint64
	if last := v.record.ring.Last(); last > v.after+batchUnits {
		skipped = last - v.after - batchUnits
	}
	units, missed := v.record.ring.After(v.after+skipped, batchUnits)
	b := append(v.buf[:0], `{"units":[`...)
	sent := 0
	for ; sent < len(units) && len(b) < batchBytes; sent++ {
		u := &units[sent]
		decode.Explain(u)
		if sent > 0 {
			b = append(b, ',')
		}
		if v.detail && len(u.Raw) <= heavyBytes {
			b = u.AppendJSON(b)
		} else {
			b = appendLight(b, u)
		}
		v.after = u.Seq
	}
	if sent == 0 {
		return false, nil
	}
	b = strconv.AppendUint(append(b, `],"dropped":`...), skipped+missed, 10)
	v.buf = append(b, '}')
	v.ws.SetWriteDeadline(time.Now().Add(v.app.limits.WriteTimeout))
	return sent < len(units), v.ws.WriteMessage(gws.TextMessage, v.buf)
}

func (v *viewer) write(message any) error {
	v.ws.SetWriteDeadline(time.Now().Add(v.app.limits.WriteTimeout))
	w, err := v.ws.NextWriter(gws.TextMessage)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(message); err != nil {
		return err
	}
	return w.Close()
}
