package exercises

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wireside/labs/book"
	"wireside/labs/lab/labtest"

	"github.com/google/go-cmp/cmp"
)

// The first look runs all together; each result is told as soon as it is there. What has changed is run alone.
func TestLook(t *testing.T) {
	s := newStage(t, "a", "b", "c")
	w := s.watch()
	in(t, w, Unknown, "a", "b", "c")
	leave := w.Look()
	all := s.next().of("a", "b", "c")
	in(t, w, Running, "a", "b", "c")
	all.pass("b")
	results := in(t, w, Green, "b")
	if results["a"].State != Running {
		t.Errorf("a is %s", results["a"].State)
	}
	b := results["b"]
	if b.At == 0 {
		t.Error("a result has no time")
	}
	b.At = 0
	if diff := cmp.Diff(Result{State: Green, Checks: []Check{{"a check", Passed}}, Failed: []book.Failed{}, ElapsedMs: 250}, b); diff != "" {
		t.Error(diff)
	}
	all.passAll()
	in(t, w, Green, "a", "b", "c")

	s.write("b", "package b // changed")
	s.next().of("b").passAll()
	in(t, w, Green, "b")
	writeFile(t, filepath.Join(s.root, "labs/x/exercise/encode_checks.go"), "package exercise")
	s.next().of("a", "b", "c").passAll()
	in(t, w, Green, "a", "b", "c")

	// Nobody looks: what changes is run at the next look.
	leave()
	leave()
	s.write("c", "package c // unseen")
	w.Look()
	s.next().of("c").passAll()
	in(t, w, Green, "c")
}

// What the editors leave beside a file, and a file that is written as it was, is nothing new.
func TestWhatIsNoChange(t *testing.T) {
	s := newStage(t, "a", "b")
	w := s.watch()
	w.Look()
	s.next().passAll()
	in(t, w, Green, "a", "b")
	folder := filepath.Join(s.root, "labs/x/exercise/a")
	s.write("a", "package a")
	for _, name := range []string{".a.go.swp", "4913", "a.go~", ".#a.go", "_a.go", "a.txt", "#a.go#"} {
		writeFile(t, filepath.Join(folder, name), "package other")
	}
	if err := os.Chtimes(filepath.Join(folder, "a.go"), time.Now(), time.Now()); err != nil {
		t.Fatal(err)
	}
	// vim: the file is moved away, written anew, and the old one removed.
	if err := os.Rename(filepath.Join(folder, "a.go"), filepath.Join(folder, "a.go~")); err != nil {
		t.Fatal(err)
	}
	s.write("a", "package a")
	os.Remove(filepath.Join(folder, "a.go~"))
	s.write("b", "package b // new")
	s.next().of("b").passAll()
	in(t, w, Green, "a", "b")

	// A rename onto the file is a change.
	writeFile(t, filepath.Join(folder, "new.tmp"), "package a // saved")
	if err := os.Rename(filepath.Join(folder, "new.tmp"), filepath.Join(folder, "a.go")); err != nil {
		t.Fatal(err)
	}
	s.next().of("a").passAll()
}

// What is outdated while it runs is ended, and run anew: at once, and before those that were to be run with it.
func TestAChangeInTheMiddle(t *testing.T) {
	s := newStage(t, "a", "b", "c")
	w := s.watch()
	w.Look()
	first := s.next().of("a", "b", "c")
	first.pass("a")
	in(t, w, Green, "a")
	s.write("a", "package a // changed")
	first.killed()
	again := s.next().of("a")
	s.write("a", "package a // once more")
	again.killed()
	s.next().of("a").passAll()
	in(t, w, Green, "a")
	rest := s.next().of("b", "c")
	s.write("c", "package c // changed")
	rest.killed()
	s.next().of("b", "c").passAll() // neither has a result yet
	in(t, w, Green, "a", "b", "c")

	// A change elsewhere waits for what somebody waits for.
	s.write("a", "package a // 3")
	a := s.next().of("a")
	s.write("b", "package b // 3")
	labtest.Until(t, "the change is seen", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.all[1].now != w.all[1].ran
	})
	a.passAll()
	s.next().of("b").passAll()
}

