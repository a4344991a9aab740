package tests

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/lab"
	"wireside/labs/yours"
	"wireside/server/app"
)

// A learner's code serves the lanes of a real server: half right, it shows on the wire; when it panics or never returns, that is
// told, and nobody else loses anything.
func TestYoursOnTheWire(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the server is ended with SIGTERM")
	}
	l := serveAnswers(t)
	listed(t, l)
	other := l.run(t, `{"rate":50,"seconds":60}`)
	other.follow(t, "sse", "websocket")
	t.Run("wire", func(t *testing.T) {
		t.Run("wrong bytes", func(t *testing.T) { t.Parallel(); wrongBytes(t, l) })
		t.Run("panics", func(t *testing.T) { t.Parallel(); panics(t, l) })
		t.Run("loops", func(t *testing.T) { t.Parallel(); loops(t, l) })
	})
	other.finish(t)
	l.explained(t, other)
	looksAt(t, l)
	ends(t, l)
}

// wrongBytes are the learner's as they are, and the inspector says what is wrong with them.
func wrongBytes(t *testing.T, l *learners) {
	r := l.run(t, `{"scenario":"chat","rate":50,"seconds":60,`+lanes+`}`)
	r.follow(t, "sse-ref", "websocket-ref")
	if resp, _ := r.get(t, "polling", "&after=0", "", 200); strings.Contains(resp.Header.Get("ETag"), `"`) {
		t.Errorf("the tag is not the learner's, which has no quotes: %s", resp.Header.Get("ETag"))
	}
	if _, body := r.get(t, "longpolling", "&after=900005", "", 200); !strings.Contains(body, `"data":"yours"`) {
		t.Errorf("the answer is not the learner's: %s", body)
	}
	sse := r.stream(t, "sse", "&after=0")
	sockets := r.talk(t, masked(1, "abcd", strings.Repeat("x", 20))) + r.talk(t, masked(1, "abcd", strings.Repeat("x", 21))) +
		r.talk(t, masked(1, "abcd", strings.Repeat("x", 24)))
	for _, want := range []string{"\x81\x7f\x00\x00\x00\x00\x00\x00\x00\x1f{", "\x81\xa0\x00\x00\x00\x00{", "\x83\x23{"} {
		if !strings.Contains(sockets, want) {
			t.Errorf("%q is not in %q", want, sockets)
		}
	}
	conn, br, _ := r.socket(t, "websocket", "&after=now", handshakeKey)
	io.WriteString(conn, masked(8, "abcd", ""))
	if rest, err := io.ReadAll(br); err != nil || !strings.HasSuffix(string(rest), "\x88\x02\x03\xed") {
		t.Errorf("the close frame: %q, %v", rest, err)
	}
	conn, br, resp := r.socket(t, "websocket", "&after=now", "wrongwrongwrongwrongwg==")
	if resp.Header.Get("Sec-WebSocket-Accept") != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" {
		t.Errorf("the accept is %q", resp.Header.Get("Sec-WebSocket-Accept"))
	}
	io.WriteString(conn, goodbye)
	io.Copy(io.Discard, br)

	r.finish(t)
	if _, err := io.Copy(io.Discard, sse); err != nil {
		t.Error("the stream has no end: ", err)
	}
	told := make(map[string]string)
	ignored := regexp.MustCompile(`⚠ ignored: "at":`)
	for _, u := range l.explained(t, r) {
		switch {
		case u.Error != nil:
			told[u.Lane+" "+u.Dir+" "+u.Error.Name] = u.Error.Spec
		case ignored.MatchString(u.Summary):
			told[u.Lane+" "+u.Dir+" ignored lines"] = specOf(u, "at")
		}
	}
	want := map[string]string{
		"websocket s2c frame-length-not-minimal": "RFC 6455 5.2", "websocket s2c frame-masked": "RFC 6455 5.1", "websocket s2c frame-reserved-opcode": "RFC 6455 5.2",
		"websocket s2c handshake-accept": "RFC 6455 4.1", "websocket s2c close-code": "RFC 6455 7.4", "sse s2c ignored lines": "WHATWG 9.2.6",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("what the inspector says is wrong (-want +got)\n%s", diff)
	}
	if incidents := r.incidents(t); len(incidents) > 0 {
		t.Errorf("wrong bytes are no incidents: %+v", incidents)
	}
}

// specOf returns the section that a unit's field is judged by whose value holds a text.
func specOf(u unit, text string) string {
	for _, f := range u.Fields {
		if f.Spec != "" && strings.Contains(f.Value, text) {
			return f.Spec
		}
	}
	return ""
}

