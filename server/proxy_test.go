package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// proxied runs the command until the test cancels it, and returns the two addresses that it prints.
func proxied(t *testing.T, args ...string) (clients, inspector, stderr string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	status := make(chan int, 1)
	var errs bytes.Buffer
	go func() {
		status <- run(ctx, append([]string{"proxy"}, args...), streams{nil, in, &errs})
		in.Close()
	}()
	lines := bufio.NewReader(out)
	for _, prefix := range []string{"wireside: ", "inspector: "} {
		line, err := lines.ReadString('\n')
		address, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), prefix)
		if err != nil || !ok {
			t.Fatalf("a line is %q (%v), want %q", line, err, prefix)
		}
		if prefix == "wireside: " {
			clients = address
		} else {
			inspector = address
		}
	}
	if help, _ := lines.ReadString('\n'); !strings.Contains(help, "Ctrl-C") {
		t.Errorf("the third line is %q", help)
	}
	stderr = errs.String() // nothing writes there any more
	return clients, inspector, stderr, func() {
		cancel()
		if s := <-status; s != exitDone {
			t.Errorf("exit status %d: %s", s, &errs)
		}
	}
}

func TestProxyPassesRequestsOnAndShowsThem(t *testing.T) {
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "served to ", r.Host, " ", r.Header["X-Test"])
	}))
	defer target.Close()
	clients, inspector, stderr, stop := proxied(t, "--to", target.URL, "--listen", "127.0.0.1:0", "--page", "127.0.0.1:0",
		"--header", "X-Test: a", "--header", "x-test:b")
	defer stop()
	if stderr != "" {
		t.Error(stderr)
	}
	if !regexp.MustCompile(`^http://127\.0\.0\.1:\d+$`).MatchString(clients) || !regexp.MustCompile(`^http://127\.0\.0\.1:\d+/runs/proxy$`).MatchString(inspector) {
		t.Errorf("%s, %s", clients, inspector)
	}
	req, _ := http.NewRequest("GET", clients, nil)
	req.Host = "shop.example"
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if string(body) != "served to shop.example [a b]" {
		t.Errorf("%q", body)
	}
	resp, err = http.Get(strings.Replace(inspector, "/runs/proxy", "/api/runs/proxy", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if run, _ := io.ReadAll(resp.Body); resp.StatusCode != 200 || !strings.Contains(string(run), target.URL) {
		t.Errorf("%s: %s", resp.Status, run)
	}
}

// Where it can be reached from elsewhere it says so, and calls itself what a browser here can open.
func TestProxyWarnsOfTheNetwork(t *testing.T) {
	clients, inspector, stderr, stop := proxied(t, "--to", "http://localhost:1", "--listen", ":0", "--page", "0.0.0.0:0")
	defer stop()
	for _, address := range []string{clients, inspector} {
		if !strings.HasPrefix(address, "http://localhost:") {
			t.Error(address)
		}
	}
	for _, want := range []string{"--listen :0", "reach the application", "--page 0.0.0.0:0", "read all"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q lacks %q", stderr, want)
		}
	}
}

// The page makes way for whoever has its port, unless it was asked for.
func TestProxyPageTakesAFreePort(t *testing.T) {
	if ln, err := net.Listen("tcp", "localhost:8080"); err == nil {
		defer ln.Close()
	} // else somebody else has taken it, which is as good
	_, inspector, _, stop := proxied(t, "--to", "http://localhost:1", "--listen", "localhost:0")
	stop()
	if strings.Contains(inspector, ":8080/") {
		t.Error(inspector)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var stderr bytes.Buffer
	args := []string{"proxy", "--to", "http://localhost:1", "--listen", "localhost:0", "--page", taken.Addr().String()}
	if status := run(t.Context(), args, streams{nil, io.Discard, &stderr}); status != exitFailed || !strings.Contains(stderr.String(), taken.Addr().String()) {
		t.Errorf("status %d, %s", status, &stderr)
	}
}

func TestProxyCommandLine(t *testing.T) {
	const to = "--to\x00http://localhost:3000\x00"
	for _, c := range []struct {
		args   string // separated by NUL
		stderr string
	}{
		{"", "--to is missing"},
		{"--to\x00localhost:3000", "did you mean http://localhost:3000?"},
		{"--to\x00127.0.0.1:3000", "did you mean http://127.0.0.1:3000?"},
		{"--to\x00ws://localhost:3000", "write http://localhost:3000"},
		{"--to\x00ftp://localhost", "http:// or https://"},
		{"--to\x00http://", "no host"},
		{"--to\x00http://localhost:3000/api", "passes unchanged"},
		{"--to\x00http://localhost:3000?a=b", "passes unchanged"},
		{"--to\x00http://user:pass@localhost", "Authorization"},
		{"--to\x00http://localhost:0", "between 1 and 65535"},
		{"--to\x00http://localhost:x", "invalid port"},
		{to + "now", `no argument "now"`},
		{to + "--wings", "wings"},
		{to + "--insecure", "https"},
		{to + "--listen\x009000", "--listen"},
		{to + "--page\x00here", "--page"},
		{to + "--header\x00Host", "Name: value"},
		{to + "--header\x00a b: c", "Name: value"},
		{to + "--header\x00A: b\r\nC: d", "one line"},
		{to + "--header\x00transfer-encoding: chunked", "where a request ends"},
	} {
		var stderr bytes.Buffer
		args := []string{"proxy"}
		if c.args != "" {
			args = append(args, strings.Split(c.args, "\x00")...)
		}
		status := run(t.Context(), args, streams{nil, io.Discard, &stderr})
		if status != exitUsage || !strings.Contains(stderr.String(), c.stderr) {
			t.Errorf("%q: status %d, stderr %q, want %q", c.args, status, &stderr, c.stderr)
		}
	}
	var stdout bytes.Buffer
	if status := run(t.Context(), []string{"proxy", "--help"}, streams{nil, &stdout, io.Discard}); status != exitDone || !strings.Contains(stdout.String(), "Example") {
		t.Errorf("status %d, %s", status, &stdout)
	}
}
