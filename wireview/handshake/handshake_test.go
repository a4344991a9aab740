package handshake_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/handshake"
	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// The key and the answer of RFC 6455 1.3.
const (
	key    = "dGhlIHNhbXBsZSBub25jZQ=="
	accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
	hash   = "b37a4f2cc0624f1690f64606cf385945b2bec4ea"
)

const (
	ask = "GET /chat HTTP/1.1\nHost: server.example.com\nUpgrade: websocket\nConnection: keep-alive, Upgrade\n" +
		"Sec-WebSocket-Key: " + key + "\nSec-WebSocket-Version: 13\n"
	answer = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: " + accept + "\n"
)

// head decodes a head, given without its empty line, and passes it to see.
func head(t testing.TB, role http1.Role, lines string, see func(*http1.Head)) *wire.Unit {
	t.Helper()
	var unit *wire.Unit
	seen := 0
	d := http1.New(http1.Config{
		Role: role,
		Emit: func(u *wire.Unit) {
			if u.Kind == wire.KindRequest || u.Kind == wire.KindResponse {
				unit = u.Clone()
			}
		},
		Head: func(h *http1.Head) http1.Body { seen++; see(h); return nil },
	})
	d.Write([]byte(strings.ReplaceAll(lines, "\n", "\r\n") + "\r\n"))
	if seen != 1 {
		t.Fatalf("%d heads in %q", seen, lines)
	}
	return unit
}

func request(t testing.TB, lines string) (o *handshake.Offer, bad *wire.Violation) {
	head(t, http1.Requests, lines, func(h *http1.Head) { o, bad = handshake.Ask(h) })
	return o, bad
}

func name(v *wire.Violation) string {
	if v == nil {
		return ""
	}
	return v.Name + " (" + v.Spec + ")"
}

// change replaces a line of a head, or with an empty new line takes it off.
func change(t testing.TB, head, old, line string) string {
	if !strings.Contains(head, old) {
		t.Fatalf("%q is not in %q", old, head)
	}
	if line != "" {
		line += "\n"
	}
	return strings.Replace(head, old+"\n", line, 1)
}

