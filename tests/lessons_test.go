package tests

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"wireside/labs/drive"
	"wireside/labs/lab/labtest"
	"wireside/lessons"
	"wireside/server/app"
)

// course returns the lessons that ship.
func course(t *testing.T) []*lessons.Lesson {
	t.Helper()
	all, err := app.Lessons(lessons.FS())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Each lab of a lesson starts, and every lane of it delivers.
func TestLabsOfTheLessonsStart(t *testing.T) {
	s := start(t, app.Config{})
	for _, lesson := range course(t) {
		for _, lab := range lesson.Labs {
			t.Run(lesson.Slug+"/"+lab.Name, func(t *testing.T) {
				t.Parallel()
				run, clients := s.follow(t, string(lab.Run))
				if got := len(run.Lanes); got != len(lab.Lanes) {
					t.Errorf("the run has %d lanes, the lesson says %d", got, len(lab.Lanes))
				}
				for _, lane := range lab.Lanes {
					labtest.Until(t, lane.Name+" has delivered", func() bool { return clients.Reports(s.published(t, run.ID))[lane.Name].Delivered > 0 })
				}
			})
		}
	}
}

// follow makes a run, and has each of its lanes followed by the client in Go until the test ends.
func (s *server) follow(t *testing.T, spec string) (runInfo, *drive.Drive) {
	t.Helper()
	run := s.createRun(t, spec)
	var state struct {
		Upstream float64
		Clients  []drive.Client
	}
	if err := json.Unmarshal(s.get(t, "/api/runs/"+run.ID), &state); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	clients := drive.Start(ctx, drive.Config{Base: s.URL(), Clients: state.Clients, Upstream: state.Upstream})
	t.Cleanup(func() {
		cancel()
		clients.Wait()
		req, _ := http.NewRequest("DELETE", s.URL()+"/api/runs/"+run.ID, nil)
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
		}
	})
	return run, clients
}

// A unit that a lesson shows is one that such a lane sends: of the same kind and way, put together from the same parts.
func TestRecordingsAreWhatTheLanesSend(t *testing.T) {
	s := start(t, app.Config{})
	for _, lesson := range course(t) {
		t.Run(lesson.Slug, func(t *testing.T) {
			t.Parallel()
			var runs []string
			for _, lab := range lesson.Labs {
				run, _ := s.follow(t, string(lab.Run))
				runs = append(runs, run.ID)
			}
			missing := make(map[string]int) // the shapes that have not been seen: the line of a recording
			for _, r := range lesson.Recordings {
				missing[shapeOf(t, laned(t, r))] = r.Line
			}
			tick := time.NewTicker(200 * time.Millisecond)
			defer tick.Stop()
			for deadline := time.After(time.Minute); len(missing) > 0; {
				select {
				case <-tick.C:
				case <-deadline:
					t.Fatalf("no lane of the lesson’s labs has sent what it shows: %v", missing)
				}
				for _, run := range runs {
					for line := range bytes.Lines(s.get(t, "/api/runs/"+run+"/units")) {
						delete(missing, shapeOf(t, line))
					}
				}
			}
		})
	}
}

// laned is a recording's unit, with the lane that the lesson says.
func laned(t *testing.T, r lessons.Recording) []byte {
	t.Helper()
	var unit map[string]any
	if err := json.Unmarshal(r.Unit, &unit); err != nil {
		t.Fatal(err)
	}
	unit["lane"] = r.Lane
	text, err := json.Marshal(unit)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// shapeOf is what two units have in common that differ in their values alone: "sse sse event s2c id data end".
func shapeOf(t *testing.T, unit []byte) string {
	t.Helper()
	var u struct {
		Lane, Proto, Kind, Dir string
		Fields                 []struct{ Name string }
		Value                  json.RawMessage // of a head; other kinds' are of other types
	}
	if err := json.Unmarshal(unit, &u); err != nil {
		t.Fatal(err)
	}
	technique, _, _ := strings.Cut(u.Lane, "-")
	parts := []string{technique, u.Proto, u.Kind, u.Dir}
	if u.Proto == "http1" { // whose header fields are the client's own
		var head struct {
			Method string
			Status int
		}
		_ = json.Unmarshal(u.Value, &head) // of a body: there is none
		return fmt.Sprint(append(parts, head.Method, fmt.Sprint(head.Status)))
	}
	for _, f := range u.Fields {
		parts = append(parts, f.Name)
	}
	return fmt.Sprint(parts)
}
