package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	gws "github.com/fasthttp/websocket"
)

const oneLesson = "---\ntitle: The first\nkicker: k\nsummary: s\norder: 1\nminutes: 1\n---\n\n## A heading\n\nText.\n"

// authors starts a server of a working copy with one lesson, and returns what rewrites it.
func authors(t *testing.T) (a *App, rewrite func(text string)) {
	t.Helper()
	dir := t.TempDir()
	rewrite = func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "01-one.md"), []byte(text), 0o644); err != nil {
			t.Error(err)
		}
	}
	rewrite(oneLesson)
	a, err := Start(Config{Addr: "127.0.0.1:0", Lessons: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a, rewrite
}

// getPage asks for a page as a browser does.
func getPage(t *testing.T, a *App, path string) (status int, body string) {
	t.Helper()
	return fetch(t, a, "GET", path, "Accept", "text/html")
}

func TestAnAuthorSeesWhatChanges(t *testing.T) {
	t.Parallel()
	a, rewrite := authors(t)
	ws, _, err := gws.DefaultDialer.Dial("ws://"+a.Addr()+"/api/lessons/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	hear := func(want int) {
		t.Helper()
		var news struct{ Edition int }
		ws.SetReadDeadline(time.Now().Add(time.Minute))
		if err := ws.ReadJSON(&news); err != nil || news.Edition != want {
			t.Fatalf("heard of edition %d, %v, want %d", news.Edition, err, want)
		}
	}
	hear(1)
	if status, body := getPage(t, a, "/lessons/one"); status != 200 || !strings.Contains(body, "author.js?edition=1") || !strings.Contains(body, "The first") {
		t.Errorf("status %d, and the page has no title, or isn't told of changes", status)
	}

	rewrite(strings.Replace(oneLesson, "The first", "Another", 1))
	hear(2)
	if _, body := getPage(t, a, "/"); !strings.Contains(body, "Another") || strings.Contains(body, "The first") {
		t.Error("the home page does not have the new title")
	}

	rewrite(strings.Replace(oneLesson, "## A", "#### A", 1))
	hear(3)
	for _, path := range []string{"/", "/lessons/one", "/exercises"} {
		if status, body := getPage(t, a, path); status != 500 || !strings.Contains(body, "01-one.md:9") || !strings.Contains(body, "author.js?edition=3") {
			t.Errorf("%s: status %d, and the place of the fault is not on the page, or the page would stay", path, status)
		}
	}
	if status, body := fetch(t, a, "GET", "/api/lessons", "Accept", "*/*"); status != 500 || !strings.Contains(body, `"code":"broken_lessons"`) || !strings.Contains(body, "01-one.md:9") {
		t.Errorf("the API: status %d, %s", status, body)
	}

	rewrite(oneLesson)
	hear(4)
	_, body := fetch(t, a, "GET", "/api/lessons", "Accept", "*/*")
	want := `{"lessons":[{"slug":"one","title":"The first","kicker":"k","summary":"s","order":1,"minutes":1,"claims":[],"exercises":[],` +
		`"sections":[{"id":"a-heading","title":"A heading","text":"Text."}]}]}`
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("GET /api/lessons (-want +got):\n%s", diff)
	}
	if status, body := getPage(t, a, "/lessons/two"); status != 404 || !strings.Contains(body, "author.js?edition=") {
		t.Errorf("a lesson that isn't there: status %d, want 404, and the page must come back when it is", status)
	}
}

func TestABrokenLessonStopsTheStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "01-one.md"), []byte(oneLesson+"\n```lob x\n```\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	a, err := Start(Config{Addr: "127.0.0.1:0", Lessons: dir})
	if err == nil {
		a.Close()
		t.Fatal("it started")
	}
	if !strings.Contains(err.Error(), "01-one.md:13: ") {
		t.Errorf("%v; want the file and the line", err)
	}
}

// A heading may not take the id of what the bench’s scripts look for.
func TestHeadingsLeaveTheBenchItsIDs(t *testing.T) {
	t.Parallel()
	for _, heading := range []string{"Start", "Lanes", "View wire", "Help", "Settled", "Yourself"} {
		files := fstest.MapFS{"01-one.md": {Data: []byte(strings.Replace(oneLesson, "A heading", heading, 1))}}
		if _, err := Lessons(files); err == nil || !strings.Contains(err.Error(), "01-one.md:9: the page has a #") {
			t.Errorf("## %s: %v; want a fault", heading, err)
		}
	}
}

// The lessons that are built in don't change: nobody is told of editions, and nobody waits for one.
func TestBuiltInLessonsHaveNoNews(t *testing.T) {
	t.Parallel()
	a, err := Start(Config{Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, body := getPage(t, a, "/"); strings.Contains(body, "author.js") {
		t.Error("the page waits for editions")
	}
	if _, resp, err := gws.DefaultDialer.Dial("ws://"+a.Addr()+"/api/lessons/live", nil); err == nil || resp.StatusCode != 404 {
		t.Error(resp, err)
	}
}
