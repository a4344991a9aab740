package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"wireside/server/app"
)

const proxyHelp = `Put the inspector in front of your own application.

Usage: go run ./server proxy --to URL [--listen HOST:PORT] [flags]

Clients connect to --listen in place of the application, and every byte passes unchanged, as soon as it comes, both ways.
The first line on standard output is "wireside: http://HOST:PORT", where clients connect, and the second one "inspector: URL",
where you watch. Ctrl-C ends both.

Since nothing is changed, the application sees the Host and Origin that the client sent, with the port of --listen. If
it cares (most https sites do), have them set: --header "Host: example.org" --header "Origin: https://example.org".

Example, with an application at http://localhost:3000:
  go run ./server proxy --to http://localhost:3000 --listen localhost:9000

Flags:
`

func proxy(ctx context.Context, args []string, std streams) error {
	p := app.Proxy{}
	flags := newFlags("proxy")
	to := flags.String("to", "", "the application, an http or https `URL` that ends after its host and port")
	flags.StringVar(&p.Listen, "listen", "localhost:9000", "where clients connect, `HOST:PORT`; port 0 picks a free one, and without a host others on the network can connect, too")
	page := flags.String("page", "localhost:8080", "where the inspector's page is, `HOST:PORT`; if the flag is not given and the port is taken, a free one is picked")
	flags.Func("header", "a `\"Name: value\"` to set in each request, in place of those of that name; may be repeated", func(s string) error {
		h, err := parseHeader(s)
		p.Headers = append(p.Headers, h)
		return err
	})
	flags.BoolVar(&p.Insecure, "insecure", false, "do not verify the certificate of an https application")
	if err := parseAll(flags, args, proxyHelp, std.out); err != nil {
		return err
	}
	var err error
	if p.To, err = parseTarget(*to); err != nil {
		return usageError{err}
	}
	if p.Insecure && p.To.Scheme != "https" {
		return usageError{errors.New("--insecure is for an https application; --to is http")}
	}
	for _, f := range []struct{ name, addr, danger string }{
		{"listen", p.Listen, "others on the network can reach the application through the proxy"},
		{"page", *page, "others on the network can read all that passes through the proxy"},
	} {
		host, _, err := net.SplitHostPort(f.addr)
		if err != nil {
			return usageError{fmt.Errorf("--%s %q is not HOST:PORT, such as localhost:9000", f.name, f.addr)}
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			fmt.Fprintf(std.err, "wireside: warning: --%s %s is not this machine alone: %s. With localhost as its host they can't.\n", f.name, f.addr, f.danger)
		}
	}

	a, err := app.Start(app.Config{Addr: *page, Proxy: &p})
	if err != nil && !given(flags, "page") {
		a, err = app.Start(app.Config{Addr: "localhost:0", Proxy: &p})
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "wireside: %s\n", a.ProxyURL())
	fmt.Fprintf(std.out, "inspector: %s/runs/proxy\n", a.URL())
	fmt.Fprintf(std.out, "Use the first address in place of %s, and watch at the second. Ctrl-C ends both.\n", p.To)
	return wait(ctx, a)
}

// parseTarget reads the value of --to.
func parseTarget(s string) (*url.URL, error) {
	if s == "" {
		return nil, errors.New("--to is missing: the URL of your application, such as --to http://localhost:3000")
	}
	u, err := url.Parse(s)
	switch {
	case err != nil && !strings.Contains(s, "://"), err == nil && u.Host == "" && u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("--to %q is not a URL; did you mean http://%s?", s, s)
	case err != nil:
		return nil, fmt.Errorf("--to %q is not a URL: %w", s, errors.Unwrap(err))
	case u.Scheme == "ws", u.Scheme == "wss":
		return nil, fmt.Errorf("--to %q: WebSocket begins as HTTP; write %s://%s", s, "http"+u.Scheme[len("ws"):], u.Host)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("--to %q must begin with http:// or https://", s)
	case u.Hostname() == "":
		return nil, fmt.Errorf("--to %q names no host", s)
	case u.User != nil:
		return nil, errors.New(`--to must not hold a user and a password; if the application wants them, use --header "Authorization: …"`)
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, fmt.Errorf("--to %q must end after the host and port: the path of each request passes unchanged", s)
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return nil, fmt.Errorf("--to %q: a port lies between 1 and 65535", s)
		}
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

// parseHeader reads a value of --header.
func parseHeader(s string) (app.Header, error) {
	name, value, ok := strings.Cut(s, ":")
	h := app.Header{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)}
	switch {
	case !ok || h.Name == "" || strings.ContainsFunc(h.Name, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/;<=>?@[\]{}`, r) // RFC 9110 5.6.2
	}):
		return h, errors.New(`a header is "Name: value"`)
	case strings.ContainsAny(h.Value, "\r\n\x00"):
		return h, errors.New("the value of a header is one line")
	case strings.EqualFold(h.Name, "Content-Length"), strings.EqualFold(h.Name, "Transfer-Encoding"):
		return h, fmt.Errorf("%s can't be set: it says where a request ends", h.Name)
	}
	return h, nil
}
