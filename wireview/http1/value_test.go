package http1_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// The values' own JSON is what encoding/json makes of them.
func TestAppendJSON(t *testing.T) {
	pairs := [][2]string{{"Host", "a"}, {"", "<\xff\n\">"}}
	for _, v := range []wire.JSONAppender{
		http1.Request{}, http1.Request{Method: "GET", Target: "/<\u2028>", Version: "HTTP/1.1", Headers: pairs, Framing: http1.FramingChunked},
		http1.Response{Headers: [][2]string{}}, http1.Response{Version: "HTTP/1.1", Status: -1, Reason: "\x00", Headers: pairs[:1], Framing: http1.FramingUpgrade},
		http1.Chunk{}, http1.Chunk{Size: 1 << 62}, http1.Content{Size: -1}, http1.Trailers(nil), http1.Trailers{}, http1.Trailers(pairs),
		http1.End{}, http1.End{Incomplete: true},
	} {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.String(), string(v.AppendJSON(nil))+"\n"); diff != "" {
			t.Errorf("-encoding/json +AppendJSON\n%s", diff)
		}
	}
}
