package oracle

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"testing"

	"wireside/wireview/wire"
)

// checkCorruptions fails if the comparison does not find a change in one of the units.
func checkCorruptions(t *testing.T, theirs conversations, units []unit) {
	for _, c := range corruptions {
		t.Run(c.name, func(t *testing.T) {
			changed := slices.Clone(units)
			i := slices.IndexFunc(changed, c.pick)
			if i < 0 {
				t.Fatal("there is no such unit")
			}
			c.change(&changed[i])
			if len(compare(t, theirs, changed)) == 0 {
				t.Errorf("a change in %s went unnoticed", changed[i].Summary)
			}
		})
	}
}

// corruptions are changes of one unit, none of which may pass.
var corruptions = []struct {
	name   string
	pick   func(unit) bool
	change func(*unit)
}{
	{"a bit of an event", kind(wire.KindEvent), flip},
	{"a bit of a chunk's framing", kind(wire.KindChunk), flip},
	{"a bit of a head", kind(wire.KindRequest), flip},
	{"a bit of a body", kind(wire.KindBody), flip},
	{"a bit of a frame", kind(wire.KindFrame), flip},
	{"a unit left out", kind(wire.KindEvent), func(u *unit) { u.Kind, u.Raw, u.Spans = wire.KindEnd, nil, nil }},
	{"a span moved", kind(wire.KindFrame), func(u *unit) { u.Spans = wire.Spans{{u.Spans[0][0] + 1, u.Spans[0][1] + 1}} }},
	{"a method", kind(wire.KindRequest), set("method", "PUT")},
	{"a target", kind(wire.KindRequest), set("target", "/")},
	{"a status", whole, set("status", 299)},
	{"a reason", whole, set("reason", "Fine")},
	{"a header", whole, set("headers", [][2]string{{"Content-Length", "1"}})},
	{"the last chunk's size", func(u unit) bool { return u.Kind == wire.KindChunk && fields(&u)["size"] == 0.0 }, set("size", 1)},
	{"fin", kind(wire.KindFrame), flipped("fin")},
	{"rsv", opcode(text), set("rsv", 1)},
	{"an opcode", opcode(text), set("opcode", binry)},
	{"a mask", opcode(text), flipped("masked")},
	{"a masking key", fromClient, set("maskKey", "00000000")},
	{"a length", opcode(binry), set("length", 3)},
	{"a text", clear, set("payload", []byte("else"))},
	{"binary data", func(u unit) bool { return opcode(binry)(u) && fields(&u)["length"] != 0.0 }, set("payload", []byte("else"))},
	{"a ping's payload", opcode(ping), set("payload", []byte("else"))},
	{"an inflated text", has("inflated"), set("inflated", []byte("else"))},
	{"a close code", func(u unit) bool { return has("close")(u) && fields(&u)["length"] != 0.0 }, set("close", map[string]any{"code": 1001, "reason": "enough"})},
	{"a joined message", joined, set("data", []byte("else"))},
}

func kind(k wire.Kind) func(unit) bool { return func(u unit) bool { return u.Kind == k } }

func opcode(code int) func(unit) bool {
	return func(u unit) bool { return u.Kind == wire.KindFrame && fields(&u)["opcode"] == float64(code) }
}

func has(field string) func(unit) bool {
	return func(u unit) bool { return u.Kind == wire.KindFrame && fields(&u)[field] != nil }
}

// clear picks a text that is neither compressed nor in fragments.
func clear(u unit) bool {
	return opcode(text)(u) && fields(&u)["rsv"] == 0.0 && fields(&u)["fin"] == true && fields(&u)["length"] != 0.0
}

// whole picks the head of a response that was not cut off.
func whole(u unit) bool { return u.Kind == wire.KindResponse && fields(&u)["framing"] == "length" }

// joined picks a message in fragments that is not compressed.
func joined(u unit) bool {
	return u.Kind == wire.KindMessage && fields(&u)["data"] == base64.StdEncoding.EncodeToString([]byte("one two three"))
}

func fromClient(u unit) bool { return u.Kind == wire.KindFrame && u.Dir == wire.C2S }

// flip flips a bit in the midst of a unit.
func flip(u *unit) {
	u.Raw = slices.Clone(u.Raw)
	u.Raw[len(u.Raw)/2] ^= 1
}

// set changes a part of the value.
func set(field string, to any) func(*unit) {
	return func(u *unit) {
		v := fields(u)
		v[field] = to
		var err error
		if u.Value, err = json.Marshal(v); err != nil {
			panic(err)
		}
	}
}

// flipped changes a part of the value that is true or false.
func flipped(field string) func(*unit) {
	return func(u *unit) { set(field, fields(u)[field] != true)(u) }
}

// fields returns the parts of a unit's value.
func fields(u *unit) map[string]any {
	var v map[string]any
	if err := json.Unmarshal(u.Value, &v); err != nil {
		panic(err)
	}
	return v
}