func TestRequests(t *testing.T) {
	const keyLine, versionLine = "Sec-WebSocket-Key: " + key, "Sec-WebSocket-Version: 13"
	for _, test := range []struct{ old, line, want string }{
		{versionLine, versionLine, ""},
		{"Upgrade: websocket", "Upgrade: h2c, WebSocket", ""},
		{"Connection: keep-alive, Upgrade", "CONNECTION: uPGRADE", ""},
		{"GET /chat HTTP/1.1", "POST /chat HTTP/1.1", "handshake-method (RFC 6455 4.1)"},
		{"GET /chat HTTP/1.1", "GET /chat HTTP/1.0", "handshake-http-version (RFC 6455 4.1)"},
		{"Upgrade: websocket", "", "handshake-upgrade (RFC 6455 4.1)"},
		{"Upgrade: websocket", "Upgrade: h2c", "handshake-upgrade (RFC 6455 4.1)"},
		{"Connection: keep-alive, Upgrade", "", "handshake-connection (RFC 6455 4.1)"},
		{"Connection: keep-alive, Upgrade", "Connection: keep-alive", "handshake-connection (RFC 6455 4.1)"},
		{keyLine, "", "handshake-key-missing (RFC 6455 4.1)"},
		{keyLine, keyLine + "\n" + keyLine, "handshake-key-repeated (RFC 6455 11.3.1)"},
		{keyLine, "Sec-WebSocket-Key: c2hvcnQ=", "handshake-key (RFC 6455 4.1)"},
		{keyLine, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ!==", "handshake-key (RFC 6455 4.1)"},
		{keyLine, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSEh", "handshake-key (RFC 6455 4.1)"},
		{keyLine, "Sec-WebSocket-Key:", "handshake-key (RFC 6455 4.1)"},
		{versionLine, "", "handshake-version-missing (RFC 6455 4.1)"},
		{versionLine, versionLine + "\n" + versionLine, "handshake-version-repeated (RFC 6455 11.3.5)"},
		{versionLine, "Sec-WebSocket-Version: 8", "handshake-version (RFC 6455 4.1)"},
		{versionLine, "Sec-WebSocket-Version: 013", "handshake-version (RFC 6455 4.1)"},
		{versionLine, versionLine + "\nSec-WebSocket-Protocol: chat, superchat", ""},
		{versionLine, versionLine + "\nSec-WebSocket-Protocol: chat\nSec-WebSocket-Protocol: superchat", ""},
		{versionLine, versionLine + "\nSec-WebSocket-Protocol:", "handshake-protocols (RFC 6455 4.1)"},
		{versionLine, versionLine + "\nSec-WebSocket-Protocol: a b", "handshake-protocols (RFC 6455 4.1)"},
		{versionLine, versionLine + "\nSec-WebSocket-Protocol: chat, chat", "handshake-protocols-repeated (RFC 6455 4.1)"},
		{versionLine, versionLine + "\nSec-WebSocket-Extensions: foo;bar;baz=\"q\", x", ""},
		{versionLine, versionLine + "\nSec-WebSocket-Extensions:", "handshake-extensions (RFC 6455 9.1)"},
		{versionLine, versionLine + "\nSec-WebSocket-Extensions: foo;", "handshake-extensions (RFC 6455 9.1)"},
		{versionLine, versionLine + "\nSec-WebSocket-Extensions: foo;a=", "handshake-extensions (RFC 6455 9.1)"},
		{versionLine, versionLine + "\nSec-WebSocket-Extensions: foo;a=\"x y\"", "handshake-extensions (RFC 6455 9.1)"},
		{versionLine, versionLine + "\nSec-WebSocket-Extensions: foo;a=\"x", "handshake-extensions (RFC 6455 9.1)"},
		{versionLine, versionLine + "\nSec-WebSocket-Extensions: foo bar", "handshake-extensions (RFC 6455 9.1)"},
	} {
		if _, bad := request(t, change(t, ask, test.old, test.line)); name(bad) != test.want {
			t.Errorf("%q in place of %q: %q, want %q", test.line, test.old, name(bad), test.want)
		}
	}
	if o, bad := request(t, "GET / HTTP/1.1\nHost: x\nUpgrade: h2c\nConnection: Upgrade\n"); o != nil || bad != nil {
		t.Errorf("a request for something else: %v, %v", o, bad)
	}
}

// TestOffers tries the parameters of permessage-deflate in a request (RFC 7692 7.1).
func TestOffers(t *testing.T) {
	for parameters, want := range map[string]string{
		"":                                "",
		"; client_max_window_bits":        "",
		"; client_max_window_bits=8":      "",
		"; server_max_window_bits=\"15\"": "",
		"; client_no_context_takeover; server_no_context_takeover; server_max_window_bits=10; client_max_window_bits=10": "",
		"; client_max_window_bits=7":                         "deflate-parameter-value (RFC 7692 7.1)",
		"; client_max_window_bits=16":                        "deflate-parameter-value (RFC 7692 7.1)",
		"; client_max_window_bits=08":                        "deflate-parameter-value (RFC 7692 7.1)",
		"; client_max_window_bits=+9":                        "deflate-parameter-value (RFC 7692 7.1)",
		"; server_max_window_bits":                           "deflate-parameter-value (RFC 7692 7.1)",
		"; server_no_context_takeover=1":                     "deflate-parameter-value (RFC 7692 7.1)",
		"; client_no_context_takeover=true":                  "deflate-parameter-value (RFC 7692 7.1)",
		"; client_max_window_bits; client_max_window_bits=9": "deflate-parameter-repeated (RFC 7692 7.1)",
		"; max_window_bits=9":                                "deflate-parameter-unknown (RFC 7692 7.1)",
	} {
		if _, bad := request(t, ask+"Sec-WebSocket-Extensions: permessage-deflate"+parameters+"\n"); name(bad) != want {
			t.Errorf("%q: %q, want %q", parameters, name(bad), want)
		}
	}
}

func TestResponses(t *testing.T) {
	const acceptLine = "Sec-WebSocket-Accept: " + accept
	const upgradeLine = "Upgrade: websocket"
	extended := func(offer string) string { return "Sec-WebSocket-Extensions: " + offer + "\n" }
	answered := func(accepted string) string { return acceptLine + "\nSec-WebSocket-Extensions: " + accepted }
	const deflate = "permessage-deflate"
	for _, test := range []struct{ offer, old, line, want string }{
		{"", acceptLine, acceptLine, ""},
		{"", acceptLine, "Sec-WebSocket-Accept:   " + accept + "  ", ""},
		{"", upgradeLine, "", "handshake-answer-upgrade (RFC 6455 4.1)"},
		{"", upgradeLine, "Upgrade: websocket, h2c", "handshake-answer-upgrade (RFC 6455 4.1)"},
		{"", "Connection: Upgrade", "", "handshake-answer-connection (RFC 6455 4.1)"},
		{"", acceptLine, "", "handshake-accept-missing (RFC 6455 4.1)"},
		{"", acceptLine, acceptLine + "\n" + acceptLine, "handshake-accept-repeated (RFC 6455 11.3.3)"},
		{"", acceptLine, "Sec-WebSocket-Accept: S3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "handshake-accept (RFC 6455 4.1)"},
		{"", acceptLine, answered(deflate), "handshake-extension-not-offered (RFC 6455 4.1)"},
		{extended("foo"), acceptLine, answered(deflate), "handshake-extension-not-offered (RFC 6455 4.1)"},
		{extended(deflate), acceptLine, answered("foo;"), "handshake-extensions (RFC 6455 9.1)"},
		{extended("foo, bar"), acceptLine, answered("bar\nSec-WebSocket-Extensions: foo"), "handshake-extensions-repeated (RFC 6455 11.3.2)"},
		{extended(deflate), acceptLine, answered(deflate + ", " + deflate), "deflate-conflict (RFC 7692 5)"},
		{extended(deflate), acceptLine, answered(deflate), ""},
		{extended(deflate), acceptLine, answered(deflate + "; server_no_context_takeover"), ""},
		{extended(deflate), acceptLine, answered(deflate + "; client_no_context_takeover"), ""},
		{extended(deflate), acceptLine, answered(deflate + "; server_max_window_bits=10"), ""},
		{extended(deflate), acceptLine, answered(deflate + "; client_max_window_bits=10"), "deflate-window-not-offered (RFC 7692 7.1.2.2)"},
		{extended(deflate + "; client_max_window_bits"), acceptLine, answered(deflate + "; client_max_window_bits=10"), ""},
		{extended(deflate + "; client_max_window_bits"), acceptLine, answered(deflate + "; client_max_window_bits"), "deflate-parameter-value (RFC 7692 7.1)"},
		{extended(deflate), acceptLine, answered(deflate + "; server_max_window_bits=16"), "deflate-parameter-value (RFC 7692 7.1)"},
		{extended(deflate), acceptLine, answered(deflate + "; fast"), "deflate-parameter-unknown (RFC 7692 7.1)"},
		{extended(deflate), acceptLine, answered(deflate + "; server_no_context_takeover; server_no_context_takeover"), "deflate-parameter-repeated (RFC 7692 7.1)"},
		{extended(deflate + "; server_no_context_takeover"), acceptLine, answered(deflate), "deflate-takeover-ignored (RFC 7692 7.1.1.1)"},
		{extended(deflate + "; server_max_window_bits=10"), acceptLine, answered(deflate), "deflate-window-ignored (RFC 7692 7.1.2.1)"},
		{extended(deflate + "; server_max_window_bits=10"), acceptLine, answered(deflate + "; server_max_window_bits=11"), "deflate-window-ignored (RFC 7692 7.1.2.1)"},
		{extended(deflate + "; server_max_window_bits=10"), acceptLine, answered(deflate + "; server_max_window_bits=9"), ""},
		{extended(deflate + "; server_max_window_bits=10, " + deflate), acceptLine, answered(deflate), ""},
		{"Sec-WebSocket-Protocol: chat, superchat\n", acceptLine, acceptLine + "\nSec-WebSocket-Protocol: superchat", ""},
		{"Sec-WebSocket-Protocol: chat\n", acceptLine, acceptLine + "\nSec-WebSocket-Protocol: superchat", "handshake-protocol-not-offered (RFC 6455 4.1)"},
		{"", acceptLine, acceptLine + "\nSec-WebSocket-Protocol: chat", "handshake-protocol-not-offered (RFC 6455 4.1)"},
		{"Sec-WebSocket-Protocol: a, b\n", acceptLine, acceptLine + "\nSec-WebSocket-Protocol: a, b", "handshake-protocol (RFC 6455 4.2.2)"},
		{"Sec-WebSocket-Protocol: a\n", acceptLine, acceptLine + "\nSec-WebSocket-Protocol:", "handshake-protocol (RFC 6455 4.2.2)"},
		{"Sec-WebSocket-Protocol: a\n", acceptLine, acceptLine + "\nSec-WebSocket-Protocol: a\nSec-WebSocket-Protocol: a", "handshake-protocol-repeated (RFC 6455 11.3.4)"},
	} {
		o, bad := request(t, ask+test.offer)
		if bad != nil {
			t.Fatalf("%q: %v", test.offer, bad)
		}
		head(t, http1.Responses, change(t, answer, test.old, test.line), func(h *http1.Head) {
			a, bad := o.Answer(h)
			if name(bad) != test.want || !a.WebSocket {
				t.Errorf("%q to %q: %q, frames %t; want %q", test.line, test.offer, name(bad), a.WebSocket, test.want)
			}
		})
	}
	head(t, http1.Responses, answer, func(h *http1.Head) {
		var none *handshake.Offer
		if a, bad := none.Answer(h); bad != handshake.NotAsked || !a.WebSocket {
			t.Errorf("without having been asked: %v, frames %t", bad, a.WebSocket)
		}
	})
}

func TestRefusals(t *testing.T) {
	old := change(t, ask, "Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8")
	for _, test := range []struct{ request, response, want string }{
		{old, "HTTP/1.1 426 Upgrade Required\nUpgrade: websocket\nSec-WebSocket-Version: 13\n", ""},
		{old, "HTTP/1.1 426 Upgrade Required\nUpgrade: websocket\n", "handshake-version-not-said (RFC 6455 4.4)"},
		{old, "HTTP/1.1 426 Upgrade Required\nSec-WebSocket-Version: 13\n", "handshake-upgrade-not-said (RFC 9110 15.5.22)"},
		{old, "HTTP/1.1 400 Bad Request\nContent-Length: 0\n", "handshake-version-not-said (RFC 6455 4.4)"},
		{ask, "HTTP/1.1 400 Bad Request\nContent-Length: 0\n", ""},
		{ask, "HTTP/1.1 403 Forbidden\nContent-Length: 0\n", ""},
		{ask, "HTTP/1.1 101 Switching Protocols\nUpgrade: h2c\nConnection: Upgrade\n", ""},
	} {
		o, _ := request(t, test.request)
		head(t, http1.Responses, test.response, func(h *http1.Head) {
			if a, bad := o.Answer(h); name(bad) != test.want || a.WebSocket {
				t.Errorf("%q: %q, want %q", test.response, name(bad), test.want)
			}
		})
	}
}

// TestWorkedOut looks at the example of RFC 6455 1.3, step by step.
func TestWorkedOut(t *testing.T) {
	const deflate = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=12; server_no_context_takeover\n"
	u := head(t, http1.Responses, answer+"Sec-WebSocket-Protocol: chat\n"+deflate, func(*http1.Head) {})
	u.Prior.Key = key
	http1.Explain(u)
	before := u.Value
	handshake.Explain(u)
	twelve := "12"
	want := before.(http1.Response)
	want.Handshake = &handshake.Handshake{
		Key: key, GUID: handshake.GUID, SHA1: hash, Accept: accept, Matches: true, Protocol: "chat",
		Extensions: []handshake.Extension{{Name: "permessage-deflate", Params: []handshake.Parameter{
			{Name: "client_max_window_bits", Value: &twelve}, {Name: "server_no_context_takeover"},
		}}},
		Deflate: &handshake.Deflate{ServerNoContextTakeover: true, ServerMaxWindowBits: 15, ClientMaxWindowBits: 12},
	}
	if diff := cmp.Diff(any(want), u.Value); diff != "" {
		t.Errorf("value: -want +got\n%s", diff)
	}
	notes := map[string]string{}
	for _, f := range u.Fields {
		notes[f.Name] = f.Note
	}
	for name, want := range map[string]string{
		"Sec-WebSocket-Accept": "Worked out: the key " + key + " with " + handshake.GUID + " after it has the SHA-1 " + hash + ", which is " +
			accept + " in base64. This is what stands here: it matches.",
		"Sec-WebSocket-Extensions": "The extensions that the server has accepted: they are in force from the first frame on. permessage-deflate " +
			"compresses each message that has RSV1 set; client_max_window_bits: the client refers back 4096 bytes at most; " +
			"server_no_context_takeover: the server compresses each message by itself; the client's messages may refer to those before them.",
	} {
		if diff := cmp.Diff(want, notes[name]); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	u.Prior.Key = "another"
	http1.Explain(u)
	handshake.Explain(u)
	if u.Value.(http1.Response).Handshake.(*handshake.Handshake).Matches {
		t.Error("the answer to another key matches")
	}
}

func TestRequestNotes(t *testing.T) {
	u := head(t, http1.Requests, ask+"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\n", func(*http1.Head) {})
	http1.Explain(u)
	handshake.Explain(u)
	want := map[string]string{
		"Sec-WebSocket-Key":        "here 7468652073616d706c65206e6f6e6365",
		"Sec-WebSocket-Version":    "13 is that of RFC 6455",
		"Sec-WebSocket-Extensions": "the server may set how far back the client refers",
	}
	for _, f := range u.Fields {
		if part, ok := want[f.Name]; ok && strings.Contains(f.Note, part) {
			delete(want, f.Name)
		}
	}
	if len(want) > 0 {
		t.Errorf("notes that lack what they should say: %q", want)
	}
}

func TestAppendJSON(t *testing.T) {
	value := "9"
	for _, v := range []wire.JSONAppender{
		http1.Response{
			Version: "HTTP/1.1", Status: 101, Headers: [][2]string{{"a", "<b>"}}, Framing: http1.FramingUpgrade,
			Handshake: &handshake.Handshake{
				Key: "k\"", GUID: handshake.GUID, Matches: true, Protocol: "chat", Deflate: &handshake.Deflate{ServerMaxWindowBits: 15},
				Extensions: []handshake.Extension{
					{Name: "x", Params: []handshake.Parameter{}},
					{Name: "y", Params: []handshake.Parameter{{Name: "p"}, {Name: "q", Value: &value}}},
				},
			},
		},
		handshake.Handshake{Extensions: []handshake.Extension{}},
	} {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.String(), string(v.AppendJSON(nil))+"\n"); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
}

// FuzzExtensions reads any value: no panic, and what was read and written again is read the same.
func FuzzExtensions(f *testing.F) {
	f.Add("permessage-deflate; client_max_window_bits, foo; a=\"b\\c\"")
	f.Add(",, x;;")
	f.Add("a;b=\"\\\"")
	f.Fuzz(func(t *testing.T, value string) {
		list, ok := handshake.ParseExtensions(value)
		if !ok {
			return
		}
		var parts []string
		for _, e := range list {
			part := e.Name
			for _, p := range e.Params {
				part += ";" + p.Name
				if p.Value != nil {
					part += "=" + *p.Value
				}
			}
			parts = append(parts, part)
		}
		again, ok := handshake.ParseExtensions(strings.Join(parts, ","))
		if diff := cmp.Diff(list, again); diff != "" || !ok {
			t.Errorf("-first +again\n%s", diff)
		}
		handshake.ParseDeflate(value)
	})
}
