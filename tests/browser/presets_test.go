package browser

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"wireside/labs/preset"
	"wireside/tests/chrome"
)

// What a browser itself writes to its console of what a preset has happen. Nothing else may stand there.
const (
	gone       = "status of 410 (Gone)"                 // a long poll is told that the run is over
	broken     = "net::ERR_INCOMPLETE_CHUNKED_ENCODING" // an event stream was cut
	unanswered = "net::ERR_EMPTY_RESPONSE"              // a poll was cut before its answer
	noSwitch   = "Unexpected response code: 204"        // a WebSocket's handshake was answered 204
	forbidden  = "Unexpected response code: 403"        // a stranger's WebSocket was refused
)

// trial is what has to be seen of a preset.
type trial struct {
	until   string                 // Stop is pressed when this holds in the page
	console []string               // what may stand there
	harmed  string                 // the lanes that may lose events or get them twice
	then    func(*testing.T, book) // what the ledger has to say
}

// of is a lane's figure beside the time axis.
func of(lane string, column int) string {
	return fmt.Sprintf(`Number(document.querySelector('#figures tr[data-lane=%q] td:nth-of-type(%d)').textContent.replaceAll(',', '') || NaN)`, lane, column)
}

func got(lane string, n int) string      { return fmt.Sprintf("%s >= %d", of(lane, 1), n) }
func requests(lane string, n int) string { return fmt.Sprintf("%s >= %d", of(lane, 4), n) }
func herd(head string, n int) string     { return fmt.Sprintf("%s >= %d", cell("", head), n) }
func says(lane, words string) string     { return fmt.Sprintf("%s.includes(%q)", status(lane), words) }
func all(conditions ...string) string    { return strings.Join(conditions, " && ") }

