//go:build unix

package tests

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"wireside/lessons"
	"wireside/server/app"
)

// command is one that a text tells its reader to run.
type command struct {
	where  string
	script string
	stream bool   // does not end by itself
	shows  string // what its output must have, as lessons.Shown reads it; empty: anything
}

// Every command that the lessons and the README have a reader type runs, and answers.
func TestCommandsInTheTextsRun(t *testing.T) {
	for _, tool := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatal(err)
			}
			t.Skip("*** SKIPPED: there is no ", tool)
		}
	}
	s := start(t, app.Config{})
	for _, c := range commands(t) {
		t.Run(c.where, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute) // one may have to be compiled
			defer cancel()
			cmd := exec.CommandContext(ctx, "sh", "-c", strings.ReplaceAll(c.script, "localhost:8080", s.Addr()))
			cmd.Dir = ".."                                        // the project's root, where a reader stands
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that a pipeline can be ended as a whole
			cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
			cmd.WaitDelay = time.Second
			if c.stream {
				stdout, err := cmd.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				var seen []byte
				buf := make([]byte, 4096)
				enough := func() bool { // not by lines: frames have no line ends
					if c.shows != "" {
						return lessons.Shown(string(seen), c.shows) == nil
					}
					return bytes.Count(seen, []byte(`"seq":`)) >= 3
				}
				for err == nil && !enough() {
					var n int
					n, err = stdout.Read(buf)
					seen = append(seen, buf[:n]...)
				}
				cancel()
				cmd.Wait()
				if err != nil {
					t.Errorf("%s\nended too early: %v\n%s\n%v", c.script, err, seen, lessons.Shown(string(seen), c.shows))
				}
				return
			}
			out, err := cmd.CombinedOutput()
			if err != nil || len(out) == 0 || c.shows == "" && strings.Contains(string(out), `"error":{"code"`) {
				t.Errorf("%s\n%v\n%s", c.script, err, out)
			}
			if err := lessons.Shown(string(out), c.shows); err != nil {
				t.Errorf("%s\n%v\n%s", c.script, err, out)
			}
		})
	}
}

func commands(t *testing.T) []command {
	t.Helper()
	var all []command
	loaded, err := app.Lessons(lessons.FS())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range loaded {
		for _, try := range l.Tries {
			all = append(all, command{fmt.Sprintf("%s:%d", l.Slug, try.Line), try.Script, try.Stream, try.Shows})
		}
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	fences := regexp.MustCompile("(?ms)^```sh try( stream)?\n(.*?)^```$").FindAllStringSubmatch(string(readme), -1)
	for i, f := range fences {
		all = append(all, command{fmt.Sprintf("README:%d", i+1), f[2], f[1] != "", ""})
	}
	if len(loaded) == 0 || len(fences) < 4 {
		t.Fatalf("%d lessons, %d commands in the README", len(loaded), len(fences))
	}
	return all
}
