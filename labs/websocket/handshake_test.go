package websocket

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// RFC 6455 section 1.3.
func TestAcceptKey(t *testing.T) {
	if got, want := AcceptKey("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestUpgradeResponse(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	h := r.open(t, "/ws", nil, "Cookie: a=b", "User-Agent: x").response.Header
	if diff := cmp.Diff("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", h.Get("Sec-WebSocket-Accept")); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol"} {
		if h.Values(name) != nil {
			t.Errorf("%s: %q, though nobody asked", name, h.Get(name))
		}
	}
}

// A list may span header lines (RFC 9110 section 5.3).
func TestUpgradeWithSplitHeaders(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	request := strings.NewReplacer("Connection: keep-alive, Upgrade", "Connection: keep-alive\r\nConnection: upgrade",
		"Upgrade: WebSocket", "Upgrade: h2c\r\nUpgrade: websocket").Replace(r.request("/ws"))
	response, err := http.ReadResponse(bufio.NewReader(r.Send(t, request)), nil)
	if err != nil || response.StatusCode != http.StatusSwitchingProtocols {
		t.Fatal(response, err)
	}
}

func TestRefusals(t *testing.T) {
	full := lab.Error{Status: 503, Code: "full", Message: "full"}
	admitted := 0
	r := start(t, feed.Config{}, Config{
		Origins: []string{"https://lab.example"},
		Admit:   func() (func(), error) { admitted++; return nil, &full },
	})
	good := r.request("/ws")
	replace := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("no %q in %q", old, good)
		}
		return strings.Replace(good, old, new, 1)
	}
	with := func(lines ...string) string { return r.request("/ws", lines...) }
	upgrade := http.Header{"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"13"}}

	for name, test := range map[string]struct {
		request string
		status  int
		code    string
		headers http.Header
	}{
		"plain GET":         {"GET /ws HTTP/1.1\r\nHost: x\r\n\r\n", 426, "upgrade_required", upgrade},
		"another upgrade":   {replace("WebSocket\r\n", "h2c\r\n"), 426, "upgrade_required", upgrade},
		"old version":       {replace("Version: 13", "Version: 8"), 426, "upgrade_required", upgrade},
		"no version":        {replace("Sec-WebSocket-Version: 13\r\n", ""), 426, "upgrade_required", upgrade},
		"POST":              {replace("GET", "POST"), 405, "method_not_allowed", http.Header{"Allow": {"GET"}}},
		"HTTP/1.0":          {replace("HTTP/1.1", "HTTP/1.0"), 400, "http_version", nil},
		"no key":            {replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""), 400, "bad_key", nil},
		"short key":         {replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j"), 400, "bad_key", nil},
		"not base64":        {replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j!Q=="), 400, "bad_key", nil},
		"two keys":          {with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), 400, "bad_key", nil},
		"foreign Origin":    {with("Origin: http://evil.example"), 403, "bad_origin", nil},
		"Origin null":       {with("Origin: null"), 403, "bad_origin", nil},
		"empty Origin":      {with("Origin:"), 403, "bad_origin", nil},
		"another port":      {with("Origin: http://127.0.0.1:1"), 403, "bad_origin", nil},
		"another scheme":    {with("Origin: https://" + r.Addr), 403, "bad_origin", nil},
		"two Origins":       {with("Origin: http://"+r.Addr, "Origin: http://evil.example"), 403, "bad_origin", nil},
		"bad cursor":        {replace("/ws", "/ws?after=banana"), 400, "bad_cursor", nil},
		"same origin, full": {with("Origin: http://" + r.Addr), 503, "full", nil},
		"other origin":      {with("Origin: https://lab.example"), 503, "full", nil},
		"split Connection":  {replace("Connection: keep-alive, Upgrade", "Connection: keep-alive\r\nConnection: Upgrade"), 503, "full", nil},
	} {
		t.Run(name, func(t *testing.T) {
			response, err := http.ReadResponse(bufio.NewReader(r.Send(t, test.request)), nil)
			if err != nil {
				t.Fatal(err)
			}
			var body struct{ Error struct{ Code string } }
			if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
				t.Fatal(err)
			}
			headers := http.Header{}
			for key := range test.headers {
				headers[key] = response.Header[key]
			}
			if diff := cmp.Diff([]any{test.status, test.code}, []any{response.StatusCode, body.Error.Code}); diff != "" {
				t.Errorf("status and code (-want +got):\n%s", diff)
			}
			if len(test.headers) > 0 {
				if diff := cmp.Diff(test.headers, headers); diff != "" {
					t.Errorf("headers (-want +got):\n%s", diff)
				}
			}
		})
	}
	if admitted != 3 {
		t.Errorf("Admit was asked %d times, want 3: only once all else is right", admitted)
	}
}

