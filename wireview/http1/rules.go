package http1

import "bytes"

// rules notes what a whole head lacks, and what its lines say that does not fit together. None of it matters for framing.
// A WebSocket handshake is left to those who judge it by the rules of RFC 6455.
func (h *head) rules(src []byte) {
	if h.role == Requests {
		h.hostRules(src)
	} else {
		h.statusRules(src)
	}
	if h.upgrade.end > 0 && !h.upgrades && h.version != "HTTP/1.0" && !equalFold(trim(h.upgrade.of(src)), "websocket") {
		h.flagged(NoUpgradeOption)
	}
}

// hostRules notes a Host that is missing, given twice or none (RFC 9112 3.2). HTTP/1.0 has no Host.
func (h *head) hostRules(src []byte) {
	switch {
	case h.hosts > 1:
		h.flagged(RepeatedHost)
	case h.hosts == 0:
		if h.version != "HTTP/1.0" {
			h.flagged(NoHost)
		}
	default:
		host := trim(h.host.of(src))
		if !isHost(host) {
			h.flagged(BadHost)
		} else if t := h.target.of(src); len(t) > 0 && t[0] != '/' && h.method != "CONNECT" {
			if authority, ok := authorityOf(t); ok && !equalFold(host, string(authority)) {
				h.flagged(HostDiffers)
			}
		}
	}
}

// statusRules notes a field that a response with this status must have.
func (h *head) statusRules(src []byte) {
	switch h.status {
	case 101, 426:
		if h.upgrade.end == 0 && !h.has(src, "sec-websocket-accept") {
			h.flagged(NoUpgrade)
		}
	case 401:
		if !h.has(src, "www-authenticate") {
			h.flagged(NoChallenge)
		}
	case 405:
		if !h.has(src, "allow") {
			h.flagged(NoAllow)
		}
	case 407:
		if !h.has(src, "proxy-authenticate") {
			h.flagged(NoProxyChallenge)
		}
	}
}

// contentRules notes content where there must be none, and an Expect without any.
func (h *head) contentRules(framing Framing) {
	content := framing == FramingChunked || framing == FramingLength && h.length.value > 0
	switch {
	case h.role == Requests && h.method == "TRACE" && content:
		h.flagged(TraceContent)
	case h.role == Requests && h.expects && !content:
		h.flagged(ExpectWithoutContent)
	case h.role == Responses && h.status == 205 && framing == FramingLength && content:
		h.flagged(ContentNotAllowed)
	}
}

// has reports whether the header section that ends src has a field of that name, which is in lower case.
func (h *head) has(src []byte, name string) bool {
	for l := range fieldLines(src[h.lineCut:]) {
		if l.kind == lineField && equalFold(src[h.lineCut+l.start:h.lineCut+l.name], name) {
			return true
		}
	}
	return false
}

// fits reports whether a target has a form that its method may have (RFC 9112 3.2).
func fits(method string, target []byte) bool {
	switch {
	case method == "CONNECT": // authority-form
		port := bytes.LastIndexByte(target, ':')
		return port > 0 && port < len(target)-1 && isHost(target)
	case target[0] == '/': // origin-form
		return true
	case string(target) == "*": // asterisk-form
		return method == "OPTIONS"
	}
	colon := bytes.IndexByte(target, ':') // absolute-form
	return colon > 0 && isToken(target[:colon])
}

// authorityOf returns the host and port of a target in absolute-form, without user information.
func authorityOf(target []byte) (authority []byte, ok bool) {
	_, rest, ok := bytes.Cut(target, []byte("://"))
	if !ok {
		return nil, false
	}
	if end := bytes.IndexAny(rest, "/?"); end >= 0 {
		rest = rest[:end]
	}
	return rest[bytes.LastIndexByte(rest, '@')+1:], true
}

// notForTrailers reports whether a field must not be sent as a trailer: one that frames or routes the message, modifies a
// request, authenticates, controls the response, or says how to read the content (RFC 9110 6.5.1).
func notForTrailers(name []byte) bool {
	for _, other := range [...]string{
		"content-length", "transfer-encoding", "trailer", "te", "host", "connection", "upgrade",
		"cache-control", "expect", "max-forwards", "pragma", "range", "if-match", "if-none-match", "if-modified-since",
		"if-unmodified-since", "if-range", "authorization", "proxy-authorization", "www-authenticate", "proxy-authenticate",
		"cookie", "set-cookie", "age", "expires", "date", "location", "retry-after", "vary",
		"content-encoding", "content-type", "content-range",
	} {
		if equalFold(name, other) {
			return true
		}
	}
	return false
}
