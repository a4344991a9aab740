package relay

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"syscall"
	"time"
)

// target is the server that connections are passed on to.
type target struct {
	url     *url.URL
	address string // HOST:PORT
	tls     *tls.Config
	dialler net.Dialer
	within  time.Duration
}

// errSelf is the end of a relay that is its own target: it would connect to itself for ever.
var errSelf = errors.New("the target is the proxy itself")

func newTarget(cfg Config, isSelf func(address string) bool) target {
	t := target{url: cfg.To, within: cfg.Dial}
	port := cfg.To.Port()
	if port == "" {
		port = cfg.To.Scheme // by name: 80 or 443
	}
	t.address = net.JoinHostPort(cfg.To.Hostname(), port)
	if cfg.To.Scheme == "https" {
		t.tls = tlsConfig(cfg.To.Hostname(), cfg.Insecure)
	}
	// A host of several addresses, such as localhost, is tried at each (RFC 8305); package net does so by itself.
	t.dialler.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
		if isSelf(address) {
			return errSelf
		}
		return nil
	}
	return t
}

// connect connects to the target. The error is an *unreachable.
func (t *target) connect(ctx context.Context) (*upstream, *unreachable) {
	ctx, cancel := context.WithTimeout(ctx, t.within)
	defer cancel()
	c, err := t.dial(ctx)
	if err != nil {
		return nil, t.explain(err)
	}
	u := &upstream{Conn: c, tcp: c.(*net.TCPConn)}
	if t.tls == nil {
		return u, nil
	}
	secure := tls.Client(c, t.tls)
	if err := secure.HandshakeContext(ctx); err != nil {
		c.Close()
		return nil, t.explain(err)
	}
	u.Conn = secure
	return u, nil
}

// dial connects to the first address of the target that answers. That localhost is ::1 as well as 127.0.0.1
// (RFC 6761 6.3) is not known to every system.
func (t *target) dial(ctx context.Context) (net.Conn, error) {
	c, err := t.dialler.DialContext(ctx, "tcp", t.address)
	if host, port, _ := net.SplitHostPort(t.address); err != nil && host == "localhost" && !errors.Is(err, errSelf) {
		if six, failed := t.dialler.DialContext(ctx, "tcp6", net.JoinHostPort("::1", port)); failed == nil {
			return six, nil
		}
	}
	return c, err
}

// unreachable says in words why the target could not be reached, and what to do.
type unreachable struct{ target, reason string }

func (u *unreachable) Error() string { return "cannot reach " + u.target + ": " + u.reason }

func (t *target) explain(err error) *unreachable {
	return &unreachable{t.url.Scheme + "://" + t.url.Host, t.reason(err)}
}

func (t *target) reason(err error) string {
	var (
		name      *net.DNSError
		noTLS     tls.RecordHeaderError
		alert     tls.AlertError
		authority x509.UnknownAuthorityError
		hostname  x509.HostnameError
		invalid   x509.CertificateInvalidError
		late      net.Error
	)
	const insecure = " If you trust the target all the same, use --insecure."
	switch {
	case errors.Is(err, errSelf):
		return "That is the address of the proxy itself: give the address of your application to --to, and another one to --listen."
	case errors.As(err, &name) && name.IsNotFound:
		return fmt.Sprintf("There is no host named %s.", name.Name)
	case errors.As(err, &name):
		return fmt.Sprintf("The address of the host %s could not be looked up: %s.", name.Name, name.Err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("Nothing listens at %s (connection refused): is your application running?", t.address)
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return "The proxy can open no more files: close connections, or raise its limit (ulimit -n)."
	case errors.As(err, &authority):
		return "Its certificate is signed by an authority that is not known here." + insecure
	case errors.As(err, &hostname):
		return fmt.Sprintf("Its certificate is not valid for the name %s.", hostname.Host) + insecure
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "Its certificate is out of date, or the clock here is wrong." + insecure
	case errors.As(err, &invalid):
		return fmt.Sprintf("Its certificate is not valid: %v.", invalid) + insecure
	case errors.As(err, &noTLS):
		return "It does not speak TLS: try --to http://" + t.url.Host + "."
	case errors.As(err, &alert):
		return fmt.Sprintf("It refused the TLS handshake (%v): it may not speak HTTP/1.1, or ask for a client's certificate.", alert)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return fmt.Sprintf("It did not answer within %v.", t.within)
	}
	return fmt.Sprintf("The reason: %v.", err)
}

// tlsConfig is how the relay speaks TLS to host: HTTP/1.1 is all that it offers, since that is what clients send.
func tlsConfig(host string, insecure bool) *tls.Config {
	return &tls.Config{
		ServerName:         host,
		NextProtos:         []string{"http/1.1"},
		InsecureSkipVerify: insecure,
		ClientSessionCache: tls.NewLRUClientSessionCache(0),
	}
}

// upstream is a connection to the target.
type upstream struct {
	net.Conn // TLS, or tcp itself
	tcp      *net.TCPConn
}

// CloseWrite sends a FIN; under TLS a close_notify alert (RFC 8446 6.1).
func (u *upstream) CloseWrite() error {
	return u.Conn.(interface{ CloseWrite() error }).CloseWrite()
}

// SetLinger is as that of a net.TCPConn.
func (u *upstream) SetLinger(sec int) error { return u.tcp.SetLinger(sec) }

// Control calls f with the file descriptor.
func (u *upstream) Control(f func(fd uintptr)) error {
	raw, err := u.tcp.SyscallConn()
	if err != nil {
		return err
	}
	return raw.Control(f)
}

// Close closes the socket and does not wait for TLS to say goodbye.
func (u *upstream) Close() error { return u.tcp.Close() }
