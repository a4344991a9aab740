package scratch_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/polling"
	"wireside/labs/polling/scratch"
	"wireside/labs/yours"
)

// serve serves the lane of package polling at /polling, and the one of these parts at /scratch.
func serve(t testing.TB, f *feed.Feed, cfg scratch.Config, parts scratch.Parts) *labtest.Server {
	return labtest.Start(t, func(app *fiber.App) {
		app.Get("/polling", polling.New(f, cfg).Serve)
		app.Get("/scratch", scratch.New(f, cfg, parts).Serve)
	})
}

func request(method, path string, headers ...string) string {
	return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + strings.Join(append(headers, "\r\n"), "\r\n")
}

// seen is all that is on the wire of an answer, but for the date and the value of the entity tag.
func seen(t testing.TB, server *labtest.Server, request string) (text, tag string) {
	lines := strings.Split(labtest.ReadAll(t, server.Send(t, request)), "\r\n")
	for i, line := range lines {
		switch name, value, _ := strings.Cut(line, ": "); name {
		case "Date":
			lines[i] = "Date: …"
		case "Etag":
			lines[i], tag = "Etag: …", value
		}
	}
	return strings.Join(lines, "\n"), tag
}

// TestSameAsTheOtherLane asks both lanes the same, while the feed moves on. It holds that the tags are told apart alike, too.
func TestSameAsTheOtherLane(t *testing.T) {
	even := func(seq uint64) bool { return seq%2 == 0 }
	for _, cfg := range []scratch.Config{{}, {MaxEvents: 3}, {MaxEvents: 2, Close: true}, {Untagged: true}, {MaxEvents: 3, Drop: even},
		{Hold: time.Millisecond}} {
		f := feed.New(feed.Config{Window: 5})
		server := serve(t, f, cfg, scratch.Reference())
		for round := range 4 {
			for _, query := range []string{"", "?after=0", "?after=1", "?after=3", "?after=4", "?after=5", "?after=99", "?after=now",
				"?after=", "?after=-1", "?after=banana"} {
				for _, method := range []string{"GET", "HEAD"} {
					want, tag := seen(t, server, request(method, "/polling"+query))
					got, ours := seen(t, server, request(method, "/scratch"+query))
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%+v: %s %s (-want +got)\n%s", cfg, method, query, diff)
					}
					if method == "HEAD" && round > 0 {
						continue
					}
					for _, field := range []string{"%s", "W/%s", `"other", %s`, "*", `"other"`, "\"other\"\r\nIf-None-Match: %s"} {
						fill := func(tag string) string {
							return "If-None-Match: " + strings.ReplaceAll(field, "%s", tag)
						}
						want, _ := seen(t, server, request(method, "/polling"+query, fill(tag)))
						got, _ := seen(t, server, request(method, "/scratch"+query, fill(ours)))
						if diff := cmp.Diff(want, got); diff != "" {
							t.Errorf("%+v: %s %s with %s (-want +got)\n%s", cfg, method, query, field, diff)
						}
					}
				}
			}
			for range round + 1 {
				f.Publish("news of " + fmt.Sprint(round))
			}
		}
	}
}

// TestPartsThatFail holds that an error, a panic and a wrong status of a part are the answer's alone.
func TestPartsThatFail(t *testing.T) {
	f := feed.New(feed.Config{})
	f.Publish("x")
	reports := make(chan yours.Incident, 9)
	guard := &yours.Guard{Report: func(i yours.Incident) { reports <- i }}
	var mode atomic.Value
	mode.Store("")
	parts := scratch.Reference()
	after, answer := parts.After, parts.Answer
	parts.After = func(kept []feed.Event, seq uint64, limit int) (lab.Batch, error) {
		return yours.Try(guard, "polling-cursor", func() (lab.Batch, error) {
			switch mode.Load() {
			case "error":
				return lab.Batch{}, &lab.Error{Status: 418, Code: "teapot", Message: "I am a teapot"}
			case "plain error":
				return lab.Batch{}, errors.New("oh")
			case "panic":
				panic("oh")
			}
			return after(kept, seq, limit)
		})
	}
	parts.Answer = func(body []byte, field string) (int, string, error) {
		switch mode.Load() {
		case "answer's error":
			return 0, "", &lab.Error{Status: 418, Code: "teapot", Message: "I am a teapot"}
		case "answer's status":
			return 100, "", nil
		}
		clear(body) // what a part is handed is its own
		return answer(body, field)
	}
	server := serve(t, f, scratch.Config{}, parts)
	for _, test := range []struct {
		mode   string
		status int
		text   string
	}{
		{"error", 418, `"teapot"`},
		{"plain error", 500, `"oh"`},
		{"panic", 500, `"exercise_panicked"`},
		{"answer's error", 418, `"teapot"`},
		{"answer's status", 500, `"bad_status"`},
	} {
		mode.Store(test.mode)
		if got := server.Answer(t, "GET", request("GET", "/scratch")); got.StatusCode != test.status || !strings.Contains(got.Text, test.text) {
			t.Errorf("%s: %d %s", test.mode, got.StatusCode, got.Text)
		}
		mode.Store("")
		if got := server.Answer(t, "GET", request("GET", "/scratch")); got.StatusCode != http.StatusOK || !strings.Contains(got.Text, `"seq":1`) {
			t.Errorf("after %s: %d %s", test.mode, got.StatusCode, got.Text)
		}
	}
	if incident := labtest.Receive(t, reports, "incident"); !strings.Contains(incident.Stack, "TestPartsThatFail") {
		t.Errorf("%+v", incident)
	}
}

func TestCloseLetsGo(t *testing.T) {
	f := feed.New(feed.Config{})
	lane := scratch.New(f, scratch.Config{Hold: time.Hour}, scratch.Reference())
	server := labtest.Start(t, func(app *fiber.App) { app.Get("/", lane.Serve) })
	conn := server.Send(t, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	labtest.Until(t, "the answer is held", func() bool { return labtest.Goroutines("lab.SitOn") == 1 })
	lane.Close()
	lane.Close()
	if all := labtest.ReadAll(t, conn); !strings.HasPrefix(all, "HTTP/1.1 200 ") || !strings.Contains(all, "\r\nConnection: close\r\n") {
		t.Errorf("%s", all)
	}
}
