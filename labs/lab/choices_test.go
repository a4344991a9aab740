package lab

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSettle holds what is made of choices, as JSON on both sides, and what is said of those that can't be.
func TestSettle(t *testing.T) {
	for _, test := range []struct {
		technique Technique
		given     string
		want      string // the choices, or what is wrong with them
	}{
		{Polling, `{}`, `{"intervalMs":1000,"keepAlive":true,"etag":true,"timeoutMs":0,"holdMs":0,"impl":"reference","cursor":"last","drop":0,"jitter":0}`},
		{LongPolling, `{"drop":0.01}`, `{"waitMs":25000,"timeoutMs":0,"holdMs":0,"impl":"reference","cursor":"last","drop":0.01}`},
		{LongPolling, `{"holdMs":10000}`, `{"waitMs":25000,"timeoutMs":0,"holdMs":10000,"impl":"reference","cursor":"last","drop":0}`},
		{SSE, `{"drop":1}`, `{"impl":"reference","cursor":"last","drop":1,"ids":true,"retryMs":2000,"compress":"none","blank":"after","encoder":"json",` +
			`"heartbeatMs":15000,"watchdogMs":0}`},
		{WebSocket, `{"library":false}`, `{"impl":"reference","cursor":"last","drop":0,"reconnect":"none","deflate":false,"origin":"same","library":false,` +
			`"heartbeatMs":15000,"watchdogMs":0,"jitter":0.5}`},
		{Fallback, `{}`, `{"order":["websocket","sse","longpolling"],"lacks":[],"patienceMs":4000}`},

		{SSE, `{"impl":"yours","compress":"flush"}`, "impl is yours; then compress must be none"},
		{SSE, `{"impl":"scratch","encoder":"naive"}`, "impl is scratch; then encoder must be json or lines"},
		{SSE, `{"impl":"yours","watchdogMs":1000}`, "impl is yours; then watchdogMs must be 0"},
		{WebSocket, `{"impl":"scratch","deflate":true}`, "impl is scratch; then deflate must be false"},
		{Polling, `{"impl":"mine"}`, "impl is mine; it must be one of [reference scratch yours]"},
		{Fallback, `{"impl":"yours"}`, "impl is no choice of fallback"},
		{SSE, `{"holdMs":5}`, "holdMs is no choice of sse"},
		{Polling, `{"holdMs":10001}`, "holdMs is 10001; it must be 0 to 10000"},
		{Polling, `{"drop":1.5}`, "drop is 1.5; it must be 0 to 1"},
		{WebSocket, `{"drop":-0.1}`, "drop is -0.1; it must be 0 to 1"},
		{Fallback, `{"drop":0.1}`, "drop is no choice of fallback"},
		{SSE, `{"library":false}`, "library is no choice of sse"},
		{WebSocket, `{"library":false,"reconnect":"resume"}`, "library is false; then reconnect must be none, and deflate false"},
		{WebSocket, `{"library":false,"deflate":true}`, "library is false; then reconnect must be none, and deflate false"},
		{WebSocket, `{"library":false,"reconnect":"never"}`, "reconnect is never; it must be one of [none backoff resume]"},
	} {
		var given Choices
		if err := json.Unmarshal([]byte(test.given), &given); err != nil {
			t.Fatal(err)
		}
		settled, err := given.Settle(test.technique)
		got, _ := json.Marshal(settled)
		if err != nil {
			got = []byte(err.Error())
		}
		if diff := cmp.Diff(test.want, string(got)); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", test.technique, test.given, diff)
		}
	}
}
