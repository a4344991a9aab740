package wsframe

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// TestAppendJSON compares with encoding/json, on values with everything and with as little as there can be.
func TestAppendJSON(t *testing.T) {
	for _, v := range []wire.JSONAppender{
		Frame{}, Message{}, End{}, Close{}, Pong{},
		Frame{
			Fin: true, RSV: 4, Opcode: 10, Masked: true, MaskKey: "37fa213d", Length: 3, Payload: []byte{0, 0xff, 'a'},
			Inflated: []byte{}, Close: &Close{Code: 1001, Reason: "\"<away>\u2028\n\xff"}, Pong: &Pong{Ping: 7, RTT: -12},
		},
		Frame{Payload: []byte{}, Inflated: []byte("what it says")},
		Message{
			Type: "text", Data: []byte("a"), Frames: []uint64{1, 1 << 63}, Deflated: true, Lost: true, Compressed: 99,
		},
		Message{Data: []byte{}, Frames: []uint64{}},
		End{Incomplete: true},
	} {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		got := v.AppendJSON([]byte("before"))
		if diff := cmp.Diff("before"+want.String(), string(got)+"\n"); diff != "" {
			t.Errorf("%T: -want +got\n%s", v, diff)
		}
	}
}
