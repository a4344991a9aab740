package sse

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// breaks is a connection that brings one request and then turns out to be broken.
type breaks struct {
	net.Conn
	request io.Reader
}

func (c breaks) Read(p []byte) (int, error)       { return c.request.Read(p) }
func (c breaks) SetDeadline(time.Time) error      { return errors.New("broken") }
func (c breaks) SetReadDeadline(time.Time) error  { return nil }
func (c breaks) SetWriteDeadline(time.Time) error { return nil }
func (c breaks) Close() error                     { return nil }
func (c breaks) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (c breaks) RemoteAddr() net.Addr             { return &net.TCPAddr{} }

// TestPlaceOfAnAbandonedStream has fasthttp give up on a connection after the lane has taken a place for it: nobody
// tells the lane.
func TestPlaceOfAnAbandonedStream(t *testing.T) {
	warm := labtest.Start(t, func(app *fiber.App) { app.Get("/", func(c *fiber.Ctx) error { return nil }) })
	warm.Answer(t, "GET", request("")) // fasthttp starts a goroutine with the first answer: not in the bubble
	synctest.Test(t, func(t *testing.T) {
		taken, released := 0, 0
		lane := New(feed.New(feed.Config{}), Config{Admit: func() (func(), error) {
			taken++
			return func() { released++ }, nil
		}})
		app := fiber.New()
		app.Get("/", lane.Serve)
		server := fasthttp.Server{Handler: app.Handler(), KeepHijackedConns: true}
		if err := server.ServeConn(breaks{request: strings.NewReader(request(""))}); err == nil {
			t.Error("the connection was served")
		}
		<-time.After(lab.HijackWithin) // the bubble's clock
		synctest.Wait()
		if taken != 1 || released != 1 {
			t.Errorf("%d places taken, %d given back", taken, released)
		}
	})
}