var trials = map[string]trial{
	"news":          {until: requests("polling", 3), console: []string{gone}},
	"ticker":        {until: seen(8), console: []string{gone}},
	"notifications": {until: requests("polling", 3), console: []string{gone}},
	"chat": {
		until:   all(cell("polling", "came back")+" >= 1", cell("longpolling", "came back")+" >= 1", cell("sse", "came back")+" >= 1", cell("websocket", "came back")+" >= 1"),
		console: []string{gone},
		then: func(t *testing.T, b book) {
			if b.Published < 4 {
				t.Errorf("%d events: what the lanes sent up was not published", b.Published)
			}
		},
	},
	"game": {
		until:   all(cell("websocket", "came back")+" >= 30", cell("sse", "came back")+" >= 30"),
		console: []string{gone},
		// Ninety POSTs a second share six connections with the polls: on a busy machine the last poll may stand in their queue for
		// longer than anyone waits.
		harmed: "polling longpolling",
		then: func(t *testing.T, b book) {
			if up, posts := b.Lanes["websocket"].Bytes.C2S.Total, b.Lanes["sse"].Bytes.C2S.Total; posts < 5*up {
				t.Errorf("%d bytes up by WebSocket, %d by POST", up, posts)
			}
		},
	},
	"by-hand": {
		until: all(got("websocket", 8), got("websocket-scratch", 8)), console: []string{gone},
		then: func(t *testing.T, b book) {
			const echo = 16 // bytes, at the most, of one that the other lane has not had yet
			library, hand := b.Lanes["websocket"].Bytes.S2C.Total, b.Lanes["websocket-scratch"].Bytes.S2C.Total
			if library == 0 || library-hand > echo || hand-library > echo {
				t.Errorf("%d bytes down from the library, %d by hand", library, hand)
			}
		},
	},
	"picture": {
		until:   seen(2),
		console: []string{gone},
		then: func(t *testing.T, b book) {
			if n := b.Lanes["websocket"].Bytes.S2C.Payload; n != b.Published*(16+6000) {
				t.Errorf("%d bytes of payload by WebSocket for %d pictures of 6,000 bytes, each behind 16 more", n, b.Published)
			}
			if n := b.Lanes["sse"].Bytes.S2C.Payload; n < b.Published*8000 {
				t.Errorf("%d bytes of payload by SSE for %d pictures of 8,000 characters", n, b.Published)
			}
		},
	},
	"silence": {
		until: requests("polling", 4), console: []string{gone},
		then: func(t *testing.T, b book) {
			if asking, open := b.Lanes["polling"].Bytes.S2C.Total, b.Lanes["websocket"].Bytes.S2C.Total; b.Published != 0 || asking <= open {
				t.Errorf("%d events; %d bytes down for polls, %d for WebSocket", b.Published, asking, open)
			}
		},
	},
	"ten-cuts": {
		until:   all(requests("sse", 2), requests("sse-noids", 2), requests("websocket-backoff", 2), requests("websocket-resume", 2)),
		console: []string{gone, broken, unanswered}, harmed: "sse-noids websocket websocket-backoff",
		then: losing("sse-noids", "websocket"),
	},
	"six-connections": {
		until: all(got("websocket", 6), fmt.Sprintf("%s - (%s || 0) >= 6", of("sse", 1), of("polling", 1))), // the polls have stopped, whenever they did
	},
	"buffering-proxy": {
		until: all(got("websocket", 10), got("longpolling", 10), got("polling", 4), of("sse", 1)+" === 0"), console: []string{gone},
	},
	"compression": {
		until: all(got("sse", 20), got("sse-flush", 20), of("sse-noflush", 1)+" === 0"),
		then: func(t *testing.T, b book) {
			plain, flushed, full := b.Lanes["sse"].Bytes.S2C.Total, b.Lanes["sse-flush"].Bytes.S2C.Total, b.Lanes["sse-noflush"].Bytes.S2C.Total
			if plain < 2*flushed || flushed <= full {
				t.Errorf("%d bytes plain, %d flushed, %d not flushed", plain, flushed, full)
			}
		},
	},
	"no-content": {
		until:   all(says("sse", "closed for good"), requests("websocket-resume", 3), got("websocket-resume", 28), got("longpolling", 28)),
		console: []string{gone, broken, noSwitch}, harmed: "sse",
		then: func(t *testing.T, b book) {
			losing("sse")(t, b)
			if n := b.Lanes["longpolling"].EmptyAnswers; n < 10 {
				t.Errorf("the long poll was told %d times that there is nothing, and asked at once", n)
			}
		},
	},
	"blank-line": {
		until: got("sse-late", 2), harmed: "sse-late",
		then: func(t *testing.T, b book) {
			if late := b.Lanes["sse-late"]; late.Lost != 1 || late.Latency.P50 < b.Lanes["sse"].Latency.P50+500 {
				t.Errorf("lost %d, want the last; p50 %g ms, %g ms with the empty line in time", late.Lost, late.Latency.P50, b.Lanes["sse"].Latency.P50)
			}
		},
	},
	"newline": {
		until: all(cell("sse-naive", "unreadable")+" > 0", cell("sse-naive", "foreign")+" > 0"), harmed: "sse-naive",
		then: func(t *testing.T, b book) {
			if l := b.Lanes["sse-naive"]; l.Lost == 0 || l.Lost != l.Unreadable {
				t.Errorf("%d lost, %d unreadable: each that was broken in two is both", l.Lost, l.Unreadable)
			}
		},
	},
	"half-open": {
		until:  all(requests("sse-watchdog", 2), requests("websocket-resume", 2), got("sse-watchdog", 30), got("websocket-resume", 30)),
		harmed: "sse websocket", then: losing("sse", "websocket"),
	},
	"idle-proxy": {
		until: all(requests("sse", 2), requests("websocket-resume", 2)), console: []string{gone, broken, unanswered},
		then: func(t *testing.T, b book) {
			for _, lane := range []string{"sse-beat", "websocket-beat"} {
				if n := b.Lanes[lane].Connections; n != 1 {
					t.Errorf("%s had %d connections", lane, n)
				}
			}
		},
	},
	"slow-consumer": {
		until: all(got("websocket", 300), herd("delivered", 10)),
		then: func(t *testing.T, b book) {
			if g := b.Herd; g.Delivered+g.Lost != b.Published || g.Lost < b.Published/2 {
				t.Errorf("of %d events the slow reader got %d and lost %d", b.Published, g.Delivered, g.Lost)
			}
		},
	},
	"reconnect-herd": {until: herd("connects", 600), then: herded(300)},
	"herd-jitter":    {until: herd("connects", 600), then: herded(300)},
	"aligned-timers": {until: herd("requests", 600), then: herded(200)},
	"spread-timers":  {until: herd("requests", 600), then: herded(200)},
	"etag": {
		until: all(requests("polling-etag", 5), requests("polling-bare", 5)),
		then: func(t *testing.T, b book) {
			up := func(lane string) int { return b.Lanes[lane].Bytes.C2S.Total / b.Lanes[lane].Requests }
			if up("polling-etag") <= up("polling-bare") {
				t.Errorf("%d bytes up for a question with a tag, %d for one without", up("polling-etag"), up("polling-bare"))
			}
		},
	},
	"close": {
		until: all(requests("polling", 8), requests("polling-close", 6)),
		then: func(t *testing.T, b book) {
			kept, closed := b.Lanes["polling"], b.Lanes["polling-close"]
			if kept.Connections > 2 || closed.Connections != closed.Requests {
				t.Errorf("%d connections for %d requests where they are kept, %d for %d where they are closed",
					kept.Connections, kept.Requests, closed.Connections, closed.Requests)
			}
		},
	},
	"hidden-tab":    {until: seen(10), console: []string{gone}},
	"longpoll-race": {until: cell("longpolling-now", "+ lost") + " >= 5", console: []string{gone}, harmed: "longpolling-now", then: losing("longpolling-now")},
	"duplicates": {
		until:   all(cell("sse-noids", "duplicated")+" > 0", cell("websocket-backoff", "duplicated")+" > 0", requests("sse", 2), requests("websocket-resume", 2)),
		console: []string{broken}, harmed: "sse-noids websocket-backoff",
		then: func(t *testing.T, b book) {
			for _, lane := range []string{"sse-noids", "websocket-backoff"} {
				if l := b.Lanes[lane]; l.Lost != 0 || l.Duplicated == 0 {
					t.Errorf("%s: lost %d, duplicated %d", lane, l.Lost, l.Duplicated)
				}
			}
		},
	},
	"clock-skew": {
		until: all(cell("sse", "before its time")+" >= 5", cell("websocket", "before its time")+" >= 5"), console: []string{gone},
		then: func(t *testing.T, b book) {
			if off := b.Clock.OffsetMs; off < 1500 || off > 2500 || b.Lanes["sse"].Latency.P50 != 0 {
				t.Errorf("the server's clock is taken to be %g ms ahead; latency p50 %g ms", off, b.Lanes["sse"].Latency.P50)
			}
		},
	},
	"cross-site": {
		until: all(says("websocket", "a stranger is refused"), fmt.Sprintf("Number(%s.split('a stranger reads along: ')[1]) >= 3", status("websocket-open"))), console: []string{forbidden},
		then: func(t *testing.T, b book) {
			for _, lane := range []string{"websocket", "websocket-open"} {
				if n := b.Lanes[lane].Connections; n != 2 {
					t.Errorf("%s had %d connections, the page's and the stranger's", lane, n)
				}
			}
		},
	},
	"fallback": {
		until:   all(seen(5), says("fallback", "over websocket"), says("fallback-nows", "over sse"), says("fallback-old", "over longpolling")),
		console: []string{gone},
	},
}

