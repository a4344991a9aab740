package http1

import (
	"bytes"
	"strconv"

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
		shown := preview(u.Raw)
		t.Field(len(u.Raw), wire.Field{Name: "content", Value: shown, Spec: "RFC 9112 6",
			Note: "Bytes of the message's content, as they are: the head says how many there are, or the connection's end does."})
		u.Value, u.Summary = Content{Size: int64(len(u.Raw))}, oneLine(shown)
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
	if len(left) == 0 {
		return
	}
	f := wire.Field{Name: "bytes", Value: preview(left), Note: "Bytes that could not be read."}
	if u.Error != nil {
		f.Note, f.Spec = u.Error.Message, u.Error.Spec
	}
	t.Field(len(left), f)
}

// explainHead reports false if the unit does not hold a head.
func explainHead(u *wire.Unit, t *wire.Tiler, role Role) bool {
	x := explainer{raw: u.Raw, t: t}
	h := &x.head
	h.role = role
	if end, bad := h.read(u.Raw); bad != nil || end != len(u.Raw) {
		return false
	}
	x.method = h.method
	if role == Responses {
		x.method, x.eventSource = u.Prior.Method, u.Prior.EventSource
	}
	var bad *wire.Violation
	if x.framing, bad = h.frame(x.method); bad != nil {
		return false
	}
	x.readText()
	t.Expect(h.fields + 4) // three of the start-line, and the empty line
	for at := 0; at < h.line.start; {
		n := emptyLine(u.Raw[at:])
		t.Field(n, wire.Field{Name: "empty line", Value: lineEndText(u.Raw[at : at+n]), Spec: "RFC 9112 2.2",
			Note: "An empty line before the message: a server ignores it before a request-line, since some old clients sent one too many."})
		at += n
	}
	if role == Requests {
		x.requestLine()
	} else {
		x.statusLine()
	}
	headers := x.fieldLines(h.lineCut)
	if role == Requests {
		u.Value = Request{Method: h.method, Target: x.text(h.target), Version: h.version, Headers: headers, Framing: x.framing}
		u.Summary = short([]byte(h.method), maxSummary) + " " + x.short(h.target)
		return true
	}
	u.Value = Response{Version: h.version, Status: h.status, Reason: x.text(h.reason), Headers: headers, Framing: x.framing}
	u.Summary = x.short(place{h.line.start + len("HTTP/1.1 "), h.line.end})
	return true
}

func explainTrailers(u *wire.Unit, t *wire.Tiler) {
	x := explainer{raw: u.Raw, t: t}
	x.readText()
	x.head.trailer = true
	pairs := x.fieldLines(0)
	u.Value, u.Summary = Trailers(pairs), "end of the chunks, no trailers"
	if len(pairs) > 0 {
		u.Summary = "trailers"
		for _, p := range pairs {
			if len(u.Summary) > maxSummary {
				break
			}
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
	t.Expect(5)
	last := line.size == 0
	const chunk = "chunk, "
	summary := chunk + strconv.FormatInt(line.size, 10) + " bytes"
	if line.size == 1 {
		summary = chunk + "1 byte"
	}
	size := wire.Field{Name: "chunk-size", Value: summary[len(chunk):], Spec: "RFC 9112 7.1",
		Note: "How many bytes of data the chunk has, in hexadecimal."}
	if last {
		size.Note = "Size 0: this is the last chunk, and the content is complete; trailers may follow."
	}
	t.Field(line.digits, size)
	if line.digits < line.end {
		t.Field(line.end-line.digits, wire.Field{Name: "chunk-ext", Value: text(u.Raw[line.digits:line.end]), Spec: "RFC 9112 7.1.1",
			Note: "Chunk extensions, names and values about this chunk alone: a recipient ignores those that it does not know."})
	}
	t.Field(cut-line.end, wire.Field{Name: "CRLF", Value: lineEndText(u.Raw[line.end:cut]), Spec: "RFC 9112 7.1",
		Note: "The line end after the chunk's size; the data begin right behind it."})
	u.Value, u.Summary = Chunk{Size: line.size}, summary
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
