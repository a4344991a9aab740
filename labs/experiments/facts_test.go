package experiments

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// numbered are units in the order of a record.
func numbered(units ...Unit) []Unit {
	for i := range units {
		units[i].Seq = uint64(i + 1)
	}
	return units
}

func TestFactsOfConnections(t *testing.T) {
	for _, test := range []struct {
		name  string
		conns []Conn
		want  Values
	}{
		{"none", nil, Values{}},
		{"all the time", []Conn{{1, []string{"sse"}, 50, 0}}, Values{"wire.sse.connectedShare": 1}},
		{"half of it", []Conn{{1, []string{"sse"}, 50, 150}}, Values{"wire.sse.connectedShare": 0.5}},
		{"before and after", []Conn{{1, []string{"sse"}, 10, 90}, {2, []string{"sse"}, 210, 0}}, Values{"wire.sse.connectedShare": 0}},
		{
			"one within, one over, one beside another", []Conn{
				{3, []string{"polling"}, 130, 160}, {1, []string{"polling"}, 110, 150}, {2, []string{"polling"}, 120, 140}, {4, []string{"polling"}, 190, 195},
			},
			Values{"wire.polling.connectedShare": 0.55},
		},
		{
			"one for two lanes", []Conn{{1, []string{"polling", "sse-2"}, 100, 125}, {2, []string{"sse-2"}, 175, 300}},
			Values{"wire.polling.connectedShare": 0.25, "wire.sse-2.connectedShare": 0.5},
		},
	} {
		got := Facts(slices.Values([]Unit(nil)), test.conns, 100, 200)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	if got := Facts(slices.Values([]Unit(nil)), []Conn{{1, []string{"sse"}, 50, 0}}, 100, 100); len(got) != 0 {
		t.Errorf("of no time: %v", got)
	}
}

func TestFactsOfAStream(t *testing.T) {
	fields := func(names ...string) (list []UnitField) {
		for _, name := range names {
			list = append(list, UnitField{Name: name})
		}
		return append(list, UnitField{Name: "blank line"})
	}
	event := func(dispatched bool, names ...string) Unit {
		return Unit{Dir: "s2c", Lane: "sse", Kind: "event", Conn: 1, Length: 10, Fields: fields(names...), Value: UnitValue{Dispatched: dispatched}}
	}
	units := numbered(
		Unit{Dir: "c2s", Lane: "sse", Kind: "request", Conn: 1, Length: 100},
		Unit{Dir: "s2c", Lane: "sse", Kind: "response", Conn: 1, Length: 100, Value: UnitValue{Status: 200}},
		Unit{Dir: "s2c", Kind: "raw", Conn: 9},
		event(false, "retry"), event(false, "comment", "comment"), event(true, "id", "data", "data"), event(true, "id", "event", "data"), event(false, "id"),
		Unit{Dir: "c2s", Lane: "sse", Kind: "request", Conn: 2, Length: 90}, Unit{Dir: "c2s", Lane: "sse", Kind: "body", Conn: 2, Length: 42},
	)
	want := Values{
		"wire.sse.blocks": 5, "wire.sse.dispatched": 2, "wire.sse.withId": 3, "wire.sse.withType": 1, "wire.sse.withData": 2,
		"wire.sse.comments": 2, "wire.sse.retries": 1, "wire.sse.upstreamAfterHead": 42,
	}
	if diff := cmp.Diff(want, Facts(slices.Values(units), nil, 0, 1)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}

	units[5].Fields = nil // as in a compressed stream
	hidden := Values{"wire.sse.blocks": 5, "wire.sse.dispatched": 2, "wire.sse.upstreamAfterHead": 42}
	if diff := cmp.Diff(hidden, Facts(slices.Values(units), nil, 0, 1)); diff != "" {
		t.Errorf("compressed (-want +got):\n%s", diff)
	}

	if got := Facts(slices.Values(units[1:]), nil, 0, 1); len(got) != 0 {
		t.Errorf("of a record without its first unit: %v", got)
	}
	if got := Facts(slices.Values(append(slices.Clone(units[:3]), units[4])), nil, 0, 1); len(got) != 0 {
		t.Errorf("of a record with a hole: %v", got)
	}
}

// frame is a data message of one frame.
func frame(conn uint64, dir, payload string) Unit {
	return Unit{
		Dir: dir, Lane: "websocket", Kind: "frame", Conn: conn, Length: int64(len(payload)) + 2,
		Value: UnitValue{Fin: true, Opcode: 1, Payload: []byte(payload)},
	}
}

// The key and its answer are those of RFC 6455 1.3.
func TestFactsOfASocket(t *testing.T) {
	head := func(conn uint64, kind, dir string, status int, headers ...[2]string) Unit {
		return Unit{Dir: dir, Lane: "websocket", Kind: kind, Conn: conn, Length: 100, Value: UnitValue{Status: status, Headers: headers}}
	}
	key, right := [2]string{"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="}, [2]string{"Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="}
	ping := frame(1, "s2c", "")
	ping.Value.Opcode = 9
	first, second, last := frame(1, "s2c", `{"ech`), frame(1, "s2c", `o":`), frame(1, "s2c", `1}`)
	first.Value.Payload = []byte(`{"echo":`)
	first.Value.Fin, second.Value.Fin, second.Value.Opcode, last.Value.Opcode = false, false, 0, 0
	units := numbered(
		head(1, "request", "c2s", 0, [2]string{"Host", "h"}, key), head(1, "response", "s2c", 101, right),
		head(2, "request", "c2s", 0, key), head(2, "response", "s2c", 101, [2]string{"Sec-WebSocket-Accept", "wrong"}),
		head(3, "request", "c2s", 0), head(3, "response", "s2c", 101, right), // to no key
		head(4, "request", "c2s", 0, key), head(4, "response", "s2c", 503),
		frame(1, "s2c", `{"seq":1}`),                             // nothing is unanswered
		frame(1, "c2s", "a"), frame(2, "s2c", `{"seq":1}`), ping, // another connection's; a control frame
		frame(1, "s2c", `{"seq":2}`), frame(1, "c2s", "b"), frame(1, "s2c", `{"seq":3}`), // both cross
		frame(1, "s2c", `{"echo":"a"}`), frame(1, "s2c", `{"seq":4}`), // b is unanswered still
		first, second, last, // its echo, in pieces
		frame(1, "s2c", `{"seq":5}`),
		head(3, "request", "c2s", 0),
	)
	want := Values{
		"wire.websocket.upgrades": 3, "wire.websocket.acceptRight": 1, "wire.websocket.httpAfterUpgrade": 1,
		"wire.websocket.frames": 13, "wire.websocket.frameBytes": 0, "wire.websocket.duplex": 3, "wire.websocket.maxUnanswered": 2,
		"wire.websocket.upstreamAfterHead": 3 + 3,
	}
	for _, u := range units {
		if u.Kind == "frame" {
			want["wire.websocket.frameBytes"] += float64(u.Length)
		}
	}
	if diff := cmp.Diff(want, Facts(slices.Values(units), nil, 0, 1)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}

	compressed := frame(1, "s2c", "\x00")
	compressed.Value.RSV, compressed.Value.Inflated = 4, []byte(`{"echo":"a"}`)
	units = numbered(frame(1, "c2s", "a"), compressed, frame(1, "s2c", `{"seq":1}`))
	if got := Facts(slices.Values(units), nil, 0, 1); got["wire.websocket.duplex"] != 0 || got["wire.websocket.maxUnanswered"] != 1 {
		t.Errorf("a compressed echo: %v", got)
	}
	units[1].Value.Inflated = nil
	got := Facts(slices.Values(units), nil, 0, 1)
	for _, name := range []string{"duplex", "maxUnanswered"} {
		if v, ok := got["wire.websocket."+name]; ok {
			t.Errorf("what is compressed can't be read, and yet %s is %v", name, v)
		}
	}
	if got["wire.websocket.frames"] != 3 {
		t.Errorf("%v", got)
	}
}

// What the server shows of a unit can be read as one.
func TestUnitsAreReadFromJSON(t *testing.T) {
	var units []Unit
	for _, text := range []string{
		`{"seq":1,"at":9,"conn":7,"dir":"s2c","lane":"sse","proto":"sse","kind":"event","length":71,"spans":[[402,473]],"summary":"","raw":"aWQ6",
			"fields":[{"name":"id","value":"42","spans":[[402,409]],"note":"","spec":""}],"value":{"type":"message","data":"x","lastEventId":"42","dispatched":true}}`,
		`{"seq":2,"at":9,"conn":7,"dir":"s2c","lane":"websocket","kind":"message","length":0,"spans":null,"fields":null,"value":{"type":"text","data":"eA==","frames":[1]}}`,
		`{"seq":3,"conn":7,"dir":"s2c","lane":"websocket","kind":"response","length":5,"value":{"version":"HTTP/1.1","status":101,"reason":"","headers":[["A","b"]],"framing":"upgrade"}}`,
		`{"seq":4,"conn":7,"dir":"s2c","lane":"sse","kind":"trailers","length":2,"value":[["A","b"]]}`,
		`{"seq":5,"conn":7,"dir":"c2s","lane":"websocket","kind":"frame","length":5,"value":{"fin":true,"rsv":4,"opcode":1,"masked":true,"maskKey":"00","length":1,"payload":"eA==","inflated":"eHg="}}`,
	} {
		var u Unit
		if err := json.Unmarshal([]byte(text), &u); err != nil {
			t.Fatal(err)
		}
		units = append(units, u)
	}
	want := []Unit{
		{1, 9, 7, "s2c", "sse", "event", 71, []UnitField{{"id", "42"}}, UnitValue{Dispatched: true}},
		{2, 9, 7, "s2c", "websocket", "message", 0, nil, UnitValue{}},
		{3, 0, 7, "s2c", "websocket", "response", 5, nil, UnitValue{Status: 101, Headers: [][2]string{{"A", "b"}}}},
		{4, 0, 7, "s2c", "sse", "trailers", 2, nil, UnitValue{}},
		{5, 0, 7, "c2s", "websocket", "frame", 5, nil, UnitValue{Fin: true, RSV: 4, Opcode: 1, Payload: []byte("x"), Inflated: []byte("xx")}},
	}
	if diff := cmp.Diff(want, units); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
