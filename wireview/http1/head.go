package http1

import (
	"bytes"

	"wireside/wireview/wire"
)

// head reads the head of a message: empty lines, the start-line, the header section.
type head struct {
	section
	role    Role
	started bool // the start-line was read

	line    place // the start-line without its line end
	lineCut int   // where its line end ends, and the header section begins
	method  string
	target  place
	version string
	status  int
	reason  place
}

// read reads the lines that are complete in src, the unit's bytes so far. It returns the head's end once it was read, 0
// before, and a violation if there is no head to be read.
func (h *head) read(src []byte) (end int, bad *wire.Violation) {
	for !h.started {
		if h.next == len(src) {
			return 0, nil
		}
		// RFC 9112 2.2: ignore at least one empty line before the request-line.
		switch n := emptyLine(src[h.next:]); {
		case n < 0:
			return 0, nil
		case n > 0:
			if h.role == Responses {
				h.flagged(EmptyLineBeforeStatus)
			}
			if n == 1 {
				h.flagged(BareLF)
			}
			h.flagged(EmptyLineBeforeRequest)
			h.next += n
			h.seen = h.next
			continue
		}
		switch first := src[h.next]; {
		case first == tlsHandshake:
			return 0, TLS
		case h.role == Requests && !tchar[first]:
			return 0, BadRequestLine
		case h.role == Responses && first != 'H':
			return 0, BadStatusLine
		}
		lf, seen := h.lineEnd(src, h.seen)
		if lf < 0 {
			h.seen = seen
			return 0, nil
		}
		h.line = place{h.next, lf}
		if src[lf-1] == '\r' {
			h.line.end--
		}
		if bad := h.startLine(src); bad != nil {
			return 0, bad
		}
		h.next, h.seen, h.lineCut, h.started = lf+1, lf+1, lf+1, true
	}
	if end = h.section.read(src); end > 0 {
		h.rules(src)
	}
	return end, nil
}

// tlsHandshake is how a TLS connection begins in both directions: the content type of the first record (RFC 8446 5.1).
const tlsHandshake = 22

func (h *head) startLine(src []byte) *wire.Violation {
	if h.role == Requests {
		return h.requestLine(src)
	}
	return h.statusLine(src)
}

// requestLine reads method SP request-target SP HTTP-version (RFC 9112 3). The target is all between the first space and
// the last, so that one with a space in it can be shown for what it is.
func (h *head) requestLine(src []byte) *wire.Violation {
	line := h.line.of(src)
	method := bytes.IndexByte(line, ' ')
	version := len(line) - len("HTTP/1.1")
	if method <= 0 || version-1 < method || line[version-1] != ' ' || !isToken(line[:method]) {
		return BadRequestLine
	}
	if !isVersion(line[version:]) {
		return BadRequestLine
	}
	h.version = versionOf(line[version:])
	if h.version[5] != '1' {
		return BadVersion
	}
	h.method = methodOf(line[:method])
	h.target = place{h.line.start + method + 1, max(h.line.start+method+1, h.line.start+version-1)}
	if t := h.target.of(src); len(t) == 0 || !isVisible(t) {
		h.flagged(BadTarget)
	} else if !fits(h.method, t) {
		h.flagged(BadTargetForm)
	}
	return nil
}

// statusLine reads HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 4).
func (h *head) statusLine(src []byte) *wire.Violation {
	const version, status = len("HTTP/1.1"), len("HTTP/1.1 200")
	line := h.line.of(src)
	if len(line) < status || !isVersion(line[:version]) || line[version] != ' ' {
		return BadStatusLine
	}
	for _, c := range line[version+1 : status] {
		if !isDigit(c) {
			return BadStatusLine
		}
		h.status = h.status*10 + int(c-'0')
	}
	h.version = versionOf(line[:version])
	if h.version[5] != '1' {
		return BadVersion
	}
	h.reason = place{h.line.end, h.line.end}
	switch {
	case len(line) == status:
		h.flagged(NoSpaceAfterStatus)
	case line[status] != ' ':
		return BadStatusLine
	default:
		h.reason.start = h.line.start + status + 1
	}
	if h.status < 100 || h.status > 599 {
		h.flagged(BadStatus)
	}
	return nil
}

func isVersion(s []byte) bool {
	return string(s[:5]) == "HTTP/" && isDigit(s[5]) && s[6] == '.' && isDigit(s[7])
}

// versionOf returns the version as a string, without allocating for the usual ones.
func versionOf(s []byte) string {
	switch string(s) {
	case "HTTP/1.1":
		return "HTTP/1.1"
	case "HTTP/1.0":
		return "HTTP/1.0"
	}
	return string(s)
}

// methodOf returns the method as a string, without allocating for the usual ones.
func methodOf(s []byte) string {
	switch string(s) {
	case "GET":
		return "GET"
	case "HEAD":
		return "HEAD"
	case "POST":
		return "POST"
	case "PUT":
		return "PUT"
	case "DELETE":
		return "DELETE"
	case "CONNECT":
		return "CONNECT"
	case "OPTIONS":
		return "OPTIONS"
	case "TRACE":
		return "TRACE"
	case "PATCH":
		return "PATCH"
	}
	return string(s)
}
