package tests

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wireside/labs/yours"
)

// learners is a server of its own process, with answers in the place of the exercises' stubs.
type learners struct {
	addr, url string
	cmd       *exec.Cmd
	said      *bytes.Buffer // on standard error; to be read once it has ended
	ran       string        // a file that is there once the server has run go
	ended     chan struct{}
	dialer    *tapDialer
}

// serveAnswers builds a server as if the files of testdata/answers had been written into the stubs, and starts it in the tree.
func serveAnswers(t *testing.T) *learners {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"labs", "server", "wireview"} { // go test keeps a result for as long as what the test has looked at is the same
		if err := filepath.WalkDir(filepath.Join(root, folder), func(string, fs.DirEntry, error) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	replace := make(map[string]string)
	for _, e := range yours.All() {
		answer := filepath.Join(root, "tests", "testdata", "answers", e.File)
		if _, err := os.Stat(answer); err == nil {
			replace[filepath.Join(root, filepath.FromSlash(e.Package), e.File)] = answer
		} else if e.Lane() {
			t.Errorf("there is no answer to %s", e.Name)
		}
	}
	overlay, _ := json.Marshal(map[string]any{"Replace": replace})
	write(t, filepath.Join(dir, "overlay.json"), string(overlay), 0o600)
	binary := filepath.Join(dir, "wireside")
	build := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", binary, "./server")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}

	l := &learners{ran: filepath.Join(dir, "ran"), said: new(bytes.Buffer), ended: make(chan struct{}), dialer: new(tapDialer)}
	write(t, filepath.Join(dir, "bin", "go"), "#!/bin/sh\necho \"$@\" >>'"+l.ran+"'\n", 0o700)
	l.cmd = exec.Command(binary, "serve", "--addr", "127.0.0.1:0")
	l.cmd.Dir, l.cmd.Stderr = root, l.said
	l.cmd.Env = append(os.Environ(), "PATH="+filepath.Join(dir, "bin"))
	out, err := l.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		l.cmd.Process.Kill()
		<-l.ended
	})
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	go func() {
		defer close(l.ended)
		io.Copy(io.Discard, lines)
		l.cmd.Wait()
	}()
	if err != nil {
		t.Fatal(err)
	}
	l.url = strings.TrimSpace(strings.TrimPrefix(first, "wireside: "))
	l.addr = strings.TrimPrefix(l.url, "http://")
	return l
}

func write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	os.MkdirAll(filepath.Dir(name), 0o700)
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// ask sends a request of the API, and wants one of the statuses of success.
func (l *learners) ask(t *testing.T, method, path, body string, into any) {
	t.Helper()
	req, _ := http.NewRequest(method, l.url+path, strings.NewReader(body))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %s, %v %s", method, path, resp.Status, err, text)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
}

// lanes are the learner's four and, of each technique that streams, one of the reference's.
const lanes = `"lanes":[{"technique":"polling","impl":"yours"},{"technique":"longpolling","impl":"yours"},
	{"technique":"sse","impl":"yours","encoder":"lines"},{"technique":"websocket","impl":"yours"},"sse-ref","websocket-ref"]`

func (l *learners) run(t *testing.T, spec string) *learnersRun {
	t.Helper()
	r := &learnersRun{learners: l}
	l.ask(t, "POST", "/api/runs", spec, &r.runInfo)
	return r
}

type learnersRun struct {
	*learners
	runInfo
	following sync.WaitGroup
}

// dial opens a connection for a lane, whose bytes are noted.
func (l *learners) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := l.dialer.DialContext(context.Background(), "tcp", l.addr)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(time.Minute))
	t.Cleanup(func() { conn.Close() })
	return conn
}

// get asks a lane, on a connection of its own, and returns the answer and its body; want is its status.
func (r *learnersRun) get(t *testing.T, lane, query, header string, want int) (*http.Response, string) {
	t.Helper()
	conn := r.dial(t)
	fmt.Fprintf(conn, "GET %s%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", r.Lanes[lane], query, header)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(lane, query, ": ", err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != want {
		t.Errorf("%s%s: %s, %v: %s", lane, query, resp.Status, err, body)
	}
	return resp, string(body)
}

// stream opens an event stream, whose answer has begun.
func (r *learnersRun) stream(t *testing.T, lane, query string) *bufio.Reader {
	t.Helper()
	conn := r.dial(t)
	fmt.Fprintf(conn, "GET %s%s HTTP/1.1\r\nHost: x\r\n\r\n", r.Lanes[lane], query)
	br := bufio.NewReader(conn)
	resp, err := http.ReadResponse(br, nil)
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("%s%s: %v, %v", lane, query, resp, err)
	}
	return bufio.NewReader(resp.Body)
}

// say has the clients of a chat hear a text.
func (r *learnersRun) say(t *testing.T, text string) {
	t.Helper()
	conn := r.dial(t)
	fmt.Fprintf(conn, "POST /labs/sse/send?run=%s&lane=sse-ref HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", r.ID, len(text), text)
	if answer, err := io.ReadAll(conn); err != nil || !bytes.HasPrefix(answer, []byte("HTTP/1.1 200 ")) {
		t.Fatalf("%v %s", err, answer)
	}
}

// handshake is a WebSocket's request; its key is the RFC's example.
const handshakeKey = "dGhlIHNhbXBsZSBub25jZQ=="

// socket opens a WebSocket.
func (r *learnersRun) socket(t *testing.T, lane, query, key string) (net.Conn, *bufio.Reader, *http.Response) {
	t.Helper()
	conn := r.dial(t)
	fmt.Fprintf(conn, "GET %s%s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n",
		r.Lanes[lane], query, key)
	br := bufio.NewReader(conn)
	resp, err := http.ReadResponse(br, nil)
	if err != nil {
		t.Fatal(lane, query, ": ", err)
	}
	return conn, br, resp
}

// masked makes a client's frame.
func masked(opcode byte, key, payload string) string {
	frame := append([]byte{0x80 | opcode, 0x80 | byte(len(payload))}, key...)
	for i := range len(payload) {
		frame = append(frame, payload[i]^key[i%4])
	}
	return string(frame)
}

// goodbye is a close frame with code 1000.
var goodbye = masked(8, "\x00\x00\x00\x00", "\x03\xe8")

// talk opens a learner's WebSocket, sends frames and then goodbye, and returns all that comes.
func (r *learnersRun) talk(t *testing.T, frames string) string {
	t.Helper()
	conn, br, resp := r.socket(t, "websocket", "&after=now", handshakeKey)
	if resp.StatusCode != 101 {
		t.Fatal(resp.Status)
	}
	io.WriteString(conn, frames+goodbye)
	all, err := io.ReadAll(br)
	if err != nil {
		t.Errorf("%q: %v", frames, err)
	}
	return string(all)
}

// shutDown asks the server to end, and returns how long that took.
func (l *learners) shutDown(t *testing.T) time.Duration {
	t.Helper()
	begun := time.Now()
	if err := l.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-l.ended
	if code := l.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("exit status %d: %s", code, l.said)
	}
	return time.Since(begun)
}
