package exercise

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling"
	"wireside/labs/polling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
)

// site serves the four lanes of a feed on loopback, and counts the bytes on its sockets and the requests, lane by lane.
type site struct {
	net.Listener
	app   *fiber.App
	ended chan error // of the app
	lanes []interface{ Close() }

	mu       sync.Mutex
	conns    []*countedConn
	requests map[lab.Technique]int64
}

// countedConn counts what crosses a connection.
type countedConn struct {
	net.Conn
	up, down atomic.Int64
	lane     lab.Technique // of its first request; the site's lock guards it
}

func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.up.Add(int64(n))
	return n, err
}

func (c *countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.down.Add(int64(n))
	return n, err
}

// Accept returns the next connection, which is counted.
func (s *site) Accept() (net.Conn, error) {
	conn, err := s.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &countedConn{Conn: conn}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns = append(s.conns, c)
	return c, nil
}

// serve begins to serve f.
func serve(f *feed.Feed) (*site, error) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &site{
		Listener: inner, app: fiber.New(fiber.Config{DisableStartupMessage: true}), ended: make(chan error, 1),
		requests: make(map[lab.Technique]int64),
	}
	s.app.Server().KeepHijackedConns = true // the streams' connections are their lanes'
	p, l := polling.New(f, polling.Config{}), longpolling.New(f, longpolling.Config{})
	e, w := sse.New(f, sse.Config{}), websocket.New(f, websocket.Config{})
	s.lanes = []interface{ Close() }{p, l, e, w}
	for t, handler := range map[lab.Technique]fiber.Handler{lab.Polling: p.Serve, lab.LongPolling: l.Serve, lab.SSE: e.Serve, lab.WebSocket: w.Serve} {
		s.app.Get("/labs/"+string(t), func(c *fiber.Ctx) error {
			s.mu.Lock()
			s.requests[t]++
			if conn, ok := c.Context().Conn().(*countedConn); ok {
				conn.lane = t
			}
			s.mu.Unlock()
			return handler(c)
		})
	}
	go func() { s.ended <- s.app.Listener(s) }()
	return s, nil
}

// url is a lane's address, from the first event on.
func (s *site) url(t lab.Technique) string {
	return "http://" + s.Addr().String() + "/labs/" + string(t) + "?after=0"
}

// close ends the lanes and the server.
func (s *site) close() {
	for _, lane := range s.lanes {
		lane.Close()
	}
	_ = s.app.ShutdownWithTimeout(time.Second) // who still holds a connection then loses it
	<-s.ended
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		c.Conn.Close()
	}
}

// counted returns a lane's requests and bytes until now.
func (s *site) counted(t lab.Technique) (requests int64, bytes Bytes) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		if c.lane == t {
			bytes.C2S.Total += c.up.Load()
			bytes.S2C.Total += c.down.Load()
		}
	}
	return s.requests[t], bytes
}
