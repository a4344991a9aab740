package app

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inspected is what is compared of a unit.
type inspected struct {
	Seq     uint64 `json:"seq"`
	Dir     string `json:"dir"`
	Kind    string `json:"kind"`
	Length  int    `json:"length"`
	Invalid bool   `json:"-"`
}

// Loose bytes become units, all of them covered; what can't be read of a request is said.
func TestInspect(t *testing.T) {
	a := startApp(t, Limits{})
	post := func(query, body string) (int, string) {
		t.Helper()
		resp, err := http.Post(a.URL()+"/api/inspect?"+query, "application/octet-stream", strings.NewReader(body))
		return answerOf(t, resp, err)
	}
	for _, test := range []struct {
		query, body string
		want        []inspected
	}{
		{"as=sse", "data: a\n\nid: 1\ndata", []inspected{{1, "s2c", "event", 9, false}, {2, "s2c", "event", 10, false}, {3, "s2c", "end", 0, false}}},
		{"as=websocket&from=client", "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", []inspected{{1, "c2s", "frame", 11, false}, {2, "c2s", "end", 0, false}}},
		{"as=websocket", "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", []inspected{{1, "s2c", "frame", 11, true}, {2, "s2c", "end", 0, false}}},
		{"as=http1&from=server&methods=HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", []inspected{{1, "s2c", "response", 38, false}, {2, "s2c", "end", 0, false}}},
	} {
		status, body := post(test.query, test.body)
		if status != 200 {
			t.Errorf("%s: %d %s", test.query, status, body)
			continue
		}
		var got []inspected
		for line := range strings.Lines(body) {
			var u struct {
				inspected
				Error *json.RawMessage `json:"error"`
			}
			if err := json.Unmarshal([]byte(line), &u); err != nil {
				t.Fatal(err, line)
			}
			u.Invalid = u.Error != nil
			got = append(got, u.inspected)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s%s", test.query, diff, body)
		}
	}
	for query, code := range map[string]string{
		"as=tls": "bad_bytes", "": "bad_bytes", "as=sse&from=client": "bad_bytes", "as=sse&from=nobody": "bad_bytes",
		"as=sse&deflate=permessage-deflate": "bad_bytes", "as=websocket&deflate=gzip": "bad_bytes", "as=websocket&methods=GET": "bad_bytes",
	} {
		if status, body := post(query, "x"); status != 400 || !strings.Contains(body, `"`+code+`"`) {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
	if status, body := post("as=sse", strings.Repeat("x", maxLoose+1)); status != 413 {
		t.Errorf("too long: %d %s", status, body)
	}
	if status, body := post("as=websocket", string(bytes.Repeat([]byte{0x89, 0}, maxLoose/2))); status != 200 || strings.Count(body, "\n") < maxLoose/2 {
		t.Errorf("as many frames as may be: %d, %d units", status, strings.Count(body, "\n"))
	}
}
