package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestServeSaysWhereItIsAndStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, in := io.Pipe()
	status := make(chan int, 1)
	var stderr bytes.Buffer
	go func() { status <- run(ctx, []string{"--addr", "127.0.0.1:0"}, streams{nil, in, &stderr}) }()

	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, lines)
	address := regexp.MustCompile(`^wireside: (http://127\.0\.0\.1:\d+)\n$`).FindStringSubmatch(first)
	if address == nil {
		t.Fatalf("first line is %q", first)
	}
	resp, err := http.Get(address[1] + "/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Error(resp.Status)
	}
	cancel() // as Ctrl-C does
	if s := <-status; s != exitDone || stderr.Len() > 0 {
		t.Errorf("exit status %d, standard error %q", s, &stderr)
	}
}

// Each fault of a lesson is a line: a terminal makes it a place to go to.
func TestServeListsFaults(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"01-one.md", "02-two.md"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("nothing"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var stderr bytes.Buffer
	status := run(t.Context(), []string{"--addr", "127.0.0.1:0", "--lessons", dir}, streams{nil, io.Discard, &stderr})
	const want = "wireside: 01-one.md:1: no front matter: the first line must be ---\n" +
		"wireside: 02-two.md:1: no front matter: the first line must be ---\n"
	if status != exitFailed || stderr.String() != want {
		t.Errorf("exit status %d, standard error\n%s", status, &stderr)
	}
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args   string
		status int
		stdout string
		stderr string
	}{
		{"help", exitDone, "serve", ""},
		{"serve --help", exitDone, "Example", ""},
		{"--help", exitDone, "Commands:", ""},
		{"--help", exitDone, "--addr HOST:PORT", ""},
		{"fly", exitUsage, "", `no command "fly"`},
		{"serve --wings", exitUsage, "", "wings"},
		{"serve now", exitUsage, "", `no argument "now"`},
		{"serve --addr nowhere", exitUsage, "", "HOST:PORT"},
		{"serve --lessons=", exitUsage, "", "--lessons is empty"},
		{"serve --addr 127.0.0.1:0 --lessons testdata/none", exitFailed, "", "no lessons"},
		{"serve --addr 127.0.0.1:0 --lessons testdata/broken", exitFailed, "", "01-broken.md:9: unknown fence"},
		{"serve --addr 127.0.0.1:99999", exitFailed, "", "99999"},
	} {
		var stdout, stderr bytes.Buffer
		status := run(t.Context(), strings.Fields(c.args), streams{strings.NewReader(""), &stdout, &stderr})
		if status != c.status || !strings.Contains(stdout.String(), c.stdout) || !strings.Contains(stderr.String(), c.stderr) {
			t.Errorf("%s: status %d, stdout %q, stderr %q", c.args, status, &stdout, &stderr)
		}
		if c.stderr == "" && stderr.Len() > 0 {
			t.Errorf("%s: stderr %q", c.args, &stderr)
		}
	}
}
