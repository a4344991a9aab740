package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wireside/labs/book"
	"wireside/labs/yours"
	"wireside/server/exercises"
	"wireside/wireview/tap"

	gws "github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"
	"github.com/valyala/fasthttp"
)

// startBook serves the routes of a book below /book.
func startBook(t *testing.T, limits Limits, b *exerciseBook, start func()) *App {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a, err := newApp(limits.withDefaults(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	b.app = a
	if start != nil {
		start()
	}
	b.route(a.fiber.Group("/book"))
	a.door = &door{Listener: ln, limit: int64(a.limits.Connections), patience: a.limits.ReadTimeout}
	a.listener = tap.Listen(a.door, a.opened)
	go func() {
		a.servedErr = a.fiber.Listener(a.queued.Listen(a.listener))
		close(a.served)
	}()
	t.Cleanup(func() { a.Close() })
	return a
}

// bookMessage is any message of the live view.
type bookMessage struct {
	Exercises []exercises.Entry `json:"exercises"`
	Exercise  *exercises.Entry  `json:"exercise"`
	Built     int64             `json:"built"`
	Stale     *[]string         `json:"stale"`
	Watching  *bool             `json:"watching"`
}

func lookAt(t *testing.T, a *App, header http.Header) *gws.Conn {
	t.Helper()
	ws, resp, err := gws.DefaultDialer.Dial("ws://"+a.Addr()+"/book/exercises/live", header)
	if err != nil {
		t.Fatal(err, resp)
	}
	t.Cleanup(func() { ws.Close() })
	ws.SetReadDeadline(time.Now().Add(2 * time.Minute))
	return ws
}

func readBook(t *testing.T, ws *gws.Conn) (m bookMessage) {
	t.Helper()
	if err := ws.ReadJSON(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

// tree makes the source of two exercises, x-encode and x-other, in a module of their own.
func tree(t *testing.T) (cfg exercises.Config, entries []exercises.Entry, write func(text string)) {
	t.Helper()
	command, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	put := func(name, text string) {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cfg = exercises.Config{Root: root, Go: command}
	put("go.mod", "module wireside\n\ngo 1.25\n")
	for _, name := range []string{"encode", "other"} {
		said, _ := json.Marshal(book.Failed{Exercise: "x-" + name, Check: "adds one", What: "Answer(1)", Hint: "add"})
		put("labs/x/exercise/"+name+"/"+name+"_test.go", `package `+name+`
			import "testing"
			func TestExercise(t *testing.T) {
				t.Run("x-`+name+`", func(t *testing.T) {
					if !Started { t.Skip("not started") }
					t.Run("adds one", func(t *testing.T) {
						if Answer(1) != 2 { t.Attr("wireside", `+fmt.Sprintf("%q", said)+`); t.Error("no") }
					})
					t.Run("a second", func(t *testing.T) {})
				})
			}`)
		put("labs/x/exercise/"+name+"/"+name+".go", "package "+name+"\nconst Started = false\nfunc Answer(n int) int { return n }\n")
		e := yours.Entry{Info: book.Info{Name: "x-" + name, Package: "labs/x/exercise/" + name, File: name + ".go"}}
		cfg.Exercises = append(cfg.Exercises, e)
		entries = append(entries, exercises.Describe(e))
	}
	return cfg, entries, func(text string) { put("labs/x/exercise/encode/encode.go", text) }
}

// A learner starts, is wrong, mistypes and is right, and sees each on the page while it is open.
func TestExercisesLive(t *testing.T) {
	t.Parallel()
	cfg, entries, write := tree(t)
	b := &exerciseBook{entries: entries, built: 7}
	a := startBook(t, Limits{}, b, func() { b.start(cfg) })
	ws := lookAt(t, a, nil)
	first := readBook(t, ws)
	if first.Watching == nil || !*first.Watching || len(first.Exercises) != 2 || first.Built != 7 {
		t.Fatalf("%+v", first)
	}
	stale := []string{}
	// reads until the exercise is in a state, and not running
	reach := func(name string, state exercises.State) exercises.Result {
		t.Helper()
		ran := false
		for {
			m := readBook(t, ws)
			if m.Stale != nil {
				stale = *m.Stale
			}
			if m.Exercise == nil || m.Exercise.Name != name {
				continue
			}
			if m.Exercise.Result.State != exercises.Running {
				if m.Exercise.Result.State != state {
					t.Fatalf("%s is %+v", name, m.Exercise.Result)
				}
				if !ran {
					t.Log("too fast to be seen running")
				}
				return m.Exercise.Result
			}
			ran = true
		}
	}
	reach("x-encode", exercises.Idle)

	write("package encode\nconst Started = true\nfunc Answer(n int) int { return n }\n")
	red := reach("x-encode", exercises.Red)
	want := []exercises.Check{{Name: "adds one", State: exercises.Failed}, {Name: "a second", State: exercises.Passed}}
	if diff := cmp.Diff(want, red.Checks); diff != "" || len(red.Failed) != 1 || red.Failed[0].Hint != "add" {
		t.Errorf("%s%+v", diff, red.Failed)
	}
	if !slices.Equal(stale, []string{"x-encode"}) {
		t.Errorf("stale: %q", stale)
	}
	write("package encode\nconst Started = true\nfunc Answer(n int) int { return n + }\n")
	if broken := reach("x-encode", exercises.Broken); !strings.Contains(broken.Output, "encode.go:3:") {
		t.Errorf("%+v", broken)
	}
	write("package encode\nconst Started = true\nfunc Answer(n int) int { return n + 1 }\n")
	reach("x-encode", exercises.Green)

	_, body, err := connectTo(t, a).get("/book/exercises")
	var list exerciseState
	if err != nil || json.Unmarshal([]byte(body), &list) != nil {
		t.Fatal(err, body)
	}
	if !list.Watching || list.Exercises[0].Result.State != exercises.Green || list.Exercises[1].Result.State != exercises.Idle || !slices.Equal(list.Stale, stale) {
		t.Errorf("%+v", list)
	}

	// Asked for, though nothing has changed.
	if status, body := post(t, a, "/book/exercises/x-other/run", ""); status != http.StatusAccepted {
		t.Error(status, body)
	}
	reach("x-other", exercises.Idle)
}

func post(t *testing.T, a *App, path, origin string) (status int, body string) {
	t.Helper()
	return fetch(t, a, "POST", path, "Origin", origin)
}

// fakeWatch is one exercise that changes all the time, and says much.
type fakeWatch struct{ looking chan int }

func (f *fakeWatch) Look() (leave func()) {
	f.looking <- 1
	return func() { f.looking <- -1 }
}
func (f *fakeWatch) Run(name string) bool { return name == "x-a" }
func (f *fakeWatch) Since(seq uint64) (exercises.Update, <-chan struct{}) {
	more := make(chan struct{})
	close(more)
	return exercises.Update{Seq: seq + 1, Results: []exercises.Named{{Name: "x-a", Result: exercises.Result{State: exercises.Broken, Output: strings.Repeat("x", 256<<10)}}}}, more
}

func fakeBook() (*exerciseBook, *fakeWatch) {
	f := &fakeWatch{looking: make(chan int, 100)}
	e := exercises.Describe(yours.Entry{Info: book.Info{Name: "x-a"}})
	return &exerciseBook{watch: f, entries: []exercises.Entry{e}}, f
}

// Pages of another origin neither look nor have anything run.
func TestExercisesForOneOrigin(t *testing.T) {
	t.Parallel()
	b, _ := fakeBook()
	a := startBook(t, Limits{}, b, nil)
	if _, resp, err := gws.DefaultDialer.Dial("ws://"+a.Addr()+"/book/exercises/live", http.Header{"Origin": {"http://example.org"}}); err == nil || resp.StatusCode != http.StatusForbidden {
		t.Error(resp, err)
	}
	for _, test := range []struct {
		path, origin string
		status       int
		code         string
	}{
		{"x-a", "", 202, ""}, {"x-a", "http://" + a.Addr(), 202, ""}, {"x-a", "http://example.org", 403, "bad_origin"}, {"x-b", "", 404, "no_such_exercise"},
		{"%00%1b", "", 404, "no_such_exercise"},
	} {
		if status, body := post(t, a, "/book/exercises/"+test.path+"/run", test.origin); status != test.status || !strings.Contains(body, test.code) {
			t.Errorf("%+v: %d %s", test, status, body)
		}
	}
}

// Whoever may not see what the checks say gets the list without it, why, and no run.
func TestExercisesWithoutResults(t *testing.T) {
	t.Parallel()
	here, elsewhere := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1)}
	any, six := &net.TCPAddr{IP: net.IPv4zero}, &net.TCPAddr{IP: net.IPv6loopback}
	for name, test := range map[string]struct {
		mode     WatchMode
		at, from *net.TCPAddr
		missing  bool
		why      string
	}{
		"here":               {WatchLoopback, here, here, false, ""},
		"here, over IPv6":    {WatchLoopback, six, six, false, ""},
		"asked for, here":    {WatchAlways, any, here, false, ""},
		"asked for, not":     {WatchAlways, any, elsewhere, false, "machine alone"},
		"open to all":        {WatchLoopback, any, here, false, "open to other machines"},
		"open, elsewhere":    {WatchLoopback, any, elsewhere, false, "open to other machines"},
		"never":              {WatchNever, here, here, false, "without watching"},
		"nothing to run":     {WatchLoopback, here, here, true, "no source"},
		"nothing, elsewhere": {WatchAlways, any, elsewhere, true, "machine alone"},
	} {
		a, err := newApp(Limits{}.withDefaults(), Config{Watch: WatchNever})
		if err != nil {
			t.Fatal(err)
		}
		defer a.shutLabs()
		b, _ := fakeBook()
		b.app, b.mode = a, test.mode
		if test.missing {
			b.watch, b.missing = nil, "no source"
		}
		b.route(a.fiber.Group("/book"))
		a.listener = tap.Listen(listeningAt{test.at}, nil)
		ask := func(method, path string) (int, string) {
			var ctx fasthttp.RequestCtx
			var req fasthttp.Request
			req.Header.SetMethod(method)
			req.SetRequestURI(path)
			req.Header.SetHost("localhost:8080")
			ctx.Init(&req, test.from, nil)
			a.fiber.Handler()(&ctx)
			return ctx.Response.StatusCode(), string(ctx.Response.Body())
		}
		status, body := ask("GET", "/book/exercises")
		var list exerciseState
		if err := json.Unmarshal([]byte(body), &list); err != nil || status != 200 {
			t.Fatal(status, err, body)
		}
		state := exercises.Unknown
		if test.why == "" {
			state = exercises.Broken
		}
		if list.Watching != (test.why == "") || (list.Why == "") != (test.why == "") || !strings.Contains(list.Why, test.why) || list.Exercises[0].Result.State != state || list.Stale == nil {
			t.Errorf("%s: %.300s", name, body)
		}
		want := 202
		if test.why != "" {
			want = 403
		}
		if status, body := ask("POST", "/book/exercises/x-a/run"); status != want || want == 403 && !strings.Contains(body, "not_watching") {
			t.Errorf("%s: POST is answered with %d %s", name, status, body)
		}
	}
}

// A name that somebody else has pointed at this machine makes that page of one origin with the server: it sees nothing all the same.
func TestExercisesUnderAStrangersName(t *testing.T) {
	t.Parallel()
	b, f := fakeBook()
	a := startBook(t, Limits{}, b, nil)
	a.host = "Lab.example"
	for name, ours := range map[string]bool{
		"localhost": true, "LOCALHOST.": true, "127.0.0.1": true, "[::1]": true, "lab.example": true, "me.localhost": true,
		"evil.example": false, "127.0.0.1.evil.example": false, "localhost.evil.example": false, "evillocalhost": false, "2130706433": false,
	} {
		for _, port := range []string{"", ":8080"} {
			resp := answer(t, a, "POST /book/exercises/x-a/run HTTP/1.1\r\nHost: "+name+port+"\r\nOrigin: http://"+name+port+"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			if accepted := strings.HasPrefix(resp, "HTTP/1.1 202 "); accepted != ours || !ours && !strings.Contains(resp, `"not_watching"`) {
				t.Errorf("%s%s: %.300s", name, port, resp)
			}
		}
	}
	ws := lookAt(t, a, http.Header{"Host": {"evil.example"}, "Origin": {"http://evil.example"}})
	if m := readBook(t, ws); *m.Watching || m.Exercises[0].Result.State != exercises.Unknown {
		t.Errorf("%+v", m)
	}
	if len(f.looking) > 0 {
		t.Error("it looks")
	}
}

// answer sends a request as it is, and returns all that comes.
func answer(t *testing.T, a *App, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", a.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Minute))
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

// Each exercise of this project has what its page needs.
func TestExercisesAreDescribed(t *testing.T) {
	entries, err := Exercises()
	if err != nil || len(entries) == 0 {
		t.Fatal(err, len(entries))
	}
	for _, e := range entries {
		if e.Technique == "" || e.Command == "" || e.Minutes == 0 || e.Result.State != exercises.Unknown || e.Result.Checks == nil {
			t.Errorf("%+v", e)
		}
	}
	if text, _ := json.Marshal(entries); strings.Contains(string(text), "null") {
		t.Errorf("%s", text)
	}
}