// panics end an answer or a stream, and are told with their stack.
func panics(t *testing.T, l *learners) {
	r := l.run(t, `{"scenario":"chat","rate":50,"seconds":60,`+lanes+`}`)
	r.follow(t, "sse-ref", "websocket-ref")
	told := r.watch(t)
	for _, test := range []struct {
		lane, query, header string
		status              int
		code                string
	}{
		{"polling", "&after=900001", "", 500, "exercise_panicked"},
		{"polling", "&after=900001", "", 500, "exercise_panicked"},
		{"polling", "&after=0", "If-None-Match: \"panic\"\r\n", 500, "exercise_panicked"},
		{"polling", "&after=900003", "", 501, "exercise_todo"},
		{"polling", "&after=900004", "", 500, "exercise_failed"},
		{"longpolling", "&after=900001", "", 500, "exercise_panicked"},
		{"longpolling", "&after=900003", "", 501, "exercise_todo"},
		{"longpolling", "&after=900004", "", 500, "exercise_failed"},
		{"sse", "", "Last-Event-ID: panic\r\n", 500, "exercise_panicked"},
	} {
		if _, body := r.get(t, test.lane, test.query, test.header, test.status); !strings.Contains(body, `"code":"`+test.code+`"`) {
			t.Errorf("%+v: %s", test, body)
		}
	}
	for _, text := range []string{"encode: panic", "pump: panic"} {
		stream := r.stream(t, "sse", "&after=now")
		r.say(t, text)
		if _, err := io.Copy(io.Discard, stream); err != io.ErrUnexpectedEOF {
			t.Errorf("%s: the stream ends with %v; it must break off", text, err)
		}
	}
	for frames, exercise := range map[string]string{
		masked(1, "abcd", strings.Repeat("x", 22)): "websocket-header", masked(1, "oops", "hello"): "websocket-mask",
		masked(1, "abcd", "frame: panic"): "websocket-fragments", masked(8, "abcd", "\x03\xe8close: panic"): "websocket-close",
	} {
		if all := r.talk(t, frames); !strings.Contains(all, "\x03\xf3the code of exercise "+exercise+" panicked: ") {
			t.Errorf("%s: no 1011 that says so in %q", exercise, all)
		}
	}
	for key, status := range map[string]int{"panicpanicpanicpanicpg==": 500, "ownownownownownownowng==": 500} {
		if _, _, resp := r.socket(t, "websocket", "", key); resp.StatusCode != status {
			t.Errorf("%s: %s", key, resp.Status)
		}
	}

	want := []incident{
		{"longpolling", "longpolling-hold", "panicked: runtime error: invalid memory address or nil pointer dereference", "hold.Hold", 1},
		{"longpolling", "longpolling-hold", "exercise longpolling-hold is started, and returns lab.ErrTODO here", "", 1},
		{"longpolling", "longpolling-hold", "Hold of exercise longpolling-hold has returned an error: an error of its own", "", 1},
		{"polling", "polling-cursor", "panicked: runtime error: slice bounds out of range [:1] with capacity 0", "cursor.After", 2},
		{"polling", "polling-cursor", "exercise polling-cursor is started, and returns lab.ErrTODO here", "", 1},
		{"polling", "polling-cursor", "After of exercise polling-cursor has returned an error: an error of its own", "", 1},
		{"polling", "polling-etag", "panicked: no tag", "etag.Answer", 1},
		{"sse", "sse-encode", "panicked: assignment to entry in nil map", "encode.Encode", 1},
		{"sse", "sse-heartbeat", "panicked: not this block", "heartbeat.watched.Write", 1},
		{"sse", "sse-resume", "panicked: runtime error: slice bounds out of range", "resume.Resume", 1},
		{"websocket", "websocket-accept", "panicked: no key", "accept.Accept", 1},
		{"websocket", "websocket-accept", "Accept of exercise websocket-accept has returned an error: an error of its own", "", 1},
		{"websocket", "websocket-close", "panicked: no way to say goodbye", "closing.closing.Received", 1},
		{"websocket", "websocket-fragments", "panicked: runtime error: invalid memory address or nil pointer dereference", "fragments.assembler.Frame", 1},
		{"websocket", "websocket-header", "panicked: 33", "header.AppendHeader", 1},
		{"websocket", "websocket-mask", "panicked: runtime error: index out of range [5] with length 5", "mask.Mask", 1},
	}
	r.tells(t, told, want)
	r.finish(t)
	l.explained(t, r)
}

