package http1

import "bytes"

// What depends on a field's value, or on the rest of the head.
var (
	noteClose = note{"close: the connection ends after this message, or after its response; nothing more may be sent on it.", "RFC 9112 9.6"}
	noteAlive = note{"keep-alive: the connection stays open for more requests; HTTP/1.1 does so without being told.", "RFC 9112 9.3"}
	noteUpgr  = note{"Upgrade: the field of that name concerns this connection alone, and a proxy must not pass it on.", "RFC 9110 7.8"}

	noteAsksStream = note{"EventSource asks for an event stream: 200 with this media type opens it, redirects are followed, a lost connection is made again, " +
		"and any other answer, such as 204, ends it for good.", "WHATWG 9.2.2"}
	noteStream = note{"The body is an event stream, which EventSource reads as UTF-8, whatever a charset says; when it ends, the client comes back.",
		"WHATWG 9.2.3"}
	noteStreamCharset = note{"The body is an event stream, which is UTF-8 always: the charset serves no purpose and must be utf-8, " +
		"and some browsers refuse the stream with another.", "WHATWG 9.2.5"}
	noteStreamUnread = note{"The media type of an event stream, but EventSource opens one only with the status 200: it does not read the body.", "WHATWG 9.2.2"}
	noteStreamStatus = note{"The type is that of an event stream, but EventSource opens one only with the status 200: it fails, and does not come back.",
		"WHATWG 9.2.2"}
	noteStreamType = note{"The request asked for an event stream as EventSource does, and the type of this answer is another one: EventSource fails, " +
		"and does not come back.", "WHATWG 9.2.2"}
	noteStreamRefused = note{"The request asked for an event stream as EventSource does, which opens one only with the status 200: it fails, and does " +
		"not come back.", "WHATWG 9.2.2"}
	noteStreamLength = note{"How many bytes the event stream has: after them it is over, and EventSource comes back for another.", "WHATWG 9.2.3"}
	noteStreamCoded  = note{"The event stream is compressed: a browser undoes that before it reads events. The inspector shows the compressed bytes as " +
		"they are, and after them the events that they say, if the coding is gzip or deflate.", "RFC 9110 8.4"}

	noteLengthUnsent = note{"How many bytes a GET would have been answered with: they are not sent here.", "RFC 9110 8.6"}
	noteLengthLoses  = note{"How many bytes of content follow, if Transfer-Encoding did not say otherwise: it wins.", "RFC 9112 6.3"}
	noteLengthNone   = note{"How many bytes of content follow; after this status there are none, and the field must not be sent.", "RFC 9110 8.6"}

	noteEndTrailers = note{"An empty line ends the trailer section, and with it the message.", "RFC 9112 7.1"}
	noteEndHead     = note{"An empty line ends the header section. There is no body, since neither Content-Length nor Transfer-Encoding announces one.",
		"RFC 9112 6.3"}
	noteEndHEAD   = note{"An empty line ends the header section. The answer to HEAD has no body, whatever its fields say.", "RFC 9112 6.3"}
	noteEndStatus = note{"An empty line ends the header section. A response with this status has no body.", "RFC 9112 6.3"}
	noteEndLength = note{"An empty line ends the header section. The body comes next, of as many bytes as Content-Length says.", "RFC 9112 6.3"}
	noteEndZero   = note{"An empty line ends the header section. Content-Length is 0: the body is empty.", "RFC 9112 6.3"}
	noteEndChunks = note{"An empty line ends the header section. The body comes next, in chunks, each with its size before it; one of size 0 is the last.",
		"RFC 9112 6.3"}
	noteEndClose  = note{"An empty line ends the header section. The body comes next: it lasts until the connection closes.", "RFC 9112 6.3"}
	noteEndAsks   = note{"An empty line ends the header section. If the server agrees, what follows is in the protocol that the client asks for.", "RFC 9110 7.8"}
	noteEndSwitch = note{"An empty line ends the header section. What follows is no longer HTTP.", "RFC 9110 7.8"}
)

// maxFieldName is the length of the longest name that has a note.
const maxFieldName = 32

