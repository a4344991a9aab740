package har_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/tests/chrome"
	"wireside/wireview/har"
)

// imported is what Chromium's developer tools make of an entry.
type imported struct {
	URL, Type string
	Status    int
	Addr      string
	Frames    [][3]any // direction, opcode, data
	Events    [][3]string
	Content   string
}

// The importer of the developer tools, run where they run: it reads every entry, with its messages and events.
func TestDevToolsImport(t *testing.T) {
	archived, _ := archive(t, sample(), har.Config{Endpoints: endpoints})
	quoted, err := json.Marshal(archived)
	if err != nil {
		t.Fatal(err)
	}
	tab := chrome.Open(t)
	tab.Go("devtools://devtools/bundled/devtools_app.html")
	if missing := chrome.Eval[string](tab, `import('./models/har/har.js').then(() => '', String)`); missing != "" {
		if os.Getenv("CI") != "" {
			t.Fatal(missing)
		}
		t.Skip("*** SKIPPED: this browser's developer tools have their importer elsewhere: ", missing)
	}
	got := chrome.Eval[[]imported](tab, `(async () => {
		const HAR = await import('./models/har/har.js');
		const log = new HAR.HARFormat.HARRoot(JSON.parse(`+string(quoted)+`)).log;
		return Promise.all(HAR.Importer.Importer.requestsFromHARLog(log).map(async (r) => ({
			URL: r.url(), Type: r.resourceType().name(), Status: r.statusCode, Addr: r.remoteAddress(),
			Frames: r.frames().map((f) => [f.type, f.opCode, f.text]),
			Events: r.eventSourceMessages().map((m) => [m.eventName, m.eventId, m.data]),
			Content: await r.requestContentData().then((c) => r.statusCode === 200 && r.resourceSize ? (c.isTextContent ? c.text : c.base64) : ''),
		})));
	})()`)
	const at = "::1:8080"
	none, silent := [][3]any{}, [][3]string{}
	want := []imported{
		{"http://localhost:8080/labs/polling?after=4&name=a+b%21", "fetch", 200, at, none, silent, `{"events":[],"next":5}`},
		{"http://localhost:8080/labs/polling?after=5", "fetch", 304, at, none, silent, ""},
		{"http://localhost:8080/labs/longpolling/send", "fetch", 303, at, none, silent, ""},
		{"http://localhost:8080/labs/longpolling", "fetch", 200, at, none, silent, longText},
		{"http://localhost:8080/picture", "fetch", 200, at, none, silent, "iVBORw=="},
		{"http://localhost:8080/labs/longpolling?wait=25s", "fetch", 0, at, none, silent, ""},
		{"http://localhost:8080/labs/sse", "eventsource", 200, at, none, [][3]string{{"message", "42", `{"a":"<漢>"}`}, {"x", "", "y"}},
			": hi\n\nid: 42\ndata: {\"a\":\"<漢>\"}\n\nevent: x\ndata: y\nid\n\n"},
		{"ws://x/ws?run=1", "websocket", 101, ":4", [][3]any{{"send", 1.0, "Hello"}, {"receive", 1.0, "Hello"}, {"receive", 2.0, "AP8B"},
			{"receive", 1.0, "Hello"}, {"receive", 1.0, "BwA="}}, silent, ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +imported):\n%s", diff)
	}
}
