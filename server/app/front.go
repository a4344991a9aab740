package app

import (
	"fmt"
	"net"
	"net/url"

	"wireside/labs/lab"
	"wireside/server/relay"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

// frontID names the one record of a server that inspects another application.
const frontID = "proxy"

// frontCapture is the memory of the one record's units, unless Limits.CaptureBytes says otherwise.
const frontCapture = 64 << 20

// front is the inspector in front of another application.
type front struct {
	record
	to    *url.URL
	relay *relay.Relay
	host  string
}

// newFront starts to relay. Everything that crosses goes into one record, which ends with the server.
func (a *App) newFront(p Proxy) (*front, error) {
	f := &front{to: p.To, host: host(p.Listen)}
	f.record = record{id: frontID, created: tap.Now(), ring: a.store.Open(frontLanes...), names: frontLanes}
	headers := make([]relay.Header, len(p.Headers))
	for i, h := range p.Headers {
		headers[i] = relay.Header(h)
	}
	var err error
	f.relay, err = relay.Listen(p.Listen, relay.Config{
		To: p.To, Headers: headers, Insecure: p.Insecure, Connections: a.limits.Streams,
		Open: func(c *tap.Conn) tap.Recorder { return newCapture(c, f.ring) },
	})
	if err != nil {
		return nil, err
	}
	a.onClose(func() { f.relay.Close() })
	return f, nil
}

// find returns the record if it is the one that is asked for.
func (f *front) find(id string) (*record, error) {
	if id != "" && id != frontID {
		return nil, &lab.Error{Status: 404, Code: "no_such_run",
			Message: fmt.Sprintf("There is no run %.64q: in front of another application everything is one run, %q.", id, frontID)}
	}
	return &f.record, nil
}

// url returns where clients connect.
func (f *front) url() string {
	_, port, _ := net.SplitHostPort(f.relay.Addr().String())
	return "http://" + net.JoinHostPort(f.host, port)
}

// frontState is the front in JSON. Times are Unix time in microseconds.
type frontState struct {
	ID        string            `json:"id"`
	State     string            `json:"state"` // "running"
	To        string            `json:"to"`
	Listen    string            `json:"listen"`
	CreatedAt int64             `json:"createdAt"`
	Now       int64             `json:"now"`
	Lanes     map[string]string `json:"lanes"` // none: the application's own addresses are not known
	resources
}

func (a *App) showFront(c *fiber.Ctx, r *record) error {
	return c.JSON(frontState{
		ID: r.id, State: "running", To: a.front.to.String(), Listen: a.front.url(), CreatedAt: r.created, Now: tap.Now(),
		Lanes: map[string]string{}, resources: r.resources(),
	})
}

// ProxyURL returns where clients of the inspected application connect, http://HOST:PORT; empty if there is none.
func (a *App) ProxyURL() string {
	if a.front == nil {
		return ""
	}
	return a.front.url()
}

// noLabs answers where another server would have labs.
func noLabs(*fiber.Ctx) error {
	return &lab.Error{Status: 404, Code: "no_labs",
		Message: "This Wireside inspects another application, and has no labs and no runs of its own. Start it with serve for those."}
}
