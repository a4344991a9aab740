package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// result is what a run of the command came to.
type result struct {
	status      int
	out, errors string
}

func runDecode(t testing.TB, in string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), append([]string{"decode"}, args...), streams{strings.NewReader(in), &stdout, &stderr})
	return result{status, stdout.String(), stderr.String()}
}

// unit is what the tests look at.
type unit struct {
	Seq     uint64
	At      int64
	Conn    uint64
	Dir     string
	Proto   string
	Kind    string
	Summary string
	Spans   [][2]int64
	Raw     []byte
	Error   *struct{ Name string }
}

func readUnits(t testing.TB, out string) (units []unit) {
	t.Helper()
	for line := range strings.Lines(out) {
		var u unit
		if err := json.Unmarshal([]byte(line), &u); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		if u.Seq != uint64(len(units)+1) {
			t.Errorf("unit %d comes after %d", u.Seq, len(units))
		}
		units = append(units, u)
	}
	return units
}

// brief lists units as "dir proto kind", with a summary where that is the wire's own words, and the rule that they break.
func brief(units []unit) (list []string) {
	for _, u := range units {
		line := fmt.Sprintf("%s %s %s", u.Dir, u.Proto, u.Kind)
		switch u.Kind {
		case "request", "response", "event", "frame", "message":
			line += ": " + u.Summary
		}
		if u.Error != nil {
			line += " !" + u.Error.Name
		}
		list = append(list, line)
	}
	return list
}

func TestDecodeRaw(t *testing.T) {
	for _, c := range []struct {
		name, in string
		args     string
		want     []string
	}{
		// RFC 6455 5.7
		{"a text message", "0x81 0x05 0x48 0x65 0x6c 0x6c 0x6f", "--as websocket --from server --hex",
			[]string{"s2c websocket frame: text fin · Hello", "s2c websocket end"}},
		{"a masked one", "81:85:37:fa:21:3d:7f:9f:4d:51:58\n", "--as websocket --from client --hex",
			[]string{"c2s websocket frame: text fin · Hello", "c2s websocket end"}},
		{"fragments", "01 03 48 65 6c, 80 02 6C 6F", "--as websocket --from server --hex",
			[]string{"s2c websocket frame: text · Hel", "s2c websocket frame: continuation fin · lo", "s2c websocket message: text message of 2 frames · Hello", "s2c websocket end"}},
		// RFC 7692 7.2.3.1
		{"a compressed message", "c1 07 f2 48 cd c9 c9 07 00", "--as websocket --from server --hex --deflate permessage-deflate;server_no_context_takeover",
			[]string{"s2c websocket frame: text fin deflate · Hello", "s2c websocket end"}},
		{"a compressed message where nothing was agreed", "c1 07 f2 48 cd c9 c9 07 00", "--as websocket --from server --hex",
			[]string{"s2c websocket frame: text fin · \ufffdH\ufffd\ufffd\ufffd␇␀ !frame-reserved-bits", "s2c websocket end"}},
		{"an event stream", "id: 1\ndata: x\n\ndata: y", "--as sse",
			[]string{"s2c sse event: id: 1 · data: x", "s2c sse event: data: y · unfinished", "s2c sse end"}},
		{"requests", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhiGET /a HTTP/1.1\r\nHost: x\r\n\r\n", "--as http1 --from client",
			[]string{"c2s http1 request: POST /", "c2s http1 body", "c2s http1 request: GET /a", "c2s http1 end"}},
		{"responses", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "--as http1 --from server --methods HEAD",
			[]string{"s2c http1 response: 200 OK", "s2c http1 response: 200 OK", "s2c http1 body", "s2c http1 end"}},
		{"a response with an event stream", "HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: x\n\n\r\n0\r\n\r\n", "--as http1 --from server",
			[]string{"s2c http1 response: 200 OK", "s2c sse event: data: x", "s2c http1 chunk", "s2c http1 chunk", "s2c sse end",
				"s2c http1 trailers", "s2c http1 end"}},
		{"a switch to WebSocket", switching + "\x81\x05Hello", "--as http1 --from server",
			[]string{"s2c http1 response: 101 Switching Protocols", "s2c websocket frame: text fin · Hello", "s2c websocket end"}},
		{"an offer in place of an agreement", "c1 07 f2 48 cd c9 c9 07 00", "--as websocket --from server --hex --deflate permessage-deflate;client_max_window_bits",
			[]string{"s2c websocket frame: text fin deflate · Hello", "s2c websocket end"}},
		{"a switch to WebSocket with deflate", strings.Replace(switching, "\r\n\r\n", "\r\nSec-WebSocket-Extensions: x, permessage-deflate; server_no_context_takeover\r\n\r\n", 1) +
			"\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00", "--as http1 --from server",
			[]string{"s2c http1 response: 101 Switching Protocols", "s2c websocket frame: text fin deflate · Hello", "s2c websocket end"}},
		{"a request for WebSocket", upgrade + "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", "--as http1 --from client",
			[]string{"c2s http1 request: GET /ws", "c2s websocket frame: text fin · Hello", "c2s websocket end"}},
		{"a request for something else", "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n", "--as http1 --from client",
			[]string{"c2s http1 request: GET /", "c2s http1 request: GET /a", "c2s http1 end"}},
		{"a tunnel", "CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\nhello", "--as http1 --from client",
			[]string{"c2s http1 request: CONNECT x:1", "c2s raw raw !switched", "c2s http1 end"}},
		{"nothing", "", "--as http1 --from client", []string{"c2s http1 end"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := runDecode(t, c.in, append(strings.Fields(c.args), "-")...)
			if got.status != exitDone || got.errors != "" {
				t.Errorf("status %d, %s", got.status, got.errors)
			}
			units := readUnits(t, got.out)
			for _, u := range units {
				if u.At == 0 || u.Conn != 1 {
					t.Errorf("unit %d of connection %d at %d", u.Seq, u.Conn, u.At)
				}
			}
			if diff := cmp.Diff(c.want, brief(units)); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
		})
	}
}

