// Package app is the server: it mounts the labs, the inspector, the lessons and the API on Fiber, and wires them together.
package app

import (
	"context"
	"errors"
	"log"
	"net"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"wireside/labs/presence"
	"wireside/server/course"
	"wireside/server/impair"
	"wireside/wireview/store"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
	recovery "github.com/gofiber/fiber/v2/middleware/recover"
)

// Config is what a server may be told. The zero value means the defaults.
type Config struct {
	Addr   string // where to listen, HOST:PORT; "localhost:8080". Port 0 picks a free one
	Limits Limits
	Watch  WatchMode
	// Lessons is a folder of lessons to serve, which is read again whenever it changes; empty: those built in.
	Lessons string
	Proxy   *Proxy // if set, the server inspects another application, and has neither labs nor lessons
}

// Proxy says what the inspector is put in front of.
type Proxy struct {
	To       *url.URL // the application: http or https, a host, and no path
	Listen   string   // where clients are to connect, HOST:PORT; port 0 picks a free one
	Headers  []Header // to be set in each request that is passed on; none: every byte passes unchanged
	Insecure bool     // don't verify the certificate of an https target
}

// Header is a header field.
type Header struct{ Name, Value string }

// App is a running server. Start makes one.
type App struct {
	limits   Limits
	host     string
	fiber    *fiber.App
	door     *door
	listener *tap.Listener
	store    *store.Store
	watcher  *presence.Watcher
	runs     *runs          // nil in front of another application
	course   *course.Course // nil in front of another application
	front    *front         // nil where there are labs

	streams, viewers, echoes, pages, downloads *gate

	queued  *impair.Budget // of what imitated networks hold
	hearing sync.Mutex     // held while a viewer's long message is read

	ctx        context.Context // ends when the server shuts down
	cancel     context.CancelFunc
	background sync.WaitGroup
	viewing    visitors
	served     chan struct{} // closed when serving has ended
	servedErr  error
	closers    []func()
	closeOnce  sync.Once
	closeErr   error
}

// Start listens and serves until Close.
func Start(cfg Config) (*App, error) {
	if cfg.Addr == "" {
		cfg.Addr = "localhost:8080"
	}
	ln, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return nil, err
	}
	if cfg.Proxy == nil && cfg.Lessons == "" {
		go builtIn() // what takes longest, beside all else
	}
	if cfg.Proxy != nil {
		or(&cfg.Limits.CaptureBytes, frontCapture)
	}
	a, err := newApp(cfg.Limits.withDefaults(), cfg)
	if err != nil {
		ln.Close()
		return nil, err
	}
	a.host = host(cfg.Addr)
	a.door = &door{Listener: ln, limit: int64(a.limits.Connections), patience: a.limits.ReadTimeout}
	a.listener = tap.Listen(a.door, a.opened)
	go func() {
		a.servedErr = a.fiber.Listener(a.queued.Listen(a.listener))
		close(a.served)
	}()
	return a, nil
}

func newApp(limits Limits, cfg Config) (*App, error) {
	a := &App{
		limits:    limits,
		store:     store.New(store.Config{RingBytes: limits.CaptureBytes, Budget: limits.CaptureBudget}),
		streams:   newGate("streams", limits.Streams),
		viewers:   newGate("viewers", limits.Viewers),
		echoes:    newGate("echoes", limits.Echoes),
		pages:     newGate("pages", limits.Pages),
		downloads: newGate("downloads", limits.Downloads),
		queued:    impair.NewBudget(limits.QueueBytes),
		served:    make(chan struct{}),
	}
	a.ctx, a.cancel = context.WithCancel(context.Background())
	var err error
	if a.watcher, err = presence.New(); err != nil {
		return nil, err
	}
	a.fiber = fiber.New(fiber.Config{
		AppName:               "wireside",
		DisableStartupMessage: true,
		ErrorHandler:          a.fail,
		ReadBufferSize:        limits.HeadBytes,
		BodyLimit:             limits.BodyBytes,
		ReadTimeout:           limits.ReadTimeout,
		WriteTimeout:          limits.WriteTimeout,
		IdleTimeout:           limits.IdleTimeout,
		Concurrency:           2 * limits.Connections, // the door keeps the limit, streams included
		ReduceMemoryUsage:     true,                   // no buffers for a connection between two requests, nor behind a stream
		StrictRouting:         true,
		CaseSensitive:         true,
	})
	server := a.fiber.Server()
	server.KeepHijackedConns = true // whoever hijacked a connection closes it; until then it costs no goroutine
	server.CloseOnShutdown = true
	server.NoDefaultServerHeader = true
	server.Logger = quiet{}
	server.Handler = a.wellFormed(server.Handler)

	a.fiber.Use(recovery.New(recovery.Config{EnableStackTrace: true, StackTraceHandler: func(_ *fiber.Ctx, v any) {
		log.Printf("panic: %v\n%s", v, debug.Stack())
	}}), guard)
	if err = a.route(cfg); err != nil {
		a.shutLabs()
		return nil, err
	}
	return a, nil
}

