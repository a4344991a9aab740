package exercises

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"wireside/labs/book"
)

// The limits of what is read from a go test, whose output is a learner's to make.
const (
	maxLine   = 256 << 10 // bytes of a line of JSON; a longer one is skipped
	maxPrint  = 4 << 20   // bytes of JSON from one package; beyond, it is ended
	maxOutput = 15 << 10  // bytes of output in Result.Output, which has a sentence more at most
	maxChecks = 64        // of an exercise
	maxName   = 200       // bytes of a check's
	maxSaid   = 256 << 10 // bytes that an exercise's failed checks say
)

// Why reading ended early.
var (
	errFlood = errors.New("one package printed too much, and has its Result")
	errLong  = errors.New("all together printed too much")
)

// event is a line of go test -json; see go doc test2json and go help buildjson.
type event struct {
	Action, Package, ImportPath, Test, Output, Key, Value, FailedBuild string

	Elapsed float64 // s
}

// report reads the output of a go test of several exercises.
type report struct {
	names    map[string]string                // the exercises' names by their import paths
	each     func(name string, result Result) // is given each exercise's Result, as soon as its package is done
	packages map[string]*packageReport
	builds   map[string]*output // of what did not compile, by import path
}

func newReport(names map[string]string, each func(string, Result)) *report {
	r := &report{names: names, each: each, packages: make(map[string]*packageReport), builds: make(map[string]*output)}
	for path, name := range names {
		r.packages[path] = &packageReport{name: name, result: unknown()}
		r.builds[path] = new(output)
	}
	return r
}