// A file has no clock, and flags may follow its name.
func TestDecodeFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stream")
	if err := os.WriteFile(file, []byte("data: x\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := runDecode(t, "", file, "--as", "sse")
	for _, u := range readUnits(t, got.out) {
		if u.At != 0 {
			t.Errorf("unit %d at %d", u.Seq, u.At)
		}
	}
	got = runDecode(t, "", "--as", "sse", file, "--text", "--colour", "always")
	if got.status != exitDone || !strings.Contains(got.out, "\x1b[1msse event\x1b[0m") || strings.Contains(got.out, ":00:00") {
		t.Errorf("status %d, %s", got.status, got.out)
	}
	if got = runDecode(t, "", "--as", "sse", file, "--text"); strings.Contains(got.out, "\x1b") {
		t.Errorf("colour where there is no terminal: %q", got.out)
	}
}

// sampleCapture is a capture of three connections: the second is a WebSocket that began before it.
func sampleCapture() string {
	c := newCapturer()
	c.open()
	c.up(upgrade)
	c.down(switching)
	c.up("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58")
	c.down("\x01\x03Hel\x80\x02lo")
	c.close()
	c.next = [2]uint32{1 << 30, 1 << 30}
	c.ports[0]++
	c.up("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58")
	c.down("\x81\x05Hello")
	c.ports[0]++
	c.open()
	c.up("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	c.down("HTTP/1.1 204 No Content\r\n\r\n")
	c.close()
	return c.out.String()
}

func TestDecodeCapture(t *testing.T) {
	got := runDecode(t, sampleCapture(), "-")
	if got.status != exitDone {
		t.Fatal(got.status, got.errors)
	}
	conns := map[uint64]int{}
	for _, u := range readUnits(t, got.out) {
		conns[u.Conn]++
		if u.At/1e6 != 1763794512 {
			t.Errorf("unit %d at %d", u.Seq, u.At)
		}
	}
	if len(conns) != 3 {
		t.Errorf("units by connection: %v", conns)
	}
	for _, want := range []string{"20 packets, 3 connections", "1 connection began before the capture", "--as websocket",
		"connection 2: 127.0.0.1:50001 to 127.0.0.1:8080, began before the capture\n", "connection 3: 127.0.0.1:50002 to 127.0.0.1:8080\n"} {
		if !strings.Contains(got.errors, want) {
			t.Errorf("%q is not said in %q", want, got.errors)
		}
	}

	var first []string
	for line := range strings.Lines(got.out) {
		if strings.Contains(line, `"conn":1,`) {
			first = append(first, line)
		}
	}
	one := runDecode(t, sampleCapture(), "--conn", "1", "-")
	if diff := cmp.Diff(strings.Join(first, ""), one.out); diff != "" {
		t.Errorf("connection 1 (-with the others +alone):\n%s", diff)
	}
	if none := runDecode(t, sampleCapture(), "--conn", "4", "-"); none.status != exitFailed || !strings.Contains(none.errors, "holds 3 connections") {
		t.Error(none.status, none.errors)
	}

	var frames []string
	for _, u := range readUnits(t, runDecode(t, sampleCapture(), "--as", "websocket", "-").out) {
		if u.Conn == 2 && u.Kind == "frame" {
			frames = append(frames, u.Dir+" "+u.Summary)
		}
	}
	if diff := cmp.Diff([]string{"c2s text fin · Hello", "s2c text fin · Hello"}, frames); diff != "" {
		t.Errorf("frames of a connection that began before (-want +got):\n%s", diff)
	}
}

// A capture that is cut off is decoded up to there.
func TestDecodeBrokenCapture(t *testing.T) {
	whole := sampleCapture()
	got := runDecode(t, whole[:len(whole)-7], "-")
	if units := readUnits(t, got.out); got.status != exitDone || len(units) < 8 || !strings.Contains(got.errors, "not whole") {
		t.Errorf("status %d, %d units, %s", got.status, len(units), got.errors)
	}
}

// The notes say what is the matter with a capture in words for people: it is cut off, another one follows it, or what it
// holds is encrypted.
func TestDecodeNotes(t *testing.T) {
	hello := newCapturer()
	hello.open()
	hello.up("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00")
	hello.down("\x16\x03\x03\x00\x05\x02\x00\x00\x01\x00")
	hello.close()
	whole := sampleCapture()
	for _, c := range []struct{ in, want string }{
		{whole[:10], "the capture is not whole: the capture is cut off at byte 10\n"},
		{whole + whole, "another capture begins here: join them with mergecap\n"},
		{hello.out.String(), "1 connection of TLS: what is encrypted cannot be read"},
	} {
		got := runDecode(t, c.in, "-")
		if got.status != exitDone || !strings.Contains(got.errors, c.want) {
			t.Errorf("status %d, %s; want %s", got.status, got.errors, c.want)
		}
	}
	if got := runDecode(t, whole, "-"); strings.Contains(got.errors, "TLS") || strings.Contains(got.errors, "not whole") {
		t.Error(got.errors)
	}
}

// What arrives is written as soon as a unit is complete, while more may come.
func TestDecodeAsItArrives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, feed := io.Pipe()
		lines, out := io.Pipe()
		status := make(chan int, 1)
		go func() {
			status <- run(t.Context(), []string{"decode", "--as", "sse", "-"}, streams{in, out, io.Discard})
			out.Close()
		}()
		read := bufio.NewReader(lines)
		for i := range 3 {
			fmt.Fprintf(feed, "data: %d\n\n", i)
			line, err := read.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf(`"summary":"data: %d"`, i); !strings.Contains(line, want) {
				t.Errorf("%s is not in %s", want, line)
			}
		}
		feed.Close()
		if rest, _ := io.ReadAll(read); !strings.Contains(string(rest), `"kind":"end"`) || <-status != exitDone {
			t.Errorf("the end is %s", rest)
		}
	})
}

