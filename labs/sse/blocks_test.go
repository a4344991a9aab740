package sse

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// dispatched are the data of the events that a client makes of a body.
func dispatched(t *testing.T, body string) (data []string) {
	t.Helper()
	d := Decoder{Event: func(e Event) { data = append(data, e.Type+" "+e.ID+" "+e.Data) }}
	if _, err := d.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	return data
}

// TestBlocks is the body of a stream that begins with a gap, under each choice, and what a client makes of it.
func TestBlocks(t *testing.T) {
	const gap = `event: gap` + "\n" + `data: {"from":1,"to":1}` + "\n"
	const one, two = `data: {"seq":2,"at":AT,"data":"x"}` + "\n", `data: {"seq":3,"at":AT,"data":"a\n\nb"}` + "\n"
	const oneSeen, twoSeen, gapSeen = `{"seq":2,"at":AT,"data":"x"}`, `{"seq":3,"at":AT,"data":"a\n\nb"}`, `gap  {"from":1,"to":1}`
	for name, test := range map[string]struct {
		cfg  Config
		body string
		seen []string
	}{
		"by default": {Config{}, helloText + gap + "\nid: 2\n" + one + "\nid: 3\n" + two + "\n",
			[]string{gapSeen, "message 2 " + oneSeen, "message 3 " + twoSeen}},
		"another retry": {Config{Retry: 50 * time.Millisecond}, "retry: 50\n: hello\n\n" + gap + "\nid: 2\n" + one + "\nid: 3\n" + two + "\n",
			[]string{gapSeen, "message 2 " + oneSeen, "message 3 " + twoSeen}},
		"no ids": {Config{NoIDs: true}, helloText + gap + "\n" + one + "\n" + two + "\n",
			[]string{gapSeen, "message  " + oneSeen, "message  " + twoSeen}},
		"blank before": {Config{BlankBefore: true}, helloText + gap + "\nid: 2\n" + one + "\nid: 3\n" + two,
			[]string{gapSeen, "message 2 " + oneSeen}},
		"lines": {Config{Lines: true}, helloText + gap + "\nid: 2\ndata: {\"seq\":2,\ndata: \"at\":AT,\ndata: \"data\":\"x\"}\n" +
			"\nid: 3\ndata: {\"seq\":3,\ndata: \"at\":AT,\ndata: \"data\":\"a\\n\\nb\"}\n\n",
			[]string{gapSeen, "message 2 {\"seq\":2,\n\"at\":AT,\n\"data\":\"x\"}", "message 3 {\"seq\":3,\n\"at\":AT,\n\"data\":\"a\\n\\nb\"}"}},
		"naive": {Config{Naive: true}, helloText + gap + "\nid: 2\n" + one + "\nid: 3\n" + `data: {"seq":3,"at":AT,"data":"a` + "\n\nb\"}\n\n",
			[]string{gapSeen, "message 2 " + oneSeen, `message 3 {"seq":3,"at":AT,"data":"a`}},
		"one left out": {Config{Drop: func(seq uint64) bool { return seq == 2 }}, helloText + gap + "\nid: 3\n" + two + "\n",
			[]string{gapSeen, "message 3 " + twoSeen}},
		"the newest left out, blank before": {Config{BlankBefore: true, Drop: func(seq uint64) bool { return seq == 3 }},
			helloText + gap + "\nid: 2\n" + one, []string{gapSeen}},
		"all left out": {Config{Drop: lab.NewDrop(1, 0)}, helloText + gap + "\n", []string{gapSeen}},
		"not compressed": {Config{Compress: Flush}, helloText + gap + "\nid: 2\n" + one + "\nid: 3\n" + two + "\n",
			[]string{gapSeen, "message 2 " + oneSeen, "message 3 " + twoSeen}},
	} {
		t.Run(name, func(t *testing.T) {
			f := feed.New(feed.Config{Window: 2})
			f.Publish("w")
			f.Publish("x")
			f.Publish("a\n\nb")
			f.Finish()
			_, body, _ := strings.Cut(labtest.ReadAll(t, serve(t, New(f, test.cfg)).Send(t, "GET /?after=0 HTTP/1.0\r\n\r\n")), "\r\n\r\n")
			for _, e := range f.After(0, 0).Events {
				body = strings.ReplaceAll(body, fmt.Sprint(e.At), "AT")
			}
			if diff := cmp.Diff(test.body, body); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(test.seen, dispatched(t, body)); diff != "" {
				t.Errorf("what a client sees (-want +got)\n%s", diff)
			}
		})
	}
}

// TestInjection has somebody paste an event into the chat: it is one to who reads the naive lane, and text to all others.
func TestInjection(t *testing.T) {
	const forged = `message 1 {"seq":999999999,"at":0,"data":"Ana: I quit"}`
	for _, naive := range []bool{false, true} {
		b := blocks{naive: naive}
		seen := dispatched(t, string(b.event(nil, feed.Event{Seq: 1, At: 2, Data: "Bo: look:" + feed.Pasted})))
		if injected := len(seen) == 2 && seen[1] == forged; injected != naive || len(seen) == 0 {
			t.Errorf("naive %v: %q", naive, seen)
		}
	}
}

func TestBinary(t *testing.T) {
	for _, naive := range []bool{false, true} {
		got := blocks{naive: naive}.event(nil, feed.Event{Seq: 1, At: 2, Data: "\n\xff", Binary: true})
		if diff := cmp.Diff("id: 1\ndata: {\"seq\":1,\"at\":2,\"data\":\"Cv8=\"}\n\n", string(got)); diff != "" {
			t.Errorf("naive %v (-want +got)\n%s", naive, diff)
		}
	}
}

func TestHeartbeats(t *testing.T) {
	for _, test := range []struct {
		before, visible bool
		want            string
		seen            []string
	}{
		{false, false, "id: 1\ndata: x\n\n: heartbeat\n\n", []string{"message 1 x"}},
		{false, true, "id: 1\ndata: x\n\nevent: heartbeat\ndata:\n\n", []string{"message 1 x", "heartbeat 1 "}},
		{true, false, "id: 1\ndata: x\n: heartbeat\n", nil}, // which must not dispatch what waits for its empty line
		{true, true, "id: 1\ndata: x\n\nevent: heartbeat\ndata:\n", []string{"message 1 x"}},
	} {
		b := blocks{before: test.before}
		got := string(b.heartbeat(b.end([]byte("id: 1\ndata: x\n")), test.visible))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%+v (-want +got)\n%s", test, diff)
		}
		if diff := cmp.Diff(test.seen, dispatched(t, got)); diff != "" {
			t.Errorf("%+v: what a client sees (-want +got)\n%s", test, diff)
		}
	}
}