// loops are given up after a second, and told.
func loops(t *testing.T, l *learners) {
	r := l.run(t, `{"scenario":"chat","rate":50,"seconds":60,`+lanes+`}`)
	r.follow(t, "sse-ref", "websocket-ref")
	told, begun := r.watch(t), time.Now()
	var all sync.WaitGroup
	for _, lane := range []string{"polling", "longpolling"} {
		all.Go(func() {
			if _, body := r.get(t, lane, "&after=900002&wait=0s", "", 500); !strings.Contains(body, `"code":"exercise_stuck"`) {
				t.Errorf("%s: %s", lane, body)
			}
		})
	}
	for _, frame := range []string{masked(1, "abcd", strings.Repeat("x", 23)), masked(1, "loop", "hello")} {
		all.Go(func() {
			if got := r.talk(t, frame); !strings.Contains(got, "\x03\xf3the code of exercise websocket-") {
				t.Errorf("%q: no 1011 in %q", frame, got)
			}
		})
	}
	all.Go(func() {
		for _, text := range []string{"encode: never", "pump: never"} {
			stream := r.stream(t, "sse", "&after=now")
			r.say(t, text)
			if _, err := io.Copy(io.Discard, stream); err != io.ErrUnexpectedEOF {
				t.Errorf("%s: the stream ends with %v; it must break off", text, err)
			}
		}
	})
	all.Wait()
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("to give all up took %v", took)
	}
	const stuck = "has not returned for 1s: "
	r.tells(t, told, []incident{
		{"longpolling", "longpolling-hold", stuck, "", 1}, {"polling", "polling-cursor", stuck, "", 1}, {"sse", "sse-encode", stuck, "", 1},
		{"sse", "sse-heartbeat", stuck, "", 1}, {"websocket", "websocket-header", stuck, "", 1}, {"websocket", "websocket-mask", stuck, "", 1},
	})
	r.finish(t)
	l.explained(t, r)
}

// ends deletes a run and shuts the server down, although some of the learner's code goes on for ever.
func ends(t *testing.T, l *learners) {
	r := l.run(t, `{"scenario":"chat","rate":50,"seconds":60,`+lanes+`}`)
	sse := r.stream(t, "sse", "")
	_, ws, _ := r.socket(t, "websocket", "", handshakeKey)
	stuck := r.stream(t, "sse", "&after=now")
	r.say(t, "pump: never")
	begun := time.Now()
	l.ask(t, "DELETE", "/api/runs/"+r.ID, "", nil)
	for _, stream := range []io.Reader{sse, ws, stuck} {
		io.Copy(io.Discard, stream)
	}
	if took := time.Since(begun); took > 30*time.Second {
		t.Errorf("the streams of a run that was deleted end after %v", took)
	}
	demo := &learnersRun{learners: l, runInfo: runInfo{Lanes: map[string]string{"sse": "/labs/sse?impl=yours", "reference": "/labs/sse?x"}}}
	open, whole := demo.stream(t, "sse", ""), demo.stream(t, "reference", "")
	if took := l.shutDown(t); took > 30*time.Second {
		t.Errorf("the server ends after %v", took)
	}
	io.Copy(io.Discard, open)
	if _, err := io.Copy(io.Discard, whole); err != nil {
		t.Errorf("the reference's stream ends with %v", err)
	}
}

// listed opens the list of the exercises, which is no look at what their checks say.
func listed(t *testing.T, l *learners) {
	t.Helper()
	var list struct{ Watching bool }
	if l.ask(t, "GET", "/api/exercises", "", &list); !list.Watching {
		t.Fatal("the server does not watch")
	}
	l.ask(t, "GET", "/exercises", "", nil)
}

// looksAt holds that the server has run no checks while runs were measured, and does when somebody looks.
func looksAt(t *testing.T, l *learners) {
	if ran, err := os.ReadFile(l.ran); err == nil {
		t.Errorf("nobody looks, and the server has run go %s", ran)
	}
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+l.addr+"/api/exercises/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	eventually(t, "somebody looks, and go is run", func() bool {
		ran, _ := os.ReadFile(l.ran)
		return strings.Contains(string(ran), "wireside/labs/sse/exercise/encode")
	})
}

// A lane of which nothing is begun says so to a program, and to a person what to begin with. What somebody has begun is served.
func TestNothingOfYoursYet(t *testing.T) {
	s := start(t, app.Config{})
	for _, technique := range lab.Techniques {
		if names := yours.Serving(technique); len(names) > 0 {
			t.Logf("%s is served by %s", technique, strings.Join(names, ", "))
			continue
		}
		for accept, want := range map[string]struct{ kind, says string }{
			"*/*":                                   {"application/json", `{"error":{"code":"exercise_not_started",`},
			"text/html,application/xhtml+xml;q=0.9": {"text/html; charset=utf-8", `href="/exercises#` + string(technique) + `-`},
		} {
			req, _ := http.NewRequest("GET", s.URL()+"/labs/"+string(technique)+"?impl=yours", nil)
			req.Header.Set("Accept", accept)
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if got := resp.Header.Get("Content-Type"); err != nil || resp.StatusCode != 501 || got != want.kind || !strings.Contains(string(body), want.says) {
				t.Errorf("%s, %s: %s, %s, %v: %.2000s", technique, accept, resp.Status, got, err, body)
			}
		}
	}
}