// endless is a stream of frames that never ends, and counts what was read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for ; n+131 <= len(p); n += 131 {
		p[n], p[n+1] = 0x82, 0x80|125
	}
	e.read += n
	return n, nil
}

// stuck is a writer that nobody reads.
type stuck struct{ release chan struct{} }

func (s stuck) Write([]byte) (int, error) {
	<-s.release
	return 0, syscall.EPIPE
}

// However much there is to read, only so much is taken while it cannot be written. A reader who has gone ends it, as if done.
func TestDecodeIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out := &endless{}, stuck{make(chan struct{})}
		var stderr bytes.Buffer
		status := make(chan int, 1)
		go func() {
			status <- run(t.Context(), []string{"decode", "--as", "websocket", "--from", "client", "-"}, streams{in, out, &stderr})
		}()
		synctest.Wait()
		if in.read > 2<<20 {
			t.Errorf("%d bytes were read, and none written", in.read)
		}
		close(out.release)
		if s := <-status; s != exitDone || stderr.Len() > 0 {
			t.Errorf("status %d, %s", s, &stderr)
		}
	})
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestDecodeReportsWhatCannotBeWritten(t *testing.T) {
	var stderr bytes.Buffer
	status := run(t.Context(), []string{"decode", "--as", "sse", "-"}, streams{strings.NewReader("data: x\n\n"), fullDisk{}, &stderr})
	if status != exitFailed || !strings.Contains(stderr.String(), "no space left") {
		t.Errorf("status %d, %s", status, &stderr)
	}
}

