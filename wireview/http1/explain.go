package http1

import (
	"bytes"

	"wireside/wireview/wire"
)

// Explain works out the fields, the value and the summary of a unit that a Decoder emitted, or of a clone of it. It looks at
// nothing but the unit's Kind, Raw, Spans, Prior and Error.
func Explain(u *wire.Unit) {
	t := wire.Tile(u)
	u.Value, u.Summary = nil, ""
	ok := true
	switch u.Kind {
	case wire.KindRequest:
		ok = explainHead(u, t, Requests)
	case wire.KindResponse:
		ok = explainHead(u, t, Responses)
	case wire.KindChunk:
		ok = explainChunk(u, t)
	case wire.KindTrailers:
		explainTrailers(u, t)
	case wire.KindBody:
		size := int64(len(u.Raw))
		t.Field(len(u.Raw), wire.Field{Name: "content", Value: preview(u.Raw), Spec: "RFC 9112 6",
			Note: "Bytes of the message's content, as they are: the head says how many there are, or the connection's end does."})
		u.Value, u.Summary = Content{Size: size}, oneLine(preview(u.Raw))
	case wire.KindEnd:
		u.Value, u.Summary = End{Incomplete: u.Error != nil}, "end"
		if u.Error != nil {
			u.Summary = "end, incomplete"
		}
	case wire.KindRaw:
		wire.ExplainRaw(u)
		return
	}
	if !ok {
		u.Summary = bytesText(int64(len(u.Raw)))
	}
	rest(u, t)
}

// rest covers what no field covers yet.
func rest(u *wire.Unit, t *wire.Tiler) {
	left := t.Rest()
	f := wire.Field{Name: "bytes", Value: preview(left), Note: "Bytes that could not be read."}
	if u.Error != nil {
		f.Note, f.Spec = u.Error.Message, u.Error.Spec
	}
	t.Field(len(left), f)
}

// explainHead reports false if the unit does not hold a head.
func explainHead(u *wire.Unit, t *wire.Tiler, role Role) bool {
	h := head{role: role}
	if end, bad := h.read(u.Raw); bad != nil || end != len(u.Raw) {
		return false
	}
	method := h.method
	if role == Responses {
		method = u.Prior.Method
	}
	framing, bad := h.frame(method)
	if bad != nil {
		return false
	}
	for at := 0; at < h.line.start; {
		n := emptyLine(u.Raw[at:])
		t.Field(n, wire.Field{Name: "empty line", Value: lineEndText(u.Raw[at : at+n]), Spec: "RFC 9112 2.2",
			Note: "An empty line before the message: a server ignores it before a request-line, since some old clients sent one too many."})
		at += n
	}
	target, reason := h.target.of(u.Raw), h.reason.of(u.Raw)
	if role == Requests {
		fieldsOfRequestLine(t, &h, target)
	} else {
		fieldsOfStatusLine(t, &h, u.Raw, method)
	}
	headers := explainFields(u.Raw[h.lineCut:], t, false)
	if role == Requests {
		u.Value = Request{Method: h.method, Target: text(target), Version: h.version, Headers: headers, Framing: framing}
		u.Summary = short([]byte(h.method), maxSummary) + " " + short(target, maxSummary)
		return true
	}
	u.Value = Response{Version: h.version, Status: h.status, Reason: text(reason), Headers: headers, Framing: framing}
	u.Summary = short(h.line.of(u.Raw)[len("HTTP/1.1 "):], maxSummary)
	return true
}

func fieldsOfRequestLine(t *wire.Tiler, h *head, target []byte) {
	method := noteOfMethod(h.method)
	t.Field(h.target.start-h.line.start, wire.Field{Name: "method", Value: h.method, Note: method.text, Spec: method.spec})
	form := noteOfTarget(h.method, target)
	version := h.line.end - len("HTTP/1.1")
	t.Field(version-h.target.start, wire.Field{Name: "request-target", Value: text(target), Note: form.text, Spec: form.spec})
	t.Field(h.lineCut-version, wire.Field{Name: "HTTP-version", Value: h.version, Note: noteOfVersion(h.version), Spec: "RFC 9112 2.3"})
}

func fieldsOfStatusLine(t *wire.Tiler, h *head, src []byte, method string) {
	const version = len("HTTP/1.1 ")
	t.Field(version, wire.Field{Name: "HTTP-version", Value: h.version, Note: noteOfVersion(h.version), Spec: "RFC 9112 2.3"})
	status := noteOfStatus(h.status, method)
	code := src[h.line.start+version:][:len("200")]
	after := h.reason.start
	if h.flagsNoSpace() {
		after = h.lineCut
	}
	t.Field(after-h.line.start-version, wire.Field{Name: "status-code", Value: string(code), Note: status.text, Spec: status.spec})
	t.Field(h.lineCut-after, wire.Field{Name: "reason-phrase", Value: text(h.reason.of(src)), Spec: "RFC 9112 4",
		Note: "The status code in words, for people: a client ignores it."})
}

