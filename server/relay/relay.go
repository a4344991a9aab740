// Package relay passes TCP connections on to another server, and lets a recorder see the bytes that cross the clients'
// sockets.
//
// Each client's connection has one of its own to the target. Bytes are passed on as soon as they were read, unchanged, and
// so is the way in which a side ends: a FIN as a FIN, a reset as a reset. A side that does not read holds up the other
// as it would without a relay; nothing is buffered beyond one read.
//
// The relay speaks for itself in two cases only, and says so: 502 if the target cannot be reached, 503 beyond
// Config.Connections.
package relay

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/url"
	"runtime/debug"
	"sync"
	"time"

	"wireside/wireview/tap"
)

// Config is what a relay may be told.
type Config struct {
	To       *url.URL // the target: http or https, a host and perhaps a port; nothing else of it is used. Required
	Headers  []Header // to set in each request's head; none: every byte passes unchanged
	Insecure bool     // don't verify the certificate of an https target

	Connections int           // clients' connections at once; 0: 4,096. Those beyond are told 503
	Dial        time.Duration // how long connecting to the target may take, a TLS handshake included; 0: 10 s

	// Open is called for each client's connection, and returns what receives its bytes as they cross the client's socket.
	// Nil, or a nil result, means that nothing does.
	Open func(c *tap.Conn) tap.Recorder
	// Log receives a line for people when the target cannot be reached, or a request's head is too long to be changed; now
	// and then only if this goes on. Nil means the standard logger.
	Log func(line string)
}

// Header is a header field. In each request's head it takes the place of all fields of its name, in any case, or is added.
type Header struct{ Name, Value string }

// Relay is a running relay. Listen makes one.
type Relay struct {
	cfg      Config
	target   target
	door     *door
	listener *tap.Listener
	unused   time.Duration // how long a connection to the target may wait for the client's first byte
	say      notices

	ctx       context.Context // ends with Close
	cancel    context.CancelFunc
	links     sync.WaitGroup
	served    chan struct{} // closed when accepting has ended
	servedErr error
	closing   sync.Once
}

// maxUnused is how long a connection to the target is held for a client that has not sent a byte: a browser opens some in
// advance. It is made anew when the byte comes.
const maxUnused = 30 * time.Second

// Listen listens at addr, HOST:PORT, and relays until Close. Port 0 picks a free port. The host localhost means both of
// 127.0.0.1 and ::1, as far as the system has them.
func Listen(addr string, cfg Config) (*Relay, error) { return listen(addr, cfg, maxUnused) }

func listen(addr string, cfg Config, unused time.Duration) (*Relay, error) {
	if cfg.Connections == 0 {
		cfg.Connections = 4096
	}
	if cfg.Dial == 0 {
		cfg.Dial = 10 * time.Second
	}
	if cfg.Log == nil {
		cfg.Log = func(line string) { log.Print(line) }
	}
	if err := checkTarget(cfg.To); err != nil {
		return nil, err
	}
	for _, h := range cfg.Headers {
		if err := h.check(); err != nil {
			return nil, err
		}
	}
	listeners, err := listenAll(addr)
	if err != nil {
		return nil, err
	}
	r := &Relay{cfg: cfg, unused: unused, say: notices{log: cfg.Log}, served: make(chan struct{})}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	r.door = newDoor(r.ctx, listeners, cfg.Connections)
	r.target = newTarget(cfg, r.door.leadsTo)
	r.listener = tap.Listen(r.door, r.open)
	go r.serve()
	return r, nil
}

// open asks for a recorder. A panic there costs the record, not the relay.
func (r *Relay) open(c *tap.Conn) (recorder tap.Recorder) {
	defer survive("the recorder of a connection")
	if r.cfg.Open != nil {
		recorder = r.cfg.Open(c)
	}
	return recorder
}

func (r *Relay) serve() {
	defer close(r.served)
	for {
		c, err := r.listener.Accept()
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				r.servedErr = err
			}
			return
		}
		l := &link{relay: r, client: &side{socket: c.(*tap.Conn)}}
		r.links.Go(l.run)
	}
}

// Addr returns where clients connect.
func (r *Relay) Addr() net.Addr { return r.listener.Addr() }

// Conns returns the clients' connections that are open, in no order.
func (r *Relay) Conns() []*tap.Conn { return r.listener.Conns() }

// Refused returns how many clients' connections were beyond the limit, or beyond the system's file descriptors.
func (r *Relay) Refused() uint64 { return r.door.refused.Load() }

// Wait returns when the relay accepts no connections any more, with the reason if that was not Close.
func (r *Relay) Wait() error {
	<-r.served
	return r.servedErr
}

// Close ends the relay and all its connections, at once. A second call does nothing more.
func (r *Relay) Close() error {
	var err error
	r.closing.Do(func() {
		r.cancel() // ends each link
		err = r.listener.Close()
	})
	<-r.served
	r.links.Wait()
	return err
}

// changer returns what changes a client's requests; nil if nothing does.
func (r *Relay) changer() func(p []byte, end bool) []byte {
	if len(r.cfg.Headers) == 0 {
		return nil
	}
	w := &rewriter{headers: r.cfg.Headers, tooLong: func() {
		r.say.say(fmt.Sprintf("the head of a request is longer than %d bytes: it, and what follows on its connection, passes without the headers that were asked for", maxHead))
	}}
	return w.rewrite
}

// survive keeps a panic from ending the process.
func survive(where string) {
	if v := recover(); v != nil {
		log.Printf("panic in %s: %v\n%s", where, v, debug.Stack())
	}
}

// checkTarget returns why u cannot be a target, in words for whoever wrote it.
func checkTarget(u *url.URL) error {
	switch {
	case u == nil:
		return errors.New("no target is given")
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("the target %q is not an http or https URL, such as http://localhost:3000", u)
	case u.Hostname() == "":
		return fmt.Errorf("the target %q names no host", u)
	case u.User != nil:
		return errors.New("the target must not hold a user or a password, since no request is changed; send an Authorization header instead")
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return fmt.Errorf("the target %q must end after its host and port, since the path of each request passes unchanged", u)
	}
	return nil
}
