package websocket

import (
	"bytes"
	"sync"
	"time"

	ws "github.com/fasthttp/websocket"
	contrib "github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"

	"wireside/labs/lab"
)

const (
	// farewell is how long shut waits for the clients' close frames.
	farewell = 200 * time.Millisecond
	// cutoff is when shut cuts off who is left: those whose socket took no close frame.
	cutoff = 250 * time.Millisecond
	// handover is how long the server may take from a handler's return to the hijacked connection.
	handover = 5 * time.Second
)

// bufferSize is that of a stream's read buffer, and of the write buffers that all streams share. Longer messages pass, in
// more steps.
const bufferSize = 1024

var writeBuffers sync.Pool

// sessionKey is where a request's session waits for the upgraded connection.
const sessionKey = "wireside/labs/websocket.session"

// endpoint is what a Lane and an Echo have in common: the way from the request to the session, and the end of them all.
type endpoint struct {
	cfg            Config
	plain, deflate fiber.Handler // the upgrade, without and with permessage-deflate
	handover       time.Duration
	budget         *budget       // what messages may take; nil: no limit on all together
	closing        chan struct{} // closed by shut

	mu       sync.Mutex
	closed   bool
	sessions map[*session]struct{}
	running  sync.WaitGroup // a count for each of sessions
}

func newEndpoint(cfg Config) *endpoint {
	e := &endpoint{cfg: cfg, handover: handover, closing: make(chan struct{}), sessions: map[*session]struct{}{}}
	e.plain, e.deflate = e.upgrader(false), e.upgrader(true)
	return e
}

// upgrader returns a handler that upgrades a checked request and runs its session.
func (e *endpoint) upgrader(deflate bool) fiber.Handler {
	handle := func(c *contrib.Conn) {
		s := c.Locals(sessionKey).(*session)
		if !s.admit.Stop() {
			return
		}
		s.start(c.Conn, deflate)
		if !e.add(s) {
			s.goodbye()
			s.linger()
			return
		}
		s.run(s)
	}
	return contrib.New(handle, contrib.Config{
		ReadBufferSize:    bufferSize,
		WriteBufferSize:   bufferSize,
		WriteBufferPool:   &writeBuffers,
		EnableCompression: deflate,
		// The library defers this whether there was a panic or not.
		RecoverHandler: func(c *contrib.Conn) {
			s := c.Locals(sessionKey).(*session)
			if v := recover(); v != nil {
				s.panicked(v)
				s.linger()
			}
			s.end()
			e.remove(s)
		},
	})
}

// serve checks the request and upgrades it to a session that run reads. The error is a *lab.Error.
func (e *endpoint) serve(c *fiber.Ctx, deflate bool, run func(*session)) error {
	if isClosed(e.closing) {
		return &lab.Error{Status: fiber.StatusServiceUnavailable, Code: "closing", Message: "these streams are being ended: try again later"}
	}
	release, err := e.cfg.Admit()
	if err != nil {
		return err
	}
	release = sync.OnceFunc(release)
	s := &session{cfg: &e.cfg, run: run, release: release, raw: c.Context().Conn(), ended: make(chan struct{}),
		in: inbox{limit: e.cfg.MessageBytes, budget: e.budget}}
	deflate = deflate && AcceptsDeflate(string(bytes.Join(c.Request().Header.PeekAll(fiber.HeaderSecWebSocketExtensions), []byte(","))))
	leave(c, deflate)
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
		return err
	}
	return nil
}

// add counts a session in, unless the endpoint is closed.
func (e *endpoint) add(s *session) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	e.sessions[s] = struct{}{}
	e.running.Add(1)
	return true
}

// remove counts a session out. One that was never counted in is ignored.
func (e *endpoint) remove(s *session) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.sessions[s]; ok {
		delete(e.sessions, s)
		e.running.Done()
	}
}

// shut ends all streams, as Close says. A second call waits as the first does.
func (e *endpoint) shut() {
	e.mu.Lock()
	if !e.closed {
		e.closed = true
		close(e.closing)
	}
	e.mu.Unlock()
	cut := time.AfterFunc(cutoff, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		for s := range e.sessions {
			s.raw.Close()
		}
	})
	defer cut.Stop()
	e.running.Wait()
}

// goodbye is said to a client when the endpoint closes.
func (s *session) goodbye() { s.close(ws.CloseGoingAway, "the server is going away", farewell) }