// Units larger than a batch, and more of them than are under way at once, come whole and in order.
func TestDecodeLargeUnits(t *testing.T) {
	frame := "\x82\x7f\x00\x00\x00\x00\x00\x20\x00\x00" + strings.Repeat("x", 2<<20)
	got := runDecode(t, strings.Repeat(frame+"\x89\x00", 5), "--as", "websocket", "--from", "server", "-")
	units := readUnits(t, got.out)
	if len(units) != 11 {
		t.Fatalf("%d units", len(units))
	}
	for i, u := range units[:10] {
		want := []int{len(frame), 2}[i%2]
		if len(u.Raw) != want {
			t.Errorf("unit %d has %d bytes, not %d", u.Seq, len(u.Raw), want)
		}
	}
}

func TestDecodeUsage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(file, []byte("this is no capture"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args, in string
		status   int
		want     string
	}{
		{"", "", exitUsage, "decode takes one file"},
		{"a b", "", exitUsage, "2 were given"},
		{"--wings -", "", exitUsage, "wings"},
		{"--as spdy -", "", exitUsage, "say http1, sse or websocket"},
		{"--as http1 --from me -", "", exitUsage, "say client or server"},
		{"--from client -", "", exitUsage, "say what they are with --as"},
		{"--as sse --from client -", "", exitUsage, "comes from the server"},
		{"--as http1 --from client --deflate permessage-deflate -", "", exitUsage, "say --as websocket too"},
		{"--as websocket --from client --deflate x-webkit -", "", exitUsage, "begins with permessage-deflate"},
		{"--as websocket --from client --deflate permessage-deflate;server_max_window_bits=16 -", "", exitUsage, "8 to 15"},
		{"--as websocket --from client --deflate permessage-deflate;no_context_takeover -", "", exitUsage, "client_no_context_takeover"},
		{"--as http1 --from client --methods GET -", "", exitUsage, "say --as http1 --from server too"},
		{"--as sse --conn 2 -", "", exitUsage, "one connection"},
		{"--text --colour red -", "", exitUsage, "say always, never or auto"},
		{"--as http1 -", "GET / HTTP/1.1\r\n\r\n", exitUsage, "no pcap or pcapng capture"},
		{file, "", exitUsage, "no pcap or pcapng capture"},
		{"-", "", exitUsage, "standard input is no pcap or pcapng capture: it is empty"},
		{"-", "\x1f\x8b\x08\x00", exitUsage, "gzip -dc"},
		{"/nowhere/\x1b[2J", "", exitFailed, "/nowhere/\ufffd[2J"},
		{"--as http1 --from client -", sampleCapture(), exitUsage, "leave out --from"},
		{"/nowhere/at/all", "", exitFailed, "/nowhere/at/all"},
		{os.TempDir(), "", exitFailed, "is a directory"},
		{"--as sse --hex -", "64 6g", exitFailed, "character 5 of the hexadecimal text is 'g'"},
		{"--as sse --hex -", "64 6", exitFailed, "its number of digits is odd"},
	} {
		got := runDecode(t, c.in, strings.Fields(c.args)...)
		if got.status != c.status || !strings.Contains(got.errors, c.want) {
			t.Errorf("%s: status %d, %q", c.args, got.status, got.errors)
		}
	}
	if got := runDecode(t, "", "--help"); got.status != exitDone || !strings.Contains(got.out, "Examples:") || !strings.Contains(got.out, "--deflate") && !strings.Contains(got.out, "-deflate") {
		t.Errorf("status %d, %s", got.status, got.out)
	}
}
