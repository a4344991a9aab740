package websocket

import (
	"net/url"
	"slices"
	"strings"
)

// SameOrigin reports whether origin, the value of an Origin header, is where a page of this very server comes from: the
// same scheme, host and port (RFC 6454 section 5). host is the request's Host header; secure says whether it came over TLS.
//
// The same-origin policy does not hold a browser back from opening a WebSocket to any server, cookies included: the server
// has to look (RFC 6455 section 10.2). "null", the origin of a sandboxed page, is nobody's.
func SameOrigin(origin, host string, secure bool) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || origin != u.Scheme+"://"+u.Host {
		return false // RFC 6454 section 6.2: scheme "://" host [ ":" port ], and nothing else
	}
	scheme := "http"
	if secure {
		scheme = "https"
	}
	return u.Scheme == scheme && strings.EqualFold(withPort(u.Host, scheme), withPort(host, scheme))
}

// withPort adds the scheme's own port to a host that names none.
func withPort(host, scheme string) string {
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		return host
	}
	if scheme == "https" {
		return host + ":443"
	}
	return host + ":80"
}

// originAllowed judges the Origin headers of a request.
func originAllowed(origins [][]byte, host string, secure bool, others []string) bool {
	switch len(origins) {
	case 0: // not a browser
		return true
	case 1:
		origin := string(origins[0])
		return slices.Contains(others, origin) || SameOrigin(origin, host, secure)
	default:
		return false // RFC 6454 section 7.3: more than one is not to be sent
	}
}
