package http1

import (
	"bytes"
	"unicode/utf8"

	"wireside/wireview/wire"
)

// explainer lays fields over the lines of a head or of trailers.
type explainer struct {
	raw     []byte
	all     string // the same, if it is UTF-8, so that pieces of it cost nothing; else empty
	t       *wire.Tiler
	head    head
	method  string // of the request, also in a response
	framing Framing
	// eventSource says of a response that the request is one that EventSource makes.
	eventSource bool
}

func (x *explainer) readText() {
	if utf8.Valid(x.raw) {
		x.all = string(x.raw)
	}
}

// text returns a piece as text: what is not UTF-8 becomes U+FFFD.
func (x *explainer) text(p place) string {
	if x.all != "" {
		return x.all[p.start:p.end]
	}
	return text(p.of(x.raw))
}

// short returns a piece as text of at most maxSummary bytes.
func (x *explainer) short(p place) string {
	if p.end-p.start <= maxSummary {
		return x.text(p)
	}
	return short(p.of(x.raw), maxSummary)
}

func (x *explainer) requestLine() {
	h := &x.head
	method := noteOfMethod(h.method)
	x.t.Field(h.target.start-h.line.start, wire.Field{Name: "method", Value: h.method, Note: method.text, Spec: method.spec})
	form := noteOfTarget(h.method, h.target.of(x.raw))
	version := h.line.end - len("HTTP/1.1")
	x.t.Field(version-h.target.start, wire.Field{Name: "request-target", Value: x.text(h.target), Note: form.text, Spec: form.spec})
	x.t.Field(h.lineCut-version, wire.Field{Name: "HTTP-version", Value: h.version, Note: noteOfVersion(h.version), Spec: "RFC 9112 2.3"})
}

func (x *explainer) statusLine() {
	h := &x.head
	const version = len("HTTP/1.1 ")
	x.t.Field(version, wire.Field{Name: "HTTP-version", Value: h.version, Note: noteOfVersion(h.version), Spec: "RFC 9112 2.3"})
	status := noteOfStatus(h.status, x.method)
	if stream := x.noteOfStream(); stream.text != "" {
		status = stream
	}
	code := h.line.start + version
	after := h.reason.start
	if h.flagsNoSpace() {
		after = h.lineCut
	}
	x.t.Field(after-code, wire.Field{Name: "status-code", Value: x.text(place{code, code + len("200")}), Note: status.text, Spec: status.spec})
	x.t.Field(h.lineCut-after, wire.Field{Name: "reason-phrase", Value: x.text(h.reason), Spec: "RFC 9112 4",
		Note: "The status code in words, for people: a client ignores it."})
}

// flagsNoSpace reports whether the space after the status code is missing, so that the line end follows it.
func (h *head) flagsNoSpace() bool { return h.line.end-h.line.start == len("HTTP/1.1 200") }

// fieldLines lays a field over each line of the section that begins at the given place, and returns the names and values.
func (x *explainer) fieldLines(start int) [][2]string {
	section := x.raw[start:]
	pairs := make([][2]string, 0, x.head.fields)
	for l := range fieldLines(section) {
		line := section[l.start:l.end]
		f := wire.Field{}
		switch l.kind {
		case lineEmpty:
			n := x.noteOfEnd()
			f = wire.Field{Name: "empty line", Value: lineEndText(line), Note: n.text, Spec: n.spec}
		case lineIgnored:
			f = wire.Field{Name: "ignored line", Value: text(trim(line)), Note: WhitespaceBeforeFields.Message, Spec: WhitespaceBeforeFields.Spec}
		case lineNoColon:
			f = wire.Field{Name: "line without a colon", Value: text(trim(line)), Note: NoColon.Message, Spec: NoColon.Spec}
		default:
			name, raw := section[l.start:l.name], section[l.colon+1:l.end]
			f.Name, f.Value = x.text(place{start + l.start, start + l.name}), x.value(raw, start+l.colon+1)
			n := x.noteOfField(name, raw)
			if l.broken != nil {
				n = note{l.broken.Message, l.broken.Spec}
			}
			f.Note, f.Spec = n.text, n.spec
			pairs = append(pairs, [2]string{f.Name, f.Value})
			if f.Name == "" {
				f.Name = "empty name"
			}
		}
		x.t.Field(len(line), f)
	}
	return pairs
}

// value returns a field's value, which lies at the given place with its line end, as one line without the space around it.
func (x *explainer) value(raw []byte, at int) string {
	v := trim(raw)
	if bytes.IndexByte(v, '\n') >= 0 || bytes.IndexByte(v, '\r') >= 0 {
		return unfold(v)
	}
	for len(raw) > len(v) && isSpace(raw[0]) {
		raw, at = raw[1:], at+1
	}
	return x.text(place{at, at + len(v)})
}
