package browser

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"wireside/server/app"
	"wireside/tests/chrome"
)

// A proxy's run has the same name each time, and its units count from 1 again: the page must not wait for the old
// one's next.
func TestAProxyIsStartedAnew(t *testing.T) {
	to := &url.URL{Scheme: "http", Host: "127.0.0.1:9"} // nobody connects
	start := func(addr string) *app.App {
		a, err := app.Start(app.Config{Addr: addr, Proxy: &app.Proxy{To: to, Listen: "127.0.0.1:0"}})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	first := start("127.0.0.1:0")
	tab := chrome.Open(t)
	tab.Go(first.URL() + "/")
	tab.Until("the page is live", `document.querySelector('#state').textContent === 'live' && document.querySelector('#total').textContent`)
	first.Close()
	second := start(strings.TrimPrefix(first.URL(), "http://"))
	defer second.Close()
	tab.Until("the page says that it is another", `/started anew/.test(document.querySelector('#notice').textContent)`)
}

// An application that is none of ours is inspected on the same page, which says where to connect.
func TestAnotherApplicationOnThePage(t *testing.T) {
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/sse" {
			io.WriteString(w, "hello from "+r.URL.Path)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		io.WriteString(w, "id: 7\ndata: no event of the feed\n\n: a comment alone\n\n")
	}))
	defer target.Close()
	to, err := url.Parse(target.URL)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Start(app.Config{Addr: "127.0.0.1:0", Proxy: &app.Proxy{To: to, Listen: "127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()

	tab := chrome.Open(t)
	tab.Go(a.URL() + "/")
	tab.Until("the page says what to do", `document.querySelector('#nothing').textContent === 'Open `+a.ProxyURL()+` in place of `+target.URL+`: what crosses shows here.'`)
	for _, path := range []string{"/plain", "/sse"} {
		resp, err := http.Get(a.ProxyURL() + path)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	tab.Until("both have crossed the wire", rows+`.some((r) => r.querySelector('.l.http')) && `+rows+`.some((r) => r.querySelector('.l.sse'))`)
	choose(tab, "sse", "event", 0)
	if chrome.Eval[bool](tab, `Boolean(document.querySelector('[data-event]'))`) {
		t.Error("an id of another application is taken for an event of the feed")
	}
	choose(tab, "sse", "event", -1)
	tab.Until("it says why nothing is dispatched", `/dispatches nothing. There are only comments/.test(document.querySelector('#unit').textContent)`)
	if c := tab.Complaints(); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}
