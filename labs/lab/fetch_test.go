package lab_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

func TestFetch(t *testing.T) {
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/whole", func(c *fiber.Ctx) error { return c.SendString("all of it") })
		app.Get("/cut", func(c *fiber.Ctx) error {
			conn := c.Context().Conn()
			conn.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot all"))
			conn.Close()
			return nil
		})
	})
	get := func(path string) (string, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := lab.Fetch(nil, req)
		if err != nil {
			return "", err
		}
		body, err := io.ReadAll(resp.Body)
		return string(body), err
	}
	if body, err := get("/whole"); body != "all of it" || err != nil {
		t.Errorf("%q, %v", body, err)
	}
	if body, err := get("/cut"); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a cut answer: %q, %v", body, err)
	}
}

func TestRefused(t *testing.T) {
	for _, test := range []struct {
		err  error
		want bool
	}{
		{nil, false}, {io.EOF, false}, {&lab.Error{Status: 404}, true}, {&lab.Error{Code: "bad_url"}, true},
		{&lab.Error{Status: 503}, false}, {&lab.Error{Status: 429}, false}, {errors.Join(io.EOF, &lab.Error{Status: 410}), true},
	} {
		if got := lab.Refused(test.err); got != test.want {
			t.Errorf("%#v: %v", test.err, got)
		}
	}
}

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if err := lab.Sleep(t.Context(), time.Minute); err != nil || time.Since(began) != time.Minute {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		ctx, cancel := lab.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := lab.Sleep(ctx, time.Hour); err != context.DeadlineExceeded {
			t.Error(err)
		}
		ctx, cancel = lab.WithTimeout(t.Context(), 0)
		if _, limited := ctx.Deadline(); limited {
			t.Error("no limit is one")
		}
		cancel()
		if err := lab.Sleep(ctx, 0); err != context.Canceled {
			t.Error(err)
		}
	})
}

func TestWith(t *testing.T) {
	for _, test := range []struct{ address, want string }{
		{"http://h/labs/sse", "http://h/labs/sse?after=now"},
		{"http://h/labs/sse?after=0&run=a%26b", "http://h/labs/sse?after=now&run=a%26b"},
		{"::", "::"},
	} {
		if got := lab.With(test.address, "after", "now"); got != test.want {
			t.Errorf("%s: %s, want %s", test.address, got, test.want)
		}
	}
}
