//go:build unix

package cost

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
	"wireside/labs/polling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
	"wireside/server/app"
)

// asServer is the environment variable that makes the test binary a server, and says of which kind.
const asServer = "WIRESIDE_COST_SERVER"

// The kinds of server.
const (
	bare    = "bare"    // Fiber with the lanes
	on      = "on"      // Wireside
	watched = "watched" // Wireside with somebody looking at the live view
)

// asProfile is the environment variable that names the file for each server's processor profile; the kind is appended.
const asProfile = "WIRESIDE_COST_PROFILE"

// rate is how many events a second the feeds publish. They keep the last one alone, for those who come.
const rate = 100

func TestMain(m *testing.M) {
	kind := os.Getenv(asServer)
	if kind == "" {
		os.Exit(m.Run())
	}
	if err := serve(kind); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve prints the server's address, and then, for each line that it reads, the processor time in nanoseconds that it has
// taken so far. It ends with its input.
func serve(kind string) error {
	if profile := os.Getenv(asProfile); profile != "" {
		f, err := os.Create(profile + "." + kind)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	start := serveInspected
	if kind == bare {
		start = serveBare
	}
	addr, err := start()
	if err != nil {
		return err
	}
	fmt.Println(addr)
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var use syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
			return err
		}
		fmt.Println(use.Utime.Nano() + use.Stime.Nano())
	}
	return nil
}

func serveInspected() (addr string, err error) {
	a, err := app.Start(app.Config{Addr: "127.0.0.1:0", Limits: app.Limits{WindowEvents: 1}})
	if err != nil {
		return "", err
	}
	return a.Addr(), nil
}

// serveBare serves the lanes as Wireside does, but for the tap and for what it checks of requests.
func serveBare() (addr string, err error) {
	f := feed.New(feed.Config{Rate: rate, PayloadBytes: 100, Window: 1})
	fiberApp := fiber.New(fiber.Config{
		DisableStartupMessage: true, ReadBufferSize: 8 << 10, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, ReduceMemoryUsage: true, StrictRouting: true, CaseSensitive: true,
	})
	fiberApp.Server().KeepHijackedConns = true
	fiberApp.Get("/labs/polling", polling.New(f, polling.Config{}).Serve)
	fiberApp.Get("/labs/sse", sse.New(f, sse.Config{}).Serve)
	fiberApp.Get("/labs/websocket/echo", websocket.NewEcho(websocket.Config{}).Serve)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go f.Run(context.Background())
	go fiberApp.Listener(wrapping{ln})
	return ln.Addr().String(), nil
}

// wrapping gives each connection the write that does not wait, which the tap gives it too.
type wrapping struct{ net.Listener }

func (w wrapping) Accept() (net.Conn, error) {
	conn, err := w.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return labtest.Wrap(conn), nil
}

// server is a process that serves.
type server struct {
	b    *testing.B
	addr string
	run  string // the query that names the run
	in   io.Writer
	out  *bufio.Reader
}

// start starts a server. It ends with the benchmark.
func start(b *testing.B, kind string) *server {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asServer+"="+kind)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	s := &server{b: b, in: in, out: bufio.NewReader(out)}
	s.addr = s.line()
	if kind != bare {
		s.run = "run=" + s.createRun()
	}
	if kind == watched {
		b.Cleanup(s.watch())
	}
	return s
}

// line reads a line of what the server prints.
func (s *server) line() string {
	s.b.Helper()
	line, err := s.out.ReadString('\n')
	if err != nil {
		s.b.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// cpu returns the processor time that the server has taken since it was started.
func (s *server) cpu() time.Duration {
	s.b.Helper()
	fmt.Fprintln(s.in)
	ns, err := strconv.ParseInt(s.line(), 10, 64)
	if err != nil {
		s.b.Fatal(err)
	}
	return time.Duration(ns)
}

// createRun makes a run of the same feed as a bare server's.
func (s *server) createRun() (id string) {
	s.b.Helper()
	spec := fmt.Sprintf(`{"rate":%d,"payloadBytes":100,"seconds":3600}`, rate)
	resp, err := http.Post("http://"+s.addr+"/api/runs", "application/json", strings.NewReader(spec))
	if err != nil {
		s.b.Fatal(err)
	}
	defer resp.Body.Close()
	var run struct{ ID string }
	if err := json.NewDecoder(resp.Body).Decode(&run); err != nil || resp.StatusCode != http.StatusCreated {
		s.b.Fatalf("POST /api/runs: %s, %v", resp.Status, err)
	}
	return run.ID
}