// read reads all of it. The error is errFlood, errLong, or the reader's.
func (r *report) read(from io.Reader) error {
	room := (len(r.names) + 1) * maxPrint
	lines := bufio.NewReaderSize(from, maxLine)
	for {
		line, err := lines.ReadSlice('\n')
		whole := true
		for ; errors.Is(err, bufio.ErrBufferFull) && room > 0; line, err = lines.ReadSlice('\n') {
			room -= len(line)
			whole = false
		}
		switch room -= len(line); {
		case room <= 0:
			return errLong
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		var e event
		if !whole || json.Unmarshal(line, &e) != nil {
			continue
		}
		if e.Action == "build-output" {
			r.build(e)
		} else if p := r.packages[e.Package]; p != nil && p.take(e, len(line)) {
			if r.done(e); p.bytes > maxPrint {
				return errFlood
			}
		}
	}
}

// build takes what a compiler says. Its import path may name the test that is built: "wireside/a [wireside/a.test]".
func (r *report) build(e event) {
	out := r.builds[e.ImportPath]
	if out == nil {
		if len(r.builds) > 4*len(r.names)+64 {
			return
		}
		out = new(output)
		r.builds[e.ImportPath] = out
	}
	out.add(e.Output)
}

// done hands on a package's Result.
func (r *report) done(e event) {
	p := r.packages[e.Package]
	delete(r.packages, e.Package)
	if out := r.builds[e.FailedBuild]; e.FailedBuild != "" && out != nil && out.text() != "" {
		p.out = *out
	}
	p.result.ElapsedMs = e.Elapsed * 1000
	r.each(p.name, p.finish(e.FailedBuild != ""))
}

// left gives each exercise whose package is not done a Result that says why.
func (r *report) left(why string) {
	for path, p := range r.packages {
		delete(r.packages, path)
		p.out.add(why)
		p.ended = false
		r.each(p.name, p.finish(false))
	}
}

// packageReport is what one package has said so far.
type packageReport struct {
	name    string
	result  Result
	bytes   int    // of JSON
	said    int    // bytes that failed checks have said
	ended   bool   // its test ran to the end: it said PASS or FAIL
	running string // the check that has begun and not ended
	verdict string // of the exercise's sub-test: "pass", "fail" or "skip"; "" before
	out     output
	attr    []byte // of a line of an attribute that came in pieces
}

// take takes an event, and reports whether the package is done with it.
func (p *packageReport) take(e event, size int) (done bool) {
	if p.bytes += size; p.bytes > maxPrint {
		p.out.add("\nIt printed so much that it was ended.\n")
		p.verdict = ""
		return true
	}
	test, check, isCheck := p.test(e.Test)
	switch e.Action {
	case "output":
		p.print(e.Output, e.Test == "")
	case "run":
		if isCheck {
			p.running = shown(check)
		}
	case "attr":
		if e.Key == book.Attribute && isCheck {
			p.say([]byte(e.Value))
		}
	case "pass", "fail", "skip":
		switch {
		case e.Test == "":
			return true
		case isCheck:
			p.checked(check, e.Action)
		case test == p.name:
			p.verdict = e.Action
		}
	}
	return false
}

// test splits the name of a sub-test: TestExercise/NAME/CHECK. A check's name may hold slashes.
func (p *packageReport) test(name string) (exercise, check string, isCheck bool) {
	rest, ok := strings.CutPrefix(name, "TestExercise/")
	if !ok {
		return "", "", false
	}
	exercise, check, isCheck = strings.Cut(rest, "/")
	return exercise, check, isCheck && exercise == p.name
}

// marker stands before each line of the testing package's own in the output of a test that is to be read as JSON.
const marker = "\x16"

// print takes a line of output, or a piece of a long one. What the testing package prints of its own is left out, but that tells
// of the end. test2json passes a line beyond 4 KiB on in pieces, as they are: an attribute is put together again.
func (p *packageReport) print(text string, ofPackage bool) {
	const attr = marker + "=== ATTR  "
	switch {
	case p.attr != nil || strings.HasPrefix(text, attr):
		if len(p.attr) < maxLine {
			p.attr = append(p.attr, text...)
		}
		if strings.HasSuffix(text, "\n") {
			if _, value, ok := bytes.Cut(p.attr, []byte(" "+book.Attribute+" ")); ok {
				p.say(bytes.TrimSpace(value))
			}
			p.attr = nil
		}
	case ofPackage && (text == "PASS\n" || text == "FAIL\n"):
		p.ended = true
	case ofPackage && (strings.HasPrefix(text, "FAIL\t") || strings.HasPrefix(text, "ok  \t")):
	case strings.HasPrefix(text, "=== "), strings.HasPrefix(strings.TrimLeft(text, " "), "--- "):
	default:
		p.out.add(text)
	}
}

// say takes what a failed check says.
func (p *packageReport) say(value []byte) {
	var failed book.Failed
	if json.Unmarshal(value, &failed) != nil || failed.Exercise != p.name || len(p.result.Failed) == maxChecks {
		return
	}
	if p.said += len(value); p.said > maxSaid {
		failed = book.Failed{
			Exercise: p.name, Check: clip(failed.Check, maxName), Spec: book.Spec{}, What: "It failed, and said more than there is room for: see go test.",
		}
	}
	p.result.Failed = append(p.result.Failed, failed)
}

// checked takes the verdict on a check. The name of a sub-test has underscores for spaces; what a failed check has said has its
// own name.
func (p *packageReport) checked(name, action string) {
	p.running = ""
	if len(p.result.Checks) == maxChecks {
		return
	}
	c := Check{Name: shown(name), State: Passed}
	switch action {
	case "skip":
		c.State = Skipped
	case "fail":
		c.State = Failed
		if n := len(p.result.Failed); n > 0 && strings.ReplaceAll(p.result.Failed[n-1].Check, " ", "_") == name {
			c.Name = p.result.Failed[n-1].Check
		}
	}
	p.result.Checks = append(p.result.Checks, c)
}

// shown returns a check's name as it was most likely before it became a sub-test's.
func shown(name string) string { return clip(strings.ReplaceAll(name, "_", " "), maxName) }

func clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + "…"
}

// finish returns what the package comes to.
func (p *packageReport) finish(unbuilt bool) Result {
	r := p.result
	states := map[string]State{"skip": Idle, "pass": Green, "fail": Red}
	died := !unbuilt && !p.ended
	if r.State = states[p.verdict]; unbuilt || died || p.verdict == "" {
		r.State = Broken
	}
	switch r.Output = p.out.text(); {
	case died && r.Output == "":
		r.Output = "The test ended before its end, without a word: does something call os.Exit?\n"
	case r.State == Broken && !unbuilt && !died:
		r.Output = "There is no TestExercise/" + p.name + " in this package.\n" + r.Output
	case r.State == Idle:
		r.Output = ""
	}
	if died && p.running != "" {
		r.Output = "In the check “" + p.running + "”:\n" + r.Output
	}
	return r
}
