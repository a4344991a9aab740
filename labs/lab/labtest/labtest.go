// Package labtest serves techniques on a real socket, for their tests.
package labtest

import (
	"errors"
	"net"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/lab"
)

// patience is how long a test waits for what must happen, on the slowest machine.
const patience = time.Minute

// Server is a Fiber app that listens on a port of 127.0.0.1, set up as the real one is: hijacked connections stay open,
// errors become JSON, and connections are lab.TryWriters where the system allows.
type Server struct {
	App  *fiber.App
	Addr string // host:port
	URL  string // http://host:port
}

// Start serves what routes adds to the app until the test ends.
func Start(t testing.TB, routes func(*fiber.App)) *Server {
	t.Helper()
	app := fiber.New(fiber.Config{DisableStartupMessage: true, ErrorHandler: renderError})
	app.Server().KeepHijackedConns = true
	routes(app)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener{ln}) }()
	t.Cleanup(func() {
		if err := app.ShutdownWithTimeout(time.Second); err != nil {
			t.Logf("shutdown: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return &Server{App: app, Addr: ln.Addr().String(), URL: "http://" + ln.Addr().String()}
}

// renderError answers with the JSON of a *lab.Error, or of what Fiber itself found wrong.
func renderError(c *fiber.Ctx, err error) error {
	status, code := fiber.StatusInternalServerError, "internal"
	var ours *lab.Error
	var theirs *fiber.Error
	if errors.As(err, &ours) {
		status, code = ours.Status, ours.Code
	} else if errors.As(err, &theirs) {
		status, code = theirs.Code, "http"
	}
	return c.Status(status).JSON(fiber.Map{"error": fiber.Map{"code": code, "message": err.Error()}})
}

// Dial opens a plain connection to the server, which is closed when the test ends. Reads fail after a minute.
func (s *Server) Dial(t testing.TB) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return conn.(*net.TCPConn)
}

// Send opens a connection and writes a request onto it as it stands.
func (s *Server) Send(t testing.TB, request string) *net.TCPConn {
	t.Helper()
	conn := s.Dial(t)
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	return conn
}

type listener struct{ net.Listener }

func (l listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return Wrap(conn), nil
}