// losing checks that these lanes have lost something.
func losing(lanes ...string) func(*testing.T, book) {
	return func(t *testing.T, b book) {
		for _, lane := range lanes {
			if b.Lanes[lane].Lost == 0 {
				t.Errorf("%s has lost nothing", lane)
			}
		}
	}
}

// herded checks the sums of a herd.
func herded(clients int) func(*testing.T, book) {
	return func(t *testing.T, b book) {
		if g := b.Herd; g.Clients != clients || g.Delivered+g.Lost != clients*b.Published {
			t.Errorf("%d clients, %d events: %d delivered, %d lost", g.Clients, b.Published, g.Delivered, g.Lost)
		}
	}
}

// slow are the presets in which nothing happens for five seconds and more: they begin first.
var slow = []string{"half-open", "no-content", "reconnect-herd", "herd-jitter", "duplicates", "idle-proxy", "ten-cuts", "blank-line"}

// side is how many presets run side by side.
const side = 6

// Each preset is started from its page by its one click, and stopped when there is to see what it is for.
func TestEveryPreset(t *testing.T) {
	a := start(t)
	browser := chrome.Open(t)
	browser.Go("about:blank")
	slugs := slices.Clone(slow)
	for _, p := range preset.All() {
		if !slices.Contains(slow, p.Slug) {
			slugs = append(slugs, p.Slug)
		}
	}
	next := make(chan string)
	go func() {
		defer close(next)
		for _, slug := range slugs {
			next <- slug
		}
	}()
	var runs sync.WaitGroup
	for range side {
		runs.Go(func() {
			for slug := range next {
				t.Run(slug, func(t *testing.T) { try(t, browser.Apart(t), a.URL(), slug) })
			}
		})
	}
	runs.Wait()
}

func try(t *testing.T, tab *chrome.Tab, url, slug string) {
	want, ok := trials[slug]
	if !ok {
		t.Fatal("nobody has said what is to be seen of this preset")
	}
	run := startPreset(tab, url, slug)
	tab.Until("it shows: "+want.until, want.until)
	stopRun(tab)
	b := checkBooks(t, tab, url, run)
	for name, lane := range b.Lanes {
		if !slices.Contains(strings.Fields(want.harmed), name) && lane.Lost+lane.Duplicated+lane.Unreadable+lane.Foreign != 0 {
			t.Errorf("%s: %+v", name, lane.tally)
		}
	}
	if want.then != nil {
		want.then(t, b)
	}
	checkConsole(t, tab, want.console...)
}

// startPreset opens a preset's page, starts it by its button with the ledger in view, and returns the run's id.
func startPreset(tab *chrome.Tab, url, slug string) string {
	tab.Go(url + "/bench/" + slug)
	tab.Until("the page is ready", `document.readyState === 'complete' && document.querySelector('#figures tbody tr')`)
	tab.Click(`#view-ledger`)
	tab.Click(`.card.on [data-action=start]`)
	tab.Until("the run has begun", `/Stop/.test(document.querySelector('#start').textContent) && document.querySelector('#ledger .end a[href]')`)
	return chrome.Eval[string](tab, `document.querySelector('#ledger .end a[href]').href.match(/runs\/([^/]+)/)[1]`)
}

// stopRun presses Stop, and waits until the lanes have what they were owed.
func stopRun(tab *chrome.Tab) {
	tab.Click(`#start`)
	tab.Until("the run is stopped", `/Start/.test(document.querySelector('#start').textContent)`)
}

// checkConsole reports what stands in the console and is not meant to.
func checkConsole(t *testing.T, tab *chrome.Tab, meant ...string) {
	t.Helper()
	for _, c := range tab.Complaints() {
		if !slices.ContainsFunc(meant, func(m string) bool { return strings.Contains(c, m) }) {
			t.Errorf("the console complains: %s", c)
		}
	}
}
