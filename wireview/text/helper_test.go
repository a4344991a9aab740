package text_test

import (
	"bytes"
	"testing"

	"wireside/wireview/coding"
	"wireside/wireview/eventstream"
	"wireside/wireview/http1"
	"wireside/wireview/text"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// lay gives a unit its bytes, and fields over them; each field's Value is the bytes that it takes, and its Spec may be empty.
func lay(u wire.Unit, spans wire.Spans, raw string, fields ...wire.Field) *wire.Unit {
	u.Conn, u.Raw, u.Spans, u.Length = 7, []byte(raw), spans, int64(len(raw))
	u.At = 1763794512203114 + int64(u.Seq)*1e6
	t := wire.Tile(&u)
	for _, f := range fields {
		n := len(f.Value)
		f.Value = string(bytes.TrimRight([]byte(f.Value), "\n"))
		t.Field(n, f)
	}
	return &u
}

// sample has a unit of each kind that is written in a way of its own.
func sample() []*wire.Unit {
	retry := int64(500)
	return []*wire.Unit{
		lay(wire.Unit{Seq: 1, Proto: wire.HTTP1, Kind: wire.KindRequest, Summary: "GET /a\x1b[2Jb?name=\xff"}, wire.Spans{{0, 35}},
			"GET /a\x1b[2Jb?name=\xff HTTP/1.1\r\nX: y\r\n",
			wire.Field{Name: "method", Value: "GET ", Note: "Asks for the resource's current representation.", Spec: "RFC 9110 9.3.1"},
			wire.Field{Name: "request-target", Value: "/a\x1b[2Jb?name=\xff ", Note: "The path and query of the resource that is asked for; the host is in Host.", Spec: "RFC 9112 3.2.1"},
			wire.Field{Name: "HTTP-version", Value: "HTTP/1.1\r\n", Spec: "RFC 9112 2.3"},
			wire.Field{Name: "X", Value: "X: y\r\n", Note: "A note without a section."}),
		lay(wire.Unit{Seq: 2, Dir: wire.S2C, Proto: wire.SSE, Kind: wire.KindEvent, Summary: "id: 42 · data: 漢字",
			Value: eventstream.Event{Type: `a "b"`, Data: "漢字\nx", LastEventID: "42", Dispatched: true, Retry: &retry}}, wire.Spans{{83, 98}, {104, 116}},
			"id: 42\ndata: 漢字\ndata: \n",
			wire.Field{Name: "id", Value: "id: 42\n", Note: "Sets the last event ID.", Spec: "WHATWG 9.2.6"},
			wire.Field{Name: "data", Value: "data: 漢字\n", Note: "Appends its value and a line feed to the data buffer, in spite of the chunk that ends inside it.", Spec: "WHATWG 9.2.6"},
			wire.Field{Name: "data", Value: "data: \n", Spec: "WHATWG 9.2.6"}),
		lay(wire.Unit{Seq: 3, Dir: wire.S2C, Proto: wire.SSE, Kind: wire.KindEnd, Summary: "end, incomplete",
			Value: eventstream.End{Incomplete: true, LastEventID: "42", Retry: &retry}}, nil, ""),
		lay(wire.Unit{Seq: 4, Proto: wire.WebSocket, Kind: wire.KindFrame, Summary: "opcode 3 fin · 1 B",
			Error: &wire.Violation{Name: "frame-reserved-opcode", Spec: "RFC 6455 5.2", Message: "The opcode is reserved.", Close: 1002},
			Value: wsframe.Frame{Inflated: []byte("inflated \x07")}}, wire.Spans{{142, 145}},
			"\x83\x01?",
			wire.Field{Name: "opcode", Value: "\x83", Note: "FIN is set.", Spec: "RFC 6455 5.2"},
			wire.Field{Name: "length", Value: "\x01", Note: "The opcode is reserved.", Spec: "RFC 6455 5.2"},
			wire.Field{Name: "payload", Value: "?", Note: "No meaning yet."}),
		lay(wire.Unit{Seq: 5, Proto: wire.WebSocket, Kind: wire.KindFrame, Summary: "pong 0 B",
			Value: wsframe.Frame{Pong: &wsframe.Pong{Ping: 2, RTT: 1250}}}, wire.Spans{{145, 147}}, "\x8a\x00"),
		lay(wire.Unit{Seq: 6, Proto: wire.WebSocket, Kind: wire.KindMessage, Summary: "binary message of 2 frames · 3 B",
			Value: wsframe.Message{Type: "binary", Data: []byte("\x00\xff\x01"), Frames: []uint64{3, 4}}}, nil, ""),
		lay(wire.Unit{Seq: 7, Proto: wire.HTTP1, Kind: wire.KindEnd, Summary: "end", Value: http1.End{}}, nil, ""),
		lay(wire.Unit{Seq: 8, Dir: wire.S2C, Proto: wire.Raw, Kind: wire.KindRaw, Summary: "300 bytes not read: status-line",
			Error: &wire.Violation{Name: "status-line", Spec: "RFC 9112 4", Message: "A status-line is a version, three digits and a reason; this is not one."}}, wire.Spans{{0, 300}},
			string(bytes.Repeat([]byte("0123456789"), 30)),
			wire.Field{Name: "bytes", Value: string(bytes.Repeat([]byte("0123456789"), 30)), Note: "A status-line is a version, three digits and a reason; this is not one."}),
	}
}

// values are what a unit may come to, with text from the wire wherever there is some.
func values(a, b string, raw []byte) []any {
	return []any{
		nil,
		eventstream.Event{Type: a, Data: b, LastEventID: a, Dispatched: true},
		eventstream.Event{Bodies: []uint64{1, 2}},
		eventstream.End{Incomplete: true, LastEventID: b},
		coding.Content{Coding: a, InflatedSize: int64(len(b)), Inflated: []byte(b)},
		wsframe.Message{Type: "text", Data: []byte(a), Frames: []uint64{1, 2}},
		wsframe.Message{Type: "binary", Data: raw},
		wsframe.Frame{Inflated: []byte(b)},
	}
}

func print(t testing.TB, cfg text.Config, units []*wire.Unit) string {
	t.Helper()
	var out bytes.Buffer
	p := text.New(&out, cfg)
	for _, u := range units {
		if err := p.Unit(u); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
