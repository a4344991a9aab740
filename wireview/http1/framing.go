package http1

import (
	"math"

	"wireside/wireview/wire"
)

// lengths is what Content-Length and Transfer-Encoding say, over all their lines.
type lengths struct {
	declared  bool            // there is a Content-Length
	repeated  bool            // more than one value, the same each time
	value     int64           // of it, if none of the values is bad
	bad       *wire.Violation // why it can't be used
	coded     bool            // there is a Transfer-Encoding
	chunked   bool            // the last coding is chunked
	chunks    int             // how often chunked is applied
	parameter bool            // chunked has parameters
}

// contentLength reads the value of a Content-Length line. RFC 9112 6.3: a list of values is valid if all are the same.
func (l *lengths) contentLength(list []byte) {
	any := false
	for len(list) > 0 {
		var one []byte
		if one, list = element(list); len(one) == 0 {
			continue // RFC 9110 5.6.1.2: ignore empty elements
		}
		any = true
		n, ok := decimal(one)
		switch {
		case !ok:
			l.bad = BadContentLength
		case l.declared && l.bad == nil && n != l.value:
			l.bad = DifferingContentLength
		case l.declared:
			l.repeated = true
		}
		l.declared, l.value = true, n
	}
	if !any {
		l.declared, l.bad = true, BadContentLength
	}
}

// decimal reads digits alone. RFC 9110 8.6: large values must not overflow.
func decimal(s []byte) (n int64, ok bool) {
	for _, c := range s {
		if !isDigit(c) || n > (math.MaxInt64-9)/10 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, len(s) > 0
}

// transferEncoding reads the value of a Transfer-Encoding line. Several lines make one list.
func (l *lengths) transferEncoding(list []byte) {
	l.coded = true
	for len(list) > 0 {
		var one []byte
		if one, list = element(list); len(one) == 0 {
			continue
		}
		l.chunked = equalFold(one, "chunked")
		const name = len("chunked")
		switch {
		case l.chunked:
			l.chunks++
		case len(one) > name && equalFold(one[:name], "chunked") && !tchar[one[name]]:
			l.parameter = true
		}
	}
}

// frame finds how the end of the message is found, by the rules of RFC 9112 6.3 in their order. For a response, method is
// that of the request that it answers. The violation is one that leaves no way to find it.
func (h *head) frame(method string) (Framing, *wire.Violation) {
	l := &h.length
	if h.role == Responses {
		switch {
		case h.status == 101: // RFC 9110 15.2.2
			h.unused(true)
			return FramingUpgrade, nil
		case method == "CONNECT" && h.status/100 == 2: // rule 2
			h.unused(true)
			return FramingUpgrade, nil
		case h.status/100 == 1 || h.status == 204: // rule 1
			h.unused(true)
			return FramingNone, nil
		case method == "HEAD" || h.status == 304: // rule 1
			h.unused(false)
			return FramingNone, nil
		}
	}
	if l.coded {
		h.coding()
		switch {
		case l.chunked: // rules 3 and 4
			return FramingChunked, nil
		case h.role == Responses: // rule 4
			return FramingClose, nil
		}
		return FramingNone, NotChunked // rule 4
	}
	switch {
	case l.bad != nil: // rule 5
		return FramingNone, l.bad
	case l.declared: // rule 6
		if l.repeated {
			h.flagged(RepeatedContentLength)
		}
		return FramingLength, nil
	case h.role == Requests && (h.method == "CONNECT" || h.asksUpgrade()):
		return FramingUpgrade, nil
	case h.role == Requests: // rule 7
		return FramingNone, nil
	}
	return FramingClose, nil // rule 8
}

// coding notes what is wrong with a Transfer-Encoding that counts.
func (h *head) coding() {
	switch l := &h.length; {
	case l.declared: // rule 3
		h.flagged(LengthAndCoding)
	case h.version == "HTTP/1.0":
		h.flagged(CodingInOldVersion)
	case l.chunks > 1:
		h.flagged(ChunkedTwice)
	case l.parameter:
		h.flagged(ChunkedParameters)
	}
}

// unused notes fields about the body of a message that has none.
func (h *head) unused(notAllowed bool) {
	switch l := &h.length; {
	case notAllowed && l.coded:
		h.flagged(CodingNotAllowed)
	case notAllowed && l.declared:
		h.flagged(LengthNotAllowed)
	case l.bad != nil:
		h.flagged(InvalidUnusedLength)
	}
}

// asksUpgrade reports whether a request asks for another protocol. RFC 9110 7.8: a server must ignore Upgrade in an
// HTTP/1.0 request. The connection option "upgrade" is not asked for: it concerns intermediaries, and a server that does
// without it switches all the same.
func (h *head) asksUpgrade() bool { return h.upgrade.end > 0 && h.version != "HTTP/1.0" }

// switches reports whether another protocol may follow a request, or follows a response.
func (h *head) switches(framing Framing) bool {
	return framing == FramingUpgrade || h.role == Requests && (h.method == "CONNECT" || h.asksUpgrade())
}

// usable returns the declared length, -1 if there is none that can be used.
func (l *lengths) usable() int64 {
	if !l.declared || l.bad != nil {
		return -1
	}
	return l.value
}
