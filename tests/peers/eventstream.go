package main

import (
	"io"
	"net/http"
	"strings"

	"github.com/donovanhide/eventsource"
	r3labs "github.com/r3labs/sse/v2"
	tmaxmax "github.com/tmaxmax/go-sse"

	"wireside/wireview/eventstream"
	"wireside/wireview/wire"
)

func eventStreamWorks() []work {
	var all []work
	for _, size := range []struct {
		name  string
		bytes int
		share float64 // of tmaxmax's time
	}{{"30 B", 30, 1. / 3}, {"1 KiB", 1 << 10, 1. / 10}} {
		const start, end = "data: ", "\n\n"
		payload := size.bytes - len(start) - len(end)
		all = append(all, work{
			name: "event, " + size.name, units: same([]byte(start + strings.Repeat("x", payload) + end)), size: size.bytes, payload: payload,
			decoders: []decoder{
				{ours, readEvents}, {explained, explainEvents}, {"tmaxmax/go-sse", readTmaxmax},
				{"donovanhide/eventsource", readDonovanhide}, {"r3labs/sse", readR3labs},
			},
			target: target{"tmaxmax/go-sse", size.share},
		})
	}
	return all
}

func readEvents(src *source) (s seen, err error) {
	return pushEvents(src, &s, func(u *wire.Unit) { s.add(int(u.Payload)) })
}

func explainEvents(src *source) (s seen, err error) {
	return pushEvents(src, &s, func(u *wire.Unit) {
		eventstream.Explain(u)
		if e, ok := u.Value.(eventstream.Event); ok && e.Dispatched {
			s.add(len(e.Data))
		}
	})
}

func pushEvents(src *source, s *seen, emit wire.Emit) (seen, error) {
	d := eventstream.New(eventstream.Config{Emit: emit})
	at := int64(0)
	for p := src.next(); p != nil; p = src.next() {
		d.Write(p, at)
		at += int64(len(p))
	}
	return *s, nil
}

func readTmaxmax(src *source) (s seen, err error) {
	for e, err := range tmaxmax.Read(src, nil) {
		if err != nil {
			return s, err
		}
		s.add(len(e.Data))
	}
	return s, nil
}

func readDonovanhide(src *source) (s seen, err error) {
	d := eventsource.NewDecoder(src)
	for {
		e, err := d.Decode()
		if err == io.EOF {
			return s, nil
		}
		if err != nil {
			return s, err
		}
		s.add(len(e.Data()))
	}
}

// transport answers any request with the stream.
type transport struct{ body io.Reader }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(t.body), Request: r,
		Header: http.Header{"Content-Type": {"text/event-stream"}}}, nil
}

// readR3labs goes through the library's client: nothing else of it reads whole events.
func readR3labs(src *source) (s seen, err error) {
	c := r3labs.NewClient("http://a", r3labs.ClientMaxBufferSize(1<<16))
	c.Connection = &http.Client{Transport: transport{src}}
	err = c.SubscribeRaw(func(e *r3labs.Event) { s.add(len(e.Data)) })
	return s, err
}