func TestSameOrigin(t *testing.T) {
	for _, test := range []struct {
		origin, host string
		secure, want bool
	}{
		{"http://localhost:8080", "localhost:8080", false, true},
		{"http://LOCALHOST:8080", "localhost:8080", false, true},
		{"http://lab.example", "lab.example:80", false, true},
		{"https://lab.example:443", "lab.example", true, true},
		{"http://[::1]:8080", "[::1]:8080", false, true},
		{"http://[::1]", "[::1]:80", false, true},
		{"https://lab.example", "lab.example", false, false},
		{"http://lab.example", "lab.example", true, false},
		{"http://localhost:8081", "localhost:8080", false, false},
		{"http://127.0.0.1:8080", "localhost:8080", false, false},
		{"http://localhost:8080.evil.example", "localhost:8080", false, false},
		{"http://localhost:8080@evil.example", "localhost:8080", false, false},
		{"http://localhost:8080/", "localhost:8080", false, false},
		{"null", "localhost:8080", false, false},
		{"", "", false, false},
		{"http://", "", false, false},
	} {
		if got := SameOrigin(test.origin, test.host, test.secure); got != test.want {
			t.Errorf("SameOrigin(%q, %q, %v) = %v", test.origin, test.host, test.secure, got)
		}
	}
}

// The offers are those of RFC 7692 section 7.1, and of browsers.
func TestAcceptsDeflate(t *testing.T) {
	for offer, want := range map[string]bool{
		"":                   false,
		"permessage-deflate": true,
		"permessage-deflate; client_max_window_bits":                                                true,
		`permessage-deflate; client_max_window_bits="10"`:                                           true,
		"permessage-deflate; server_no_context_takeover; client_no_context_takeover":                true,
		"permessage-deflate; server_max_window_bits=10":                                             false,
		"permessage-deflate; server_max_window_bits=15":                                             true,
		"permessage-deflate; client_max_window_bits; server_max_window_bits=10, permessage-deflate": true,
		"permessage-deflate; server_no_context_takeover=1":                                          false,
		"permessage-deflate; client_max_window_bits=16":                                             false,
		"permessage-deflate; client_max_window_bits=08":                                             false,
		"permessage-deflate; client_max_window_bits; client_max_window_bits":                        false,
		"permessage-deflate; foo":                                                                   false,
		"permessage-deflate-frame":                                                                  false,
		"x-webkit-deflate-frame, permessage-deflate":                                                true,
	} {
		if got := AcceptsDeflate(offer); got != want {
			t.Errorf("AcceptsDeflate(%q) = %v", offer, got)
		}
	}
}

func TestDeflateIsNegotiated(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	const agreed = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
	const offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
	for name, test := range map[string]struct {
		path, offer, want string
	}{
		"asked and offered":          {"/ws?deflate=1", offer, agreed},
		"asked, not offered":         {"/ws?deflate=1", "X: y", ""},
		"offered, not asked":         {"/ws", offer, ""},
		"on terms we can't keep":     {"/ws?deflate=1", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9", ""},
		"echo, offered":              {"/echo", offer, agreed},
		"echo, offered on two lines": {"/echo", "Sec-WebSocket-Extensions: x\r\n" + offer, agreed},
	} {
		t.Run(name, func(t *testing.T) {
			got := r.open(t, test.path, nil, test.offer).response.Header.Get("Sec-WebSocket-Extensions")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
