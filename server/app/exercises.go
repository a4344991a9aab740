package app

import (
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"wireside/labs"
	"wireside/labs/lab"
	"wireside/labs/yours"
	"wireside/server/exercises"

	"github.com/gofiber/fiber/v2"
)

// WatchMode says whether the server runs the checks of the exercises while somebody looks at them.
type WatchMode int

// The modes. Where checks are run, clients on this machine alone see what they come to, and may ask for a run; and without the
// project's source or the go command there is nothing to run.
const (
	WatchLoopback WatchMode = iota // if the server listens on a loopback address: the default
	WatchAlways                    // on whatever address it listens
	WatchNever
)

// watching is what the routes need of an exercises.Watch.
type watching interface {
	Look() (leave func())
	Run(name string) (ok bool)
	Since(seq uint64) (exercises.Update, <-chan struct{})
}

// exerciseBook is what the exercises' routes share.
type exerciseBook struct {
	app     *App
	mode    WatchMode
	entries []exercises.Entry
	watch   watching // nil if nothing can be run
	missing string   // then why
	built   int64    // when this binary was built, Unix time in microseconds; 0: nobody knows
}

// routeExercises mounts the list of exercises, its live view, and what has checks run, below /api. Call it once, from routeAPI
// where there are labs; what it starts ends with Close.
func (a *App) routeExercises(r fiber.Router, mode WatchMode) error {
	entries, err := Exercises()
	if err != nil {
		return err
	}
	b := &exerciseBook{app: a, mode: mode, entries: entries, built: builtAt()}
	root, command, why := exercises.Find(".")
	if b.missing = why; why == "" && mode != WatchNever {
		b.start(exercises.Config{Exercises: yours.All(), Root: root, Go: command, Built: labs.Stubs()})
	}
	b.route(r)
	return nil
}

func (b *exerciseBook) start(cfg exercises.Config) {
	watch := exercises.New(cfg)
	b.watch = watch
	b.app.onClose(watch.Close)
}

func (b *exerciseBook) route(r fiber.Router) {
	r.Get("/exercises", b.show)
	r.Get("/exercises/live", b.live)
	r.Post("/exercises/:name/run", b.run)
}

// builtAt returns when the running binary was made.
func builtAt() int64 {
	name, err := os.Executable()
	if err != nil {
		return 0
	}
	info, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return info.ModTime().UnixMicro()
}

// watched returns what a client may see of the checks; if nothing, why.
func (b *exerciseBook) watched(c *fiber.Ctx) (watch watching, why string) {
	switch {
	case b.mode == WatchNever:
		return nil, "This server was started without watching: start it with --watch to see here what your exercises’ checks say."
	case b.mode == WatchLoopback && !loopback(b.app.listener.Addr()):
		return nil, "This server is open to other machines, and so runs no checks: start it with --watch, or at localhost, and open it on its own machine."
	case !loopback(c.Context().RemoteAddr()):
		return nil, "What the checks say is shown on the machine alone that the server runs on: run them in your own copy, with make exercises."
	case !b.app.isCalled(string(c.Context().Host())):
		_, port, _ := net.SplitHostPort(b.app.listener.Addr().String())
		return nil, "What the checks say is not shown under a name that anybody may have pointed here: open http://localhost:" + port + "/exercises."
	}
	return b.watch, b.missing
}

// isCalled reports whether a request's Host is an address, localhost, or what the server was told to listen at. A page elsewhere
// can have its own name resolved to this machine; the browser then takes the two for one origin, but sends that name.
func (a *App) isCalled(name string) bool {
	if host, _, err := net.SplitHostPort(name); err == nil {
		name = host
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	return name == "" || name == "localhost" || strings.HasSuffix(name, ".localhost") || name == strings.ToLower(a.host) || net.ParseIP(name) != nil
}

func loopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// exerciseState is the list of exercises, and the first message of its live view.
type exerciseState struct {
	Watching  bool              `json:"watching"`
	Why       string            `json:"why,omitempty"` // why not
	Built     int64             `json:"built"`
	Stale     []string          `json:"stale"` // names of those whose source has changed since
	Exercises []exercises.Entry `json:"exercises"`
}

// state returns what a client may see now, with where to go on from and what is closed at the next change. watch may be nil.
func (b *exerciseBook) state(watch watching, why string) (s exerciseState, seq uint64, more <-chan struct{}) {
	s = exerciseState{Watching: watch != nil, Why: why, Built: b.built, Stale: []string{}, Exercises: b.entries}
	if watch == nil {
		return s, 0, nil
	}
	u, more := watch.Since(0)
	s.Stale = append(s.Stale, u.Stale...)
	s.Exercises = make([]exercises.Entry, len(u.Results))
	for i, r := range u.Results {
		s.Exercises[i] = b.entry(r)
	}
	return s, u.Seq, more
}

// entry returns an exercise with a result. Results come in the order of the entries.
func (b *exerciseBook) entry(r exercises.Named) exercises.Entry {
	for _, e := range b.entries {
		if e.Name == r.Name {
			e.Result = r.Result
			return e
		}
	}
	return exercises.Entry{}
}

func (b *exerciseBook) show(c *fiber.Ctx) error {
	s, _, _ := b.state(b.watched(c))
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(s)
}

// run has the checks of an exercise run; what they come to is told by the list and its live view.
func (b *exerciseBook) run(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	name := strings.Clone(c.Params("name"))
	watch, why := b.watched(c)
	if watch == nil {
		return &lab.Error{Status: 403, Code: "not_watching", Message: why}
	}
	if !watch.Run(name) {
		return &lab.Error{Status: 404, Code: "no_such_exercise", Message: fmt.Sprintf("There is no exercise %.40q.", name)}
	}
	return c.Status(fiber.StatusAccepted).JSON(fiber.Map{"running": name, "at": time.Now().UnixMicro()})
}
