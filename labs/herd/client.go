package herd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"wireside/labs/lab"
	"wireside/labs/sse"
)

// client is one simulated client. It is used by its goroutine alone.
type client struct {
	herd       *Herd
	soft, hard context.Context // to open nothing more, and to leave
	began      time.Time
	random     *rand.Rand

	link    *link  // the connection; nil while there is none
	last    uint64 // the highest event seen
	reached bool   // the server has taken this client since it came
	final   bool   // it asks for the last time
}

var (
	errOver  = errors.New("the feed has ended")   // the server's word that nothing more will come
	errEnded = errors.New("the stream has ended") // as it should; whether for good, the next request tells
)

// run follows the feed until it has ended, or the herd is told to stop.
func (c *client) run() {
	defer c.hangUp()
	if c.herd.cfg.Technique == lab.Polling {
		c.poll()
		return
	}
	follow := map[lab.Technique]func() error{lab.WebSocket: c.messages, lab.SSE: c.stream, lab.LongPolling: c.ask}[c.herd.cfg.Technique]
	pause := time.Duration(c.random.Float64() * float64(arrival))
	for failures := 0; lab.Sleep(c.soft, pause) == nil; {
		c.reached = false
		err := c.again(follow)
		if err == errOver || c.soft.Err() != nil {
			return
		}
		if err != errEnded {
			c.herd.tally.fail()
		}
		c.hangUp()
		if c.reached {
			failures = 0
		}
		pause = c.herd.cfg.pause(failures, c.reached, c.random.Float64())
		failures++
	}
}

// again goes on until there is an error.
func (c *client) again(do func() error) error {
	for {
		if err := do(); err != nil {
			return err
		}
	}
}

// poll asks at every interval, and for the last time when the herd is told to stop.
func (c *client) poll() {
	interval := c.herd.cfg.interval()
	phase := time.Duration(0)
	if !c.herd.cfg.Aligned {
		phase = time.Duration(c.random.Float64() * float64(interval))
	}
	for n := 1; ; n++ {
		due := phase + c.herd.cfg.due(n, c.random.Float64())
		c.final = lab.Sleep(c.soft, time.Until(c.began.Add(due))) != nil
		if err := c.ask(); err != nil {
			c.hangUp()
			if err == errOver || c.hard.Err() != nil {
				return // the server had nothing to do with it
			}
			c.herd.tally.fail()
		}
		if c.final {
			return
		}
		n = max(n, int((time.Since(c.began)-phase)/interval)) // polls that took longer than their interval are left out
	}
}

// ask sends one poll, short or long, and takes its events.
func (c *client) ask() error {
	resp, err := c.get(nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return err
	}
	switch resp.StatusCode {
	case http.StatusOK:
		resp.Body = io.NopCloser(bytes.NewReader(body))
		batch, err := lab.ReadBatch(resp)
		if err != nil {
			return err
		}
		for _, e := range batch.Events {
			c.event(e.Seq, e.At)
		}
	case http.StatusNoContent, http.StatusNotModified:
	case http.StatusGone:
		return errOver
	default:
		return errors.New(resp.Status)
	}
	c.reached = true
	if resp.Close {
		c.hangUp()
	}
	return nil
}

// stream follows an event stream to its end.
func (c *client) stream() error {
	header := http.Header{"Accept": {sse.ContentType}}
	if c.last > 0 {
		header.Set("Last-Event-ID", strconv.FormatUint(c.last, 10))
	}
	resp, err := c.get(header)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNoContent:
		return errOver
	default:
		return errors.New(resp.Status)
	}
	c.reached = true
	decoder := sse.Decoder{Event: func(e sse.Event) {
		if e.Type == sse.DefaultType {
			c.message([]byte(e.Data))
		}
	}}
	if _, err = io.CopyBuffer(&decoder, resp.Body, make([]byte, bufferSize)); err == nil {
		return errEnded
	}
	return err
}

// message takes an event's JSON. Anything else is left alone.
func (c *client) message(raw []byte) {
	var e struct {
		Seq uint64
		At  int64
	}
	if json.Unmarshal(raw, &e) == nil && e.Seq > 0 {
		c.event(e.Seq, e.At)
	}
}

// event counts an event that has come.
func (c *client) event(seq uint64, at int64) {
	if seq > lab.MaxCursor {
		return
	}
	c.herd.tally.event(seq, c.last, time.Since(time.UnixMicro(at)))
	c.last = max(c.last, seq)
}
