package app

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/yours"

	"github.com/google/go-cmp/cmp"
)

// What a request names serves it, and else what the run has chosen for the lane.
func TestImplementations(t *testing.T) {
	a := startApp(t, Limits{})
	r := makeRun(t, a, `{"rate":200,"lanes":["polling",{"technique":"longpolling","impl":"scratch"},{"name":"sse-2","impl":"yours"},"sse"]}`)
	labtest.Until(t, "an event is published", func() bool { return r.feed.Last() > 0 })
	want := map[string]string{
		"polling": "/labs/polling?run=" + r.id, "sse": "/labs/sse?run=" + r.id,
		"longpolling": "/labs/longpolling?run=" + r.id + "&impl=scratch", "sse-2": "/labs/sse?run=" + r.id + "&lane=sse-2&impl=yours",
	}
	if diff := cmp.Diff(want, a.describe(r).Lanes); diff != "" {
		t.Errorf("the lanes' addresses (-want +got)\n%s", diff)
	}
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		"/labs/polling?after=0&run=":                       {200, `"seq":1`},
		"/labs/polling?impl=scratch&after=0&run=":          {200, `"seq":1`},
		"/labs/longpolling?run=":                           {200, `"seq":1`}, // as the run has it
		"/labs/longpolling?impl=reference&run=":            {200, `"seq":1`},
		"/labs/polling?impl=mine&run=":                     {400, `"bad_impl"`},
		"/labs/polling?impl=yours&run=":                    {501, `"exercise_not_started"`},
		"/labs/longpolling?impl=yours&run=":                {501, `longpolling-hold`},
		"/labs/sse?lane=sse-2&run=":                        {501, `sse-encode`},
		"/labs/polling?impl=scratch&after=x&run=":          {400, `"bad_cursor"`},
		"/labs/longpolling?impl=scratch&wait=never&run=":   {400, `"bad_wait"`},
		"/labs/websocket?impl=yours":                       {501, `websocket-accept`},
		"/labs/websocket?impl=scratch&fine=but-no-upgrade": {426, `"upgrade_required"`},
	} {
		if strings.HasSuffix(path, "run=") {
			path += r.id
		}
		if route, _, _ := strings.Cut(path, "?"); want.status == 501 && len(yours.Serving(lab.Technique(strings.TrimPrefix(route, "/labs/")))) > 0 {
			continue // somebody has begun: it is served
		}
		status, body, err := connectTo(t, a).get(path)
		if err != nil || status != want.status || !strings.Contains(body, want.says) {
			t.Errorf("%s: %d, %v: %.200s", path, status, err, body)
		}
	}
	resp, err := http.Get(a.URL() + "/labs/sse?impl=scratch&run=" + r.id)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	for in, line := bufio.NewReader(resp.Body), ""; line != "id: 1\n"; {
		if line, err = in.ReadString('\n'); err != nil {
			t.Fatal("the stream has no event 1: ", err)
		}
	}
}

// A person who opens a lane of their own that is not begun gets a page, a program JSON.
func TestNotStartedIsAPage(t *testing.T) {
	if begun := yours.Serving(lab.SSE); len(begun) > 0 {
		t.Skip("somebody has begun ", begun)
	}
	a := startApp(t, Limits{})
	request, err := http.NewRequest("GET", a.URL()+"/labs/sse?impl=yours", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/html,application/xhtml+xml")
	resp, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != 501 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") ||
		!strings.Contains(string(body), `href="/exercises#sse-encode"`) {
		t.Errorf("%s, %s: %s", resp.Status, resp.Header.Get("Content-Type"), body)
	}
}

// Incidents of a kind are one, with its count; those that are new are told once; and there are not more kinds than may be.
func TestIncidents(t *testing.T) {
	var l incidents
	crash := yours.Incident{Exercise: "sse-encode", Message: "index out of range", Stack: "encode.go:12"}
	l.add("sse", crash)
	l.add("sse", crash)
	l.add("sse-2", crash)
	summary := func(list []incident) (s []string) {
		for _, i := range list {
			text, _ := json.Marshal([]any{i.Lane, i.Exercise, i.Times})
			s = append(s, string(text))
		}
		return s
	}
	news, now := l.after(0)
	if diff := cmp.Diff([]string{`["sse","sse-encode",2]`, `["sse-2","sse-encode",1]`}, summary(news)); diff != "" {
		t.Errorf("at first (-want +got)\n%s", diff)
	}
	l.add("sse-2", crash)
	if news, now = l.after(now); !slices.Equal(summary(news), []string{`["sse-2","sse-encode",2]`}) {
		t.Errorf("after another one: %v", summary(news))
	}
	if news, _ = l.after(now); len(news) > 0 {
		t.Errorf("told twice: %v", summary(news))
	}
	for i := range 2 * maxIncidents {
		l.add("sse", yours.Incident{Exercise: "sse-encode", Message: strings.Repeat("x", i)})
	}
	if n := len(l.all()); n != maxIncidents {
		t.Errorf("%d kinds are kept", n)
	}
}

// Choices that only the reference implements are refused for the others, by name.
func TestSpecOfAnImplementation(t *testing.T) {
	_, err := readSpec([]byte(`{"lanes":[{"technique":"sse","impl":"yours","compress":"flush"}]}`), Limits{}.withDefaults())
	if err == nil || !strings.Contains(err.Error(), "lane sse: impl is yours; then compress must be none") {
		t.Error(err)
	}
}