// A hundred changes a second are a few runs, and the last result is that of the last change.
func TestAStormOfChanges(t *testing.T) {
	s := newStage(t, "a")
	w := s.watch()
	w.Look()
	s.next().passAll()
	in(t, w, Green, "a")
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	begun := time.Now()
	storm := make(chan struct{})
	go func() {
		defer close(storm)
		for i := range 100 {
			<-tick.C
			s.write("a", "package a //"+strings.Repeat(".", i))
		}
	}()
	last := inputsWith(t, "package a //"+strings.Repeat(".", 99))
	runs := 0
	for settled := false; !settled; runs++ {
		s.next().of("a").passAll()
		in(t, w, Green, "a")
		w.mu.Lock()
		settled = w.all[0].ran == last
		w.mu.Unlock()
	}
	<-storm
	if took := time.Since(begun); runs > 3+int(took/quiet) {
		t.Errorf("%d runs in %v", runs, took)
	}
}

func inputsWith(t *testing.T, text string) sum {
	root := t.TempDir()
	writeFile(t, filepath.Join(root, "labs/x/exercise/a/a.go"), text)
	return inputs(root, "labs/x/exercise/a")
}

// A folder that is gone is run, too, which says that it is gone; and again when it is back.
func TestAFolderComesAndGoes(t *testing.T) {
	s := newStage(t, "a", "b")
	s.cfg.rescan = 50 * time.Millisecond
	w := s.watch()
	w.Look()
	s.next().passAll()
	in(t, w, Green, "a", "b")
	for _, gone := range []string{"labs/x/exercise/a", "labs"} {
		if err := os.RemoveAll(filepath.Join(s.root, gone)); err != nil {
			t.Fatal(err)
		}
		back := s.next()
		if back.names[0] != "a" {
			t.Fatalf("runs %q", back.names)
		}
		back.say(`{"ImportPath":"wireside/labs/x/exercise/a","Action":"build-output","Output":"package wireside/labs/x/exercise/a is not in std\n"}`)
		back.say(`{"Action":"fail","Package":"wireside/labs/x/exercise/a","FailedBuild":"wireside/labs/x/exercise/a"}`)
		back.passAll()
		if r := in(t, w, Broken, "a")["a"]; !strings.Contains(r.Output, "is not in std") {
			t.Errorf("%+v", r)
		}
		s.write("a", "package a")
		s.write("b", "package b")
		for seen := map[string]bool{}; !seen["a"] || gone == "labs" && !seen["b"]; {
			p := s.next()
			for _, name := range p.names {
				seen[name] = true
			}
			p.passAll()
		}
		in(t, w, Green, "a", "b")
	}
}

// Who has looked alone and leaves ends what runs; nothing is left running, and what was known is known.
func TestTheLastViewerLeaves(t *testing.T) {
	s := newStage(t, "a", "b")
	w := s.watch()
	leave := w.Look()
	first := s.next()
	first.pass("a")
	in(t, w, Green, "a")
	other := w.Look()
	leave()
	other()
	first.killed()
	in(t, w, Unknown, "b")
	in(t, w, Green, "a")

	// Somebody has asked for it: it is run though nobody looks, and goes on.
	if !w.Run("a") || w.Run("z") {
		t.Error("there is a, and no z")
	}
	asked := s.next().of("a")
	w.Run("a")
	w.Look()()
	asked.passAll()
	in(t, w, Green, "a")
	w.Run("b")
	s.next().of("b").passAll()
	in(t, w, Green, "b")
}

// A test that prints without an end is ended, and the others are run without it.
func TestEndlessOutput(t *testing.T) {
	s := newStage(t, "a", "b")
	w := s.watch()
	w.Look()
	flood := s.next().of("a", "b")
	line := strings.Repeat("x", 1000)
	for flood.say(`{"Action":"output","Package":"wireside/labs/x/exercise/a","Output":"%s\n"}`, line) == nil {
	}
	s.next().of("b").passAll()
	a := in(t, w, Broken, "a")["a"]
	if !strings.Contains(a.Output, "printed so much") || len(a.Output) > maxOutput {
		t.Errorf("%d bytes: …%s", len(a.Output), a.Output[max(0, len(a.Output)-100):])
	}
	in(t, w, Green, "b")
}

