// Package lanes serves the four lanes of a feed to tests of clients. It is apart from labtest, which the lanes' own tests use.
package lanes

import (
	"net"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/longpolling"
	"wireside/labs/polling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
)

// Site is a server with the four lanes of a feed at their routes, that can cut whatever is connected.
type Site struct {
	*labtest.Server
	Feed *feed.Feed

	mu    sync.Mutex
	conns map[net.Conn]bool
}

// Start starts a site, which ends with its test. The feed publishes nothing by itself: the test runs it, or publishes.
func Start(t testing.TB, cfg feed.Config) *Site {
	s := &Site{Feed: feed.New(cfg), conns: make(map[net.Conn]bool)}
	stream := sse.New(s.Feed, sse.Config{Retry: time.Millisecond})
	ws, long, poll := websocket.New(s.Feed, websocket.Config{}), longpolling.New(s.Feed, longpolling.Config{}), polling.New(s.Feed, polling.Config{})
	s.Server = labtest.Start(t, func(app *fiber.App) {
		app.Use(func(c *fiber.Ctx) error {
			s.mu.Lock()
			s.conns[c.Context().Conn()] = true
			s.mu.Unlock()
			return c.Next()
		})
		for name, serve := range map[string]fiber.Handler{"polling": poll.Serve, "longpolling": long.Serve, "sse": stream.Serve, "websocket": ws.Serve} {
			app.Get("/labs/"+name, serve)
			app.Post("/labs/"+name+"/send", lab.Send)
		}
	})
	t.Cleanup(func() { stream.Close(); ws.Close(); long.Close() })
	return s
}

// Cut closes every connection that has been made.
func (s *Site) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		conn.Close()
	}
	clear(s.conns)
}
