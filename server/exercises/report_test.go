package exercises

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"wireside/labs/book"

	"github.com/google/go-cmp/cmp"
)

// reported reads a report on exercise a, in package wireside/a.
func reported(text string) (results []Result, err error) {
	r := newReport(map[string]string{"wireside/a": "a"}, func(_ string, result Result) { results = append(results, result) })
	err = r.read(strings.NewReader(text))
	r.left("cut off\n")
	return results, err
}

const ended = `{"Action":"fail","Package":"wireside/a","Test":"TestExercise/a"}
{"Action":"output","Package":"wireside/a","Output":"FAIL\n"}
{"Action":"fail","Package":"wireside/a","Elapsed":0.001}
`

// However much an exercise's checks say, as much is kept as there is room for.
func TestWhatChecksSayIsBounded(t *testing.T) {
	var text strings.Builder
	for i := range 1000 {
		failed := book.Failed{Exercise: "a", Check: fmt.Sprint("check ", i), Text: strings.Repeat("x", 10_000)}
		said, _ := json.Marshal(failed)
		fmt.Fprintf(&text, `{"Action":"attr","Package":"wireside/a","Test":"TestExercise/a/check_%d","Key":"wireside","Value":%q}`+"\n", i, said)
		fmt.Fprintf(&text, `{"Action":"fail","Package":"wireside/a","Test":"TestExercise/a/check_%d"}`+"\n", i)
		if i == 200 {
			break
		}
	}
	results, err := reported(text.String() + ended)
	if err != nil || len(results) != 1 {
		t.Fatal(err, len(results))
	}
	r := results[0]
	all, _ := json.Marshal(r)
	if r.State != Red || len(r.Checks) != maxChecks || len(r.Failed) != maxChecks || len(all) > 2*maxSaid {
		t.Errorf("%s, %d checks, %d failed, %d bytes", r.State, len(r.Checks), len(r.Failed), len(all))
	}
	if r.Failed[0].Text == "" || r.Failed[maxChecks-1].Text != "" || r.Failed[maxChecks-1].Check != "check 63" {
		t.Errorf("%+v", r.Failed[maxChecks-1])
	}
}

// What is no report at all harms nothing.
func TestWhatIsNoReport(t *testing.T) {
	for _, text := range []string{"", "\n\n", "FAIL\n", "{}\n[]\nnull\n", `{"Action":`, `{"Action":"attr","Package":"wireside/b"}` + "\n",
		`{"Action":"attr","Package":"wireside/a","Test":"TestExercise/a/c","Key":"wireside","Value":"no JSON"}` + "\n",
		`{"Action":"attr","Package":"wireside/a","Test":"TestExercise/a/c","Key":"wireside","Value":"{\"exercise\":\"b\"}"}` + "\n",
		`{"Action":"output","Package":"wireside/a","Test":"TestExercise/a/c","Output":"\u0016=== ATTR  `,
		strings.Repeat("x", 2*maxLine) + "\n",
	} {
		results, err := reported(text)
		if err != nil || len(results) != 1 || results[0].State != Broken || len(results[0].Failed) > 0 || !strings.Contains(results[0].Output, "cut off") {
			t.Errorf("%.40q: %v, %+v", text, err, results)
		}
	}
	if results, err := reported(strings.Repeat(strings.Repeat("x", 1000)+"\n", 2*maxPrint/1000)); err != errLong || len(results) != 1 {
		t.Errorf("%v, %d results", err, len(results))
	}
}

// A program that dies is told by its last words' beginning, one that prints by its output's end.
func TestOutput(t *testing.T) {
	lines := func(n int, of string) (all []string) {
		for i := range n {
			all = append(all, fmt.Sprintf("%s %d\n", of, i))
		}
		return all
	}
	for name, test := range map[string]struct {
		lines         []string
		begins, holds string
		ends          string
	}{
		"little":        {[]string{"a\n", "b\n"}, "a\n", "", "b\n"},
		"much":          {lines(10_000, "line"), "…\n", "", "line 9999\n"},
		"a panic":       {append(lines(10, "line"), "panic: boo\n", "\n", "goroutine 1\n"), "panic: boo\n", "", "goroutine 1\n"},
		"a long one":    {append(append(lines(10_000, "line"), "fatal error: all asleep\n"), lines(10_000, "goroutine")...), "fatal error: all asleep\n", "goroutine 50\n", "…\n"},
		"one line":      {[]string{strings.Repeat("é", maxOutput)}, "…\n", "é", "é"},
		"no text":       {[]string{strings.Repeat("\xff", 2*maxOutput)}, "…\n", "\uFFFD", ""},
		"no text, much": {lines(20_000, "\xff\xfe"), "…\n", "\uFFFD", ""},
	} {
		var o output
		for _, line := range test.lines {
			o.add(line)
		}
		text := o.text()
		if len(text) > maxOutput || !utf8.ValidString(text) || !strings.HasPrefix(text, test.begins) || !strings.Contains(text, test.holds) || !strings.HasSuffix(text, test.ends) {
			t.Errorf("%s: %d bytes: %.50q … %.50q", name, len(text), text, text[max(0, len(text)-50):])
		}
	}
}

// A check has its own name where what it says has it, and else what its sub-test's name tells.
func TestNamesOfChecks(t *testing.T) {
	for _, test := range []struct{ say, sub, want string }{
		{"a_b c", "a_b_c", "a_b c"}, {"", "a_b_c", "a b c"}, {"other", "a_b", "a b"},
	} {
		text := ""
		if test.say != "" {
			said, _ := json.Marshal(book.Failed{Exercise: "a", Check: test.say})
			text = fmt.Sprintf(`{"Action":"attr","Package":"wireside/a","Test":"TestExercise/a/%s","Key":"wireside","Value":%q}`+"\n", test.sub, said)
		}
		text += fmt.Sprintf(`{"Action":"fail","Package":"wireside/a","Test":"TestExercise/a/%s"}`+"\n", test.sub)
		results, err := reported(text + ended)
		if err != nil || len(results) != 1 {
			t.Fatal(err, results)
		}
		if diff := cmp.Diff([]Check{{test.want, Failed}}, results[0].Checks); diff != "" {
			t.Error(diff)
		}
	}
}

// Whatever is read, there is one result, and it is no larger than it may be.
func FuzzReport(f *testing.F) {
	f.Add(ended)
	f.Add(`{"Action":"output","Package":"wireside/a","Test":"TestExercise/a/c","Output":"\u0016=== ATTR  TestExercise/a/c wireside {\"exercise\":\"a\"}\n"}` + "\n" + ended)
	f.Add(`{"ImportPath":"wireside/a","Action":"build-output","Output":"x"}` + "\n" + `{"Action":"fail","Package":"wireside/a","FailedBuild":"wireside/a"}` + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		results, _ := reported(text)
		if len(results) != 1 {
			t.Fatalf("%d results", len(results))
		}
		r := results[0]
		if r.State == Unknown || r.State == Running || r.State == "" || len(r.Checks) > maxChecks || len(r.Output) > 16<<10 {
			t.Errorf("%+v", r)
		}
	})
}