// A line without an end is ended, too.
func TestAnEndlessLine(t *testing.T) {
	s := newStage(t, "a")
	w := s.watch()
	w.Look()
	flood := s.next()
	text := []byte(`{"Action":"` + strings.Repeat("x", 1<<16))
	var err error
	for err == nil {
		_, err = flood.conn.Write(text)
	}
	in(t, w, Broken, "a")
}

// A test that never ends is ended, with what it has started.
func TestAnEndlessTest(t *testing.T) {
	s := newStage(t, "a")
	s.cfg.limit = 2 * time.Second
	s.cfg.command[2] = "child:" + s.cfg.command[2]
	w := s.watch()
	w.Look()
	p := s.next()
	p.say(`{"Action":"output","Package":"wireside/labs/x/exercise/a","Output":"round and round\n"}`)
	p.killed()
	a := in(t, w, Broken, "a")["a"]
	if !strings.Contains(a.Output, "round and round\n") || !strings.Contains(a.Output, "loop without an end") {
		t.Errorf("%q", a.Output)
	}
}

// Close ends what runs, with what it has started.
func TestCloseEndsWhatRuns(t *testing.T) {
	s := newStage(t, "a")
	s.cfg.command[2] = "child:" + s.cfg.command[2]
	w := s.watch()
	w.Look()
	p := s.next()
	begun := time.Now()
	w.Close()
	if took := time.Since(begun); took > patience {
		t.Errorf("it took %v", took)
	}
	p.killed()
	w.Look()() // says nothing
	w.Close()
}

// A go command that can't be started, or that says nothing of an exercise, is why it is broken.
func TestNoWordFromGo(t *testing.T) {
	s := newStage(t, "a")
	s.cfg.command = []string{filepath.Join(s.root, "no-go")}
	w := s.watch()
	w.Look()
	if a := in(t, w, Broken, "a")["a"]; !strings.Contains(a.Output, "no-go") {
		t.Errorf("%q", a.Output)
	}
	s = newStage(t, "a")
	w = s.watch()
	w.Look()
	s.next().end()
	if a := in(t, w, Broken, "a")["a"]; !strings.Contains(a.Output, "without a word") {
		t.Errorf("%q", a.Output)
	}
}

// What a learner has written since the binary was built is told; a test file, or the same text again, is not.
func TestStale(t *testing.T) {
	s := newStage(t, "a", "b", "c")
	w := s.watch()
	s.write("b", "package b // since")
	w.Look()
	stale := func(want ...string) {
		t.Helper()
		until(t, w, "stale: "+strings.Join(want, ", "), func(_ map[string]Result, u Update) bool { return slices.Equal(u.Stale, want) })
	}
	stale("b")
	s.next().passAll()
	s.write("a", "package a // since")
	writeFile(t, filepath.Join(s.root, "labs/x/exercise/c/c_test.go"), "package c")
	stale("a", "b")
	s.next().of("a", "c").passAll()
	s.write("b", "package b")
	s.next().of("b").passAll()
	stale("a")

	// What was built is not what is there, though it was before the start.
	s.cfg.Built = os.DirFS(t.TempDir())
	w = s.watch()
	w.Look()
	stale("a", "b", "c")
	s.next().passAll()
}

// A viewer that is behind gets what is now, once.
func TestSince(t *testing.T) {
	s := newStage(t, "a", "b")
	w := s.watch()
	u, more := w.Since(0)
	if len(u.Results) != 2 {
		t.Fatalf("%+v", u)
	}
	w.Look()
	s.next().passAll()
	in(t, w, Green, "a", "b")
	<-more
	s.write("a", "package a // 2")
	s.next().passAll()
	in(t, w, Green, "a")
	u, more = w.Since(u.Seq)
	if len(u.Results) != 2 || u.Results[0].State != Green {
		t.Errorf("%+v", u)
	}
	if u, _ := w.Since(u.Seq); len(u.Results) != 0 || u.Restale {
		t.Errorf("nothing has changed, and it says %+v", u)
	}
	select {
	case <-more:
		t.Error("nothing has changed, and it says that something has")
	default:
	}
}