// route mounts what this server is for.
func (a *App) route(cfg Config) (err error) {
	if cfg.Proxy != nil {
		if a.front, err = a.newFront(*cfg.Proxy); err != nil {
			return err
		}
		a.fiber.Use("/labs", noLabs)
		a.fiber.Post("/api/runs", noLabs)
		a.fiber.Use("/api/claims", noLabs)
		a.fiber.Use("/api/exercises", noLabs)
		a.fiber.Post("/api/which", noLabs)
	} else {
		a.runs = newRuns(a)
		a.onClose(a.runs.close)
		a.routeLabs(a.fiber.Group("/labs"))
		routeBench(a.fiber)
		routeClaims(a.fiber)
		routeWhich(a.fiber)
		routeCode(a.fiber)
	}
	a.routeInspector(a.fiber)
	if err := routeStatic(a.fiber); err != nil {
		return err
	}
	if cfg.Proxy == nil { // last, since the lessons are being read meanwhile
		if a.course, err = openCourse(cfg.Lessons); err != nil {
			return err
		}
		a.onClose(a.course.Close)
		a.routeLessons(a.fiber)
	}
	return a.routeAPI(a.fiber.Group("/api"), cfg.Watch)
}

// opened returns what receives the bytes of a connection to this server. In front of another application the server is
// only for the inspector's own pages.
func (a *App) opened(c *tap.Conn) tap.Recorder {
	if a.front != nil {
		return tap.Discard
	}
	return newCapture(c, nil)
}

// quiet swallows what fasthttp would log of its own: a line for each client that misbehaves.
type quiet struct{}

func (quiet) Printf(string, ...any) {}

// onClose registers what has to be ended at shutdown, streams above all.
func (a *App) onClose(f func()) { a.closers = append(a.closers, f) }

// Addr returns where the server listens, IP:PORT.
func (a *App) Addr() string { return a.listener.Addr().String() }

// URL returns the address of the home page, http://HOST:PORT, with the host that Config.Addr named.
func (a *App) URL() string {
	_, port, _ := net.SplitHostPort(a.Addr())
	return "http://" + net.JoinHostPort(a.host, port)
}

// dialable returns where this process itself reaches the server, IP:PORT as in a URL.
func (a *App) dialable() string {
	host, port, _ := net.SplitHostPort(a.Addr())
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(strings.Replace(host, "%", "%25", 1), port) // a link-local address has a zone (RFC 6874 2)
}

// host returns the host of an address to listen on, as a browser on this machine would call it.
func host(addr string) string {
	h, _, _ := net.SplitHostPort(addr)
	if ip := net.ParseIP(h); h == "" || ip != nil && ip.IsUnspecified() {
		return "localhost"
	}
	return h
}

// Wait returns when the server has stopped serving, with the reason if it was not Close.
func (a *App) Wait() error {
	<-a.served
	return a.servedErr
}

// Close shuts down: every stream is ended in its own way (a WebSocket with close code 1001, an event stream with its last
// chunk, a held poll with an answer), requests under way get a moment to finish, and then every connection is closed. (Some that were refused may linger for two
// seconds more, to be told why.)
// It takes well below two seconds, whatever the clients do. A second call returns the first one's result.
func (a *App) Close() error {
	a.closeOnce.Do(func() { a.closeErr = a.close() })
	return a.closeErr
}

// grace is how long Close waits for requests under way.
const grace = 500 * time.Millisecond

func (a *App) close() error {
	a.shutLabs()
	for _, c := range a.listener.Conns() {
		if c.Quiet() {
			c.Close() // has not sent a byte, and would be waited for
		}
	}
	err := a.fiber.ShutdownWithTimeout(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		err = nil
	}
	a.listener.Close() // again, in case serving had not begun
	for _, c := range a.listener.Conns() {
		c.Close()
	}
	return err
}

// shutLabs ends everything but the HTTP server itself.
func (a *App) shutLabs() {
	var ending sync.WaitGroup
	for _, f := range a.closers {
		ending.Go(f)
	}
	ending.Wait()
	a.cancel()
	a.background.Wait()
	a.viewing.wait(grace)
	a.watcher.Close()
}

// survive keeps a panic in a stream's own goroutine from ending the process.
func survive(where string) {
	if v := recover(); v != nil {
		log.Printf("panic in %s: %v\n%s", where, v, debug.Stack())
	}
}

// Connections returns how many connections are open.
func (a *App) Connections() int { return a.listener.Len() }

// Streams returns how many long polls, event streams and WebSockets of the lanes are open.
func (a *App) Streams() int { return int(a.streams.inside.Load()) }
