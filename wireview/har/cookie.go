package har

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// query returns the parameters of a target, decoded; one that cannot be is left as it is.
func query(target string) []pair {
	out := []pair{}
	target, _, _ = strings.Cut(target, "#")
	_, search, _ := strings.Cut(target, "?")
	for part := range strings.SplitSeq(search, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		out = append(out, pair{unescape(name), unescape(value)})
	}
	return out
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// requestCookies returns what the Cookie fields hold (RFC 6265 4.2), as far as it can be read.
func requestCookies(headers [][2]string) []cookie {
	out := []cookie{}
	for _, h := range headers {
		if !strings.EqualFold(h[0], "Cookie") {
			continue
		}
		for part := range strings.SplitSeq(h[1], ";") {
			if name, value, ok := strings.Cut(strings.TrimSpace(part), "="); ok {
				out = append(out, cookie{Name: name, Value: value})
			}
		}
	}
	return out
}

// responseCookies returns what the Set-Cookie fields hold (RFC 6265 4.1), as far as it can be read.
func responseCookies(headers [][2]string) []cookie {
	out := []cookie{}
	for _, h := range headers {
		if !strings.EqualFold(h[0], "Set-Cookie") {
			continue
		}
		c, err := http.ParseSetCookie(h[1])
		if err != nil {
			continue
		}
		k := cookie{Name: c.Name, Value: c.Value, Path: c.Path, Domain: c.Domain, HTTPOnly: c.HttpOnly, Secure: c.Secure}
		if !c.Expires.IsZero() {
			k.Expires = c.Expires.UTC().Format(time.RFC3339)
		}
		out = append(out, k)
	}
	return out
}