// flagsNoSpace reports whether the space after the status code is missing, so that the line end follows it.
func (h *head) flagsNoSpace() bool { return h.line.end-h.line.start == len("HTTP/1.1 200") }

// explainFields lays a field over each line of a section, and returns the names and values.
func explainFields(section []byte, t *wire.Tiler, trailers bool) [][2]string {
	pairs := [][2]string{}
	for l := range fieldLines(section) {
		line := section[l.start:l.end]
		f := wire.Field{}
		switch l.kind {
		case lineEmpty:
			f = wire.Field{Name: "empty line", Value: lineEndText(line), Spec: "RFC 9112 2.1",
				Note: "An empty line ends the header section; the body, if there is one, comes next."}
			if trailers {
				f.Note, f.Spec = "An empty line ends the trailer section, and with it the message.", "RFC 9112 7.1"
			}
		case lineIgnored:
			f = wire.Field{Name: "ignored line", Value: text(trim(line)), Note: WhitespaceBeforeFields.Message, Spec: WhitespaceBeforeFields.Spec}
		case lineNoColon:
			f = wire.Field{Name: "line without a colon", Value: text(trim(line)), Note: NoColon.Message, Spec: NoColon.Spec}
		default:
			name, value := text(section[l.start:l.name]), unfold(section[l.colon+1:l.end])
			n := noteOfField(section[l.start:l.name])
			if l.broken != nil {
				n.text, n.spec = l.broken.Message, l.broken.Spec
			}
			f = wire.Field{Name: name, Value: value, Note: n.text, Spec: n.spec}
			if name == "" {
				f.Name = "empty name"
			}
			pairs = append(pairs, [2]string{name, value})
		}
		t.Field(len(line), f)
	}
	return pairs
}

func explainTrailers(u *wire.Unit, t *wire.Tiler) {
	pairs := explainFields(u.Raw, t, true)
	u.Value, u.Summary = Trailers(pairs), "end of the chunks, no trailers"
	if len(pairs) > 0 {
		u.Summary = "trailers"
		for _, p := range pairs {
			u.Summary += " · " + short([]byte(p[0]+": "+p[1]), maxSummary)
		}
		u.Summary = short([]byte(u.Summary), maxSummary)
	}
}

// explainChunk reports false if the unit does not hold a chunk.
func explainChunk(u *wire.Unit, t *wire.Tiler) bool {
	cut := bytes.IndexByte(u.Raw, '\n') + 1
	if cut == 0 {
		return false
	}
	line, bad := readChunkLine(u.Raw[:cut])
	if bad != nil {
		return false
	}
	last := line.size == 0
	size := wire.Field{Name: "chunk-size", Value: bytesText(line.size), Spec: "RFC 9112 7.1",
		Note: "How many bytes of data the chunk has, in hexadecimal."}
	if last {
		size.Note = "Size 0: this is the last chunk, and the content is complete; trailers may follow."
	}
	t.Field(line.digits, size)
	t.Field(line.end-line.digits, wire.Field{Name: "chunk-ext", Value: text(u.Raw[line.digits:line.end]), Spec: "RFC 9112 7.1.1",
		Note: "Chunk extensions, names and values about this chunk alone: a recipient ignores those that it does not know."})
	t.Field(cut-line.end, wire.Field{Name: "CRLF", Value: lineEndText(u.Raw[line.end:cut]), Spec: "RFC 9112 7.1",
		Note: "The line end after the chunk's size; the data begin right behind it."})
	u.Value, u.Summary = Chunk{Size: line.size}, "chunk, "+bytesText(line.size)
	if last {
		u.Summary = "last chunk"
		return true
	}
	left := t.Rest()
	data := int64(0)
	if !u.Prior.Further {
		if data = line.size; data > int64(len(left)) {
			return false
		}
		t.Field(int(data), wire.Field{Name: "chunk-data", Value: preview(left[:data]), Spec: "RFC 9112 7.1",
			Note: "The data: a piece of the content, cut wherever the sender chose."})
	}
	t.Field(len(left)-int(data), wire.Field{Name: "CRLF", Value: lineEndText(left[data:]), Spec: "RFC 9112 7.1",
		Note: "The line end after the data: it belongs to the chunk's framing, not to the content."})
	return true
}

// lineEndText names a line end.
func lineEndText(s []byte) string {
	if len(s) == 2 {
		return "CRLF"
	}
	return "LF"
}
