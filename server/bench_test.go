package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"
)

func TestBenchPrintsALedgerThatAddsUp(t *testing.T) {
	const spec = `{"rate":50,"seconds":1,"lanes":["sse",{"technique":"websocket","reconnect":"resume"}],"herd":{"technique":"sse","clients":2}}`
	out := runWith(t, strings.NewReader(spec), exitDone, "bench", "--seed", "7", "--json", "--spec", "-")
	var book struct {
		Published int64
		Lanes     map[string]struct{ Delivered, Lost, Requests int64 }
		Clock     *struct{ ErrorMs float64 }
		Herd      struct{ Delivered int64 }
	}
	if err := json.Unmarshal([]byte(out), &book); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if book.Published < 10 || len(book.Lanes) != 2 || book.Clock == nil || book.Herd.Delivered == 0 {
		t.Errorf("%+v", book)
	}
	for name, l := range book.Lanes {
		if l.Delivered != book.Published || l.Lost != 0 || l.Requests == 0 {
			t.Errorf("%s: %d of %d delivered, %d lost, %d requests", name, l.Delivered, book.Published, l.Lost, l.Requests)
		}
	}

	out = runWith(t, strings.NewReader(spec), exitDone, "bench", "--csv", "--spec", "-")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 3 || rows[0][0] != "lane" || rows[1][0] != "sse" {
		t.Errorf("%v: %s", err, out)
	}

	out = runWith(t, strings.NewReader(spec), exitDone, "bench", "--spec", "-")
	if !strings.Contains(out, "published = delivered + lost, on every lane") || !strings.Contains(out, "simulated: 2 clients") {
		t.Error(out)
	}
}

func TestBenchBadUsage(t *testing.T) {
	for _, args := range [][]string{
		{"no-such-preset"}, {"news", "ticker"}, {"--json", "--csv", "news"}, {"--seconds", "-1", "news"}, {"--spec", "-", "news"},
	} {
		runWith(t, strings.NewReader(""), exitUsage, append([]string{"bench"}, args...)...)
	}
	runWith(t, strings.NewReader(`{"scenario":"opera"}`), exitFailed, "bench", "--spec", "-")
	runWith(t, strings.NewReader(`[`), exitFailed, "bench", "--spec", "-")
	if list := runWith(t, strings.NewReader(""), exitDone, "bench", "--list"); !strings.Contains(list, "ten-cuts") {
		t.Error(list)
	}
}

// runWith runs a command, and returns what it printed.
func runWith(t *testing.T, in io.Reader, status int, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if got := run(t.Context(), args, streams{in, &stdout, &stderr}); got != status {
		t.Errorf("%s: exit status %d, want %d; %s", strings.Join(args, " "), got, status, &stderr)
	}
	return stdout.String()
}
