package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"time"

	"wireside/labs/drive"
	"wireside/labs/lab"
	"wireside/labs/observe"

	"github.com/fasthttp/websocket"
)

// headless is a run whose clients are in this process.
type headless struct {
	base string      // of the server
	log  *log.Logger // of what happens meanwhile, for people

	run struct {
		ID        string         `json:"id"`
		Seconds   float64        `json:"seconds"`
		LateMs    float64        `json:"lateMs"`
		LeadMs    float64        `json:"leadMs"`
		Upstream  float64        `json:"upstream"`
		Seed      uint64         `json:"seed"`
		Published uint64         `json:"published"`
		Clients   []drive.Client `json:"clients"`
		Ledger    string         `json:"ledger"`
		CSV       string         `json:"csv"`
		Wire      string         `json:"wire"`
	}
	view    *websocket.Conn // the live view, on which the clients report
	answers chan told       // to what was asked there
	offset  time.Duration   // of the server's clock against this process's
	slack   time.Duration   // the most that offset may be wrong by
}

// do makes the run, follows it to its end or until ctx ends, and reports what its clients have seen.
func (h *headless) do(ctx context.Context, spec map[string]any) error {
	if err := h.call(ctx, "POST", "/api/runs", spec, &h.run); err != nil {
		return err
	}
	var err error
	h.view, _, err = websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(h.base, "http")+h.run.Wire+"?detail=0", nil)
	if err != nil {
		return fmt.Errorf("the live view: %w", err)
	}
	defer h.view.Close()
	h.answers = make(chan told, 1)
	go h.listen()
	if err := h.readClock(); err != nil {
		return err
	}
	h.log.Printf("run %s, seed %d, %g s", h.run.ID, h.run.Seed, h.run.Seconds)

	clients := drive.Start(context.WithoutCancel(ctx), drive.Config{
		Base: h.base, Clients: h.run.Clients, Upstream: h.run.Upstream,
		Late:  time.Duration(h.run.LateMs * float64(time.Millisecond)),
		Clock: func() time.Duration { return h.offset },
		Status: func(lane string, state lab.State, text string) {
			if state != lab.Open {
				h.log.Printf("%s: %s", lane, text)
			}
		},
	})
	h.wait(ctx, clients)
	ctx = context.WithoutCancel(ctx) // who was interrupted wants the ledger all the same
	if err := h.call(ctx, "POST", "/api/runs/"+h.run.ID+"/stop", nil, &h.run); err != nil {
		return err
	}
	clients.Finish(h.run.Published)
	if err := h.report(clients.Reports(h.run.Published)); err != nil {
		return err
	}
	_, err = h.now() // the server takes one message after the other: when it answers this, it has heard the report
	return err
}

// told is what the server says to who asked; units and ledgers on the live view are for pages.
type told struct {
	Now, At *int64
	Error   *struct{ Message string }
}

// listen reads the live view until it ends.
func (h *headless) listen() {
	defer close(h.answers)
	for {
		var m told
		h.view.SetReadDeadline(time.Now().Add(patience)) // there is a ledger twice a second
		if h.view.ReadJSON(&m) != nil {
			return
		}
		if m.Now != nil && m.At != nil || m.Error != nil {
			h.answers <- m
		}
	}
}

// now asks for the server's clock.
func (h *headless) now() (time.Time, error) {
	if err := h.say(map[string]int{"now": 0}); err != nil {
		return time.Time{}, err
	}
	m, ok := <-h.answers
	switch {
	case !ok:
		return time.Time{}, errors.New("the live view broke off")
	case m.Error != nil:
		return time.Time{}, errors.New(m.Error.Message)
	}
	return time.UnixMicro(*m.At), nil
}

// wait returns at the run's end, or when ctx ends; meanwhile it reports.
func (h *headless) wait(ctx context.Context, clients *drive.Drive) {
	over := time.NewTimer(time.Duration((h.run.Seconds + h.run.LeadMs/1000) * float64(time.Second)))
	defer over.Stop()
	tick := time.NewTicker(reportEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-over.C:
			return
		case <-tick.C:
			if h.report(clients.Reports(0)) != nil {
				return // the server is gone; the next request says so
			}
		}
	}
}

// report tells the server what the clients have seen, a message a lane: all together may be longer than it takes.
func (h *headless) report(lanes map[string]observe.Report) error {
	for name, lane := range lanes {
		err := h.say(map[string]any{"report": map[string]any{
			"client": "go " + name, "lanes": map[string]observe.Report{name: lane},
			"clock": map[string]float64{"offsetMs": milliseconds(h.offset), "errorMs": milliseconds(h.slack)},
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

// say puts a message on the live view.
func (h *headless) say(message any) error {
	h.view.SetWriteDeadline(time.Now().Add(patience))
	return h.view.WriteJSON(message)
}

// readClock asks for the server's clock some times. The shortest round trip wins: the answer was read within it.
func (h *headless) readClock() error {
	const samples = 8
	h.slack = time.Hour
	for range samples {
		asked := time.Now()
		at, err := h.now()
		if err != nil {
			return err
		}
		if slack := time.Since(asked) / 2; slack < h.slack {
			h.slack, h.offset = slack, at.Sub(asked.Add(slack))
		}
	}
	return nil
}

// ledger reads the run's ledger, as JSON or as CSV.
func (h *headless) ledger(address string) ([]byte, error) {
	resp, err := (&http.Client{Timeout: patience}).Get(h.base + address)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, lab.ReadError(resp)
	}
	return io.ReadAll(resp.Body)
}

// patience is how long the server may take to answer, or to say anything on the live view.
const patience = 20 * time.Second

// call asks the server's API.
func (h *headless) call(ctx context.Context, method, path string, body, answer any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, h.base+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return lab.ReadError(resp)
	}
	return json.NewDecoder(resp.Body).Decode(answer)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
