package exercises

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wireside/labs/book"
	"wireside/labs/yours"
)

// TestMain lets this binary play the go command, too.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "fake-go" {
		fakeGo(os.Args[2], os.Args[3:])
		return
	}
	os.Exit(m.Run())
}

// fakeGo tells the test at addr what it is to run, and prints what that answers. Asked for a child, it starts another one of
// itself and waits for it, as go test does.
func fakeGo(addr string, packages []string) {
	if rest, ok := strings.CutPrefix(addr, "child:"); ok {
		cmd := exec.Command(os.Args[0], append([]string{"fake-go", rest}, packages...)...)
		cmd.Stdout = os.Stdout
		cmd.Run()
		return
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(conn, strings.Join(packages, " "))
	io.Copy(os.Stdout, conn)
}

// stage is where a test plays the go command's part.
type stage struct {
	t    *testing.T
	ln   net.Listener
	root string
	cfg  Config
}

const patience = time.Minute

func newStage(t *testing.T, names ...string) *stage {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	s := &stage{t: t, ln: ln, root: t.TempDir()}
	s.cfg = Config{Root: s.root, command: []string{os.Args[0], "fake-go", ln.Addr().String()}}
	for _, name := range names {
		e := yours.Entry{Info: book.Info{Name: name, Package: "labs/x/exercise/" + name, File: name + ".go"}}
		s.cfg.Exercises = append(s.cfg.Exercises, e)
		s.write(name, "package "+name)
	}
	return s
}

// write writes the file of an exercise.
func (s *stage) write(name, text string) {
	s.t.Helper()
	writeFile(s.t, filepath.Join(s.root, "labs/x/exercise", name, name+".go"), text)
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func (s *stage) watch() *Watch {
	w := New(s.cfg)
	s.t.Cleanup(w.Close)
	return w
}

// play is one call of the go command.
type play struct {
	t     *testing.T
	conn  net.Conn
	names []string // of the exercises that are to be run
}

// next returns the next call.
func (s *stage) next() *play {
	s.t.Helper()
	s.ln.(*net.TCPListener).SetDeadline(time.Now().Add(patience))
	conn, err := s.ln.Accept()
	if err != nil {
		s.t.Fatal("no run: ", err)
	}
	s.t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	line, err := bufio.NewReaderSize(conn, 16).ReadString('\n')
	if err != nil {
		s.t.Fatal(err)
	}
	p := &play{t: s.t, conn: conn}
	for _, path := range strings.Fields(line) {
		p.names = append(p.names, strings.TrimPrefix(path, module+"/labs/x/exercise/"))
	}
	return p
}

// of fails the test unless the call is for these.
func (p *play) of(names ...string) *play {
	p.t.Helper()
	if !slices.Equal(p.names, names) {
		p.t.Fatalf("runs %q, want %q", p.names, names)
	}
	return p
}

// say has a line printed.
func (p *play) say(format string, args ...any) error {
	_, err := fmt.Fprintf(p.conn, format+"\n", args...)
	return err
}

// pass has an exercise pass, with what it is of in the name of its check.
func (p *play) pass(name string) {
	path := module + "/labs/x/exercise/" + name
	p.say(`{"Action":"pass","Package":%q,"Test":"TestExercise/%s/a_check"}`, path, name)
	p.say(`{"Action":"pass","Package":%q,"Test":"TestExercise/%s"}`, path, name)
	p.say(`{"Action":"output","Package":%q,"Output":"PASS\n"}`, path)
	p.say(`{"Action":"pass","Package":%q,"Elapsed":0.25}`, path)
}

// passAll has all of the call's pass, and ends it.
func (p *play) passAll() {
	for _, name := range p.names {
		p.pass(name)
	}
	p.end()
}

func (p *play) end() { p.conn.Close() }

// killed returns when the call has been ended.
func (p *play) killed() {
	p.t.Helper()
	if _, err := p.conn.Read(make([]byte, 1)); err == nil || os.IsTimeout(err) {
		p.t.Fatal("it has not been ended: ", err)
	}
}

// until returns the Update of all when cond holds.
func until(t *testing.T, w *Watch, what string, cond func(map[string]Result, Update) bool) map[string]Result {
	t.Helper()
	late := time.After(patience)
	for {
		u, more := w.Since(0)
		results := make(map[string]Result)
		for _, r := range u.Results {
			results[r.Name] = r.Result
		}
		if cond(results, u) {
			return results
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("not: %s; %+v", what, u)
		}
	}
}

// in returns when these exercises are in a state.
func in(t *testing.T, w *Watch, state State, names ...string) map[string]Result {
	t.Helper()
	return until(t, w, fmt.Sprint(names, " ", state), func(results map[string]Result, _ Update) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return results[name].State != state })
	})
}
