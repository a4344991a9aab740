package websocket

import (
	"bytes"
	"sync"
	"time"

	ws "github.com/fasthttp/websocket"
	contrib "github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"wireside/labs/lab"
)

// handover is how long the server may take from a handler's return to the hijacked connection.
const handover = 5 * time.Second

// sizes are the sizes in bytes of what a connection reads and writes at a time. Longer messages pass, in more steps.
type sizes struct {
	read  int // of a buffer that each stream has
	write int // of buffers that all streams share
}

// sessionKey is where a request's session waits for the upgraded connection.
const sessionKey = "wireside/labs/websocket.session"

// endpoint is what a Lane and an Echo have in common: the way from the request to the session, and the end of them all.
type endpoint struct {
	cfg            Config
	plain, deflate fiber.Handler // the upgrade, without and with permessage-deflate
	handover       time.Duration
	budget         *budget                // what messages may take; nil: no limit on all together
	beat           func(*session) error   // writes what goes with a ping; nil: nothing
	news           func() <-chan struct{} // closed when sessions may have something to write; nil: never
	closing        chan struct{}          // closed by shut
	poke           chan struct{}          // has the pump look whether it is still needed

	mu       sync.Mutex
	closed   bool
	pumping  bool
	joined   int // sessions so far
	sessions []*session
	running  sync.WaitGroup // a count for each of sessions, and for the pump
}

func newEndpoint(cfg Config, buffers sizes) *endpoint {
	e := &endpoint{cfg: cfg, handover: handover, closing: make(chan struct{}), poke: make(chan struct{}, 1),
		news: func() <-chan struct{} { return nil }}
	pool := new(sync.Pool)
	upgrader := func(deflate bool) fiber.Handler {
		return contrib.New(func(c *contrib.Conn) { e.handle(c, deflate) }, contrib.Config{
			ReadBufferSize:    buffers.read,
			WriteBufferSize:   buffers.write,
			WriteBufferPool:   pool,
			EnableCompression: deflate,
			RecoverHandler:    e.recovered,
		})
	}
	e.plain, e.deflate = upgrader(false), upgrader(true)
	return e
}

// handle runs the session of an upgraded connection.
func (e *endpoint) handle(c *contrib.Conn, deflate bool) {
	s := c.Locals(sessionKey).(*session)
	if !s.admit.Stop() {
		s.raw.Close()
		return
	}
	// The request is answered. Let go of it, and of the library's copies of its headers, cookies and query: they would
	// stay as long as the stream does, about 3 KB of them.
	s.request.Request, s.request.Response, s.request = fasthttp.Request{}, fasthttp.Response{}, nil
	*c = contrib.Conn{Conn: c.Conn}

	s.start(c.Conn, deflate)
	if !e.add(s) {
		s.close(ws.CloseGoingAway, "the server is going away", farewell)
		s.linger()
		s.end()
		return
	}
	defer e.remove(s)
	defer s.end()
	defer func() {
		if v := recover(); v != nil {
			s.panicked(v)
			s.linger()
		}
	}()
	s.wake(false)
	s.run(s)
}

// recovered is the library's last resort, for a panic that handle itself has let through. The library's own would tell the
// client all about it.
func (e *endpoint) recovered(c *contrib.Conn) {
	if v := recover(); v != nil {
		e.cfg.Log.Error("websocket: panic at the end of a stream", "panic", v)
		c.Close()
	}
}

// check judges a request's handshake. The error is a *lab.Error.
func (e *endpoint) check(c *fiber.Ctx) error {
	if e.cfg.AnyOrigin {
		return checkRequest(c)
	}
	return CheckHandshake(c, e.cfg.Origins)
}

// serve upgrades a checked request to a session that run reads and step writes for. The error is a *lab.Error.
func (e *endpoint) serve(c *fiber.Ctx, deflate bool, s *session) error {
	if isClosed(e.closing) {
		return &lab.Error{Status: fiber.StatusServiceUnavailable, Code: "closing", Message: "these streams are being ended: try again later"}
	}
	release, err := e.cfg.Admit()
	if err != nil {
		return err
	}
	release = sync.OnceFunc(release)
	s.cfg, s.closing, s.release, s.beat = &e.cfg, e.closing, release, e.beat
	s.request, s.raw = c.Context(), c.Context().Conn()
	s.in = inbox{limit: e.cfg.MessageBytes, budget: e.budget}
	deflate = deflate && AcceptsDeflate(string(bytes.Join(c.Request().Header.PeekAll(fiber.HeaderSecWebSocketExtensions), []byte(","))))
	Canonicalise(c, deflate)
	c.Locals(sessionKey, s)
	upgrade := e.plain
	if deflate {
		upgrade = e.deflate
	}
	// If the client is gone before the response is written, or the response closes the connection, the server never hands
	// the connection over, and tells nobody.
	s.admit = time.AfterFunc(e.handover, release)
	if err := upgrade(c); err != nil {
		s.admit.Stop()
		release()
		return upgradeRequired(c, "the request can't be upgraded")
	}
	return nil
}