// noteOfField returns what a field is for. Names are the same in any case (RFC 9110 5.1).
func (x *explainer) noteOfField(name, raw []byte) note {
	if len(name) > maxFieldName {
		return noteOther
	}
	var lower [maxFieldName]byte
	for i, c := range name {
		lower[i] = lowerCase(c)
	}
	key := lower[:len(name)]
	if !x.head.trailer {
		if n := x.noteOfValue(key, raw); n.text != "" {
			return n
		}
	}
	if n, ok := fieldNotes[string(key)]; ok {
		return n
	}
	return noteOther
}

// noteOfValue returns a note that the field's value calls for, empty if there is none. Name is in lower case.
func (x *explainer) noteOfValue(name, raw []byte) note {
	h := &x.head
	switch string(name) {
	case "connection":
		switch v := trim(raw); {
		case equalFold(v, "close"):
			return noteClose
		case equalFold(v, "keep-alive"):
			return noteAlive
		case equalFold(v, "upgrade"):
			return noteUpgr
		}
	case "accept":
		for list := raw; len(list) > 0; {
			var one []byte
			if one, list = element(list); isEventStream(one) {
				return noteAsksStream
			}
		}
	case "content-type":
		switch {
		case h.role == Requests || !isEventStream(raw):
		case h.status != 200:
			return noteStreamUnread
		case otherCharset(raw):
			return noteStreamCharset
		default:
			return noteStream
		}
	case "content-encoding":
		if h.role == Responses && isEventStream(h.contentType.of(x.raw)) {
			return noteStreamCoded
		}
	case "content-length":
		switch {
		case x.framing == FramingChunked || h.length.coded:
			return noteLengthLoses
		case h.role == Responses && (h.status == 304 || x.framing == FramingNone && x.method == "HEAD"):
			return noteLengthUnsent
		case h.role == Responses && x.framing != FramingLength:
			return noteLengthNone
		case h.role == Responses && h.status == 200 && isEventStream(h.contentType.of(x.raw)):
			return noteStreamLength
		}
	}
	return note{}
}

// noteOfStream returns why EventSource does not open an event stream (WHATWG 9.2.2) which the type announces, or which was
// asked for; nothing in other heads.
func (x *explainer) noteOfStream() note {
	h := &x.head
	is := isEventStream(h.contentType.of(x.raw))
	switch {
	case !is && !x.eventSource, is && h.status == 200, h.status/100 == 1, h.status/100 == 3: // 3xx: it goes where that leads
		return note{}
	case is:
		return noteStreamStatus
	case h.status == 200:
		return noteStreamType
	}
	return noteStreamRefused
}

// noteOfEnd returns what the empty line at the end says of the body (RFC 9112 6.3).
func (x *explainer) noteOfEnd() note {
	h := &x.head
	switch {
	case h.trailer:
		return noteEndTrailers
	case x.framing == FramingChunked:
		return noteEndChunks
	case x.framing == FramingClose:
		return noteEndClose
	case x.framing == FramingLength && h.length.value == 0:
		return noteEndZero
	case x.framing == FramingLength:
		return noteEndLength
	case x.framing == FramingUpgrade && h.role == Requests:
		return noteEndAsks
	case x.framing == FramingUpgrade:
		return noteEndSwitch
	case h.role == Requests:
		return noteEndHead
	case h.status/100 == 1 || h.status == 204 || h.status == 304:
		return noteEndStatus
	}
	return noteEndHEAD
}

// isEventStream reports whether a media type, with or without parameters, is that of an event stream.
func isEventStream(value []byte) bool {
	essence, _, _ := bytes.Cut(value, []byte{';'})
	return equalFold(trim(essence), "text/event-stream")
}

// otherCharset reports whether a media type has a charset that is not utf-8.
func otherCharset(value []byte) bool {
	_, rest, _ := bytes.Cut(value, []byte{';'})
	for len(rest) > 0 {
		var one []byte
		one, rest, _ = bytes.Cut(rest, []byte{';'})
		name, v, found := bytes.Cut(one, []byte{'='})
		if found && equalFold(trim(name), "charset") {
			return !equalFold(bytes.Trim(trim(v), `"`), "utf-8")
		}
	}
	return false
}
