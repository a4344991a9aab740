package lessons

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wireside/labs"

	"github.com/google/go-cmp/cmp"
)

const goText = `// Package x is an example.
package x

import "fmt"

// Limit is a limit.
const Limit = 5 // of something

const (
	// First is the first.
	First = iota
	Second // and so on

	Third, Fourth = 3, 4
)

// T has a method.
type T[K any] struct {
	a int // {
}

type (
	// U is one of two.
	U struct {
		b int
	}
	V = U
)

// Get gets.
//
// It has a body.
func (t *T[K]) Get() string {
	return "}" + ` + "`{`" + `
}

func (U) Get() {}

func Get() { fmt.Println() }

var _ fmt.Stringer = nil
`

func TestExcerptGo(t *testing.T) {
	tests := []struct {
		names []string
		want  string
	}{
		{[]string{"Limit"}, "// Limit is a limit.\nconst Limit = 5 // of something"},
		{[]string{"First"}, "// First is the first.\nFirst = iota"},
		{[]string{"Second", "First"}, "Second // and so on\n// First is the first.\nFirst = iota"},
		{[]string{"Third", "Fourth", "V"}, "Third, Fourth = 3, 4\n\nV = U"},
		{[]string{"T"}, "// T has a method.\ntype T[K any] struct {\n\ta int // {\n}"},
		{[]string{"U"}, "// U is one of two.\nU struct {\n\tb int\n}"},
		{[]string{"T.Get"}, "// Get gets.\n//\n// It has a body.\nfunc (t *T[K]) Get() string {\n\treturn \"}\" + `{`\n}"},
		{[]string{"U.Get", "Get"}, "func (U) Get() {}\n\nfunc Get() { fmt.Println() }"},
		{nil, strings.TrimSpace(goText)},
	}
	for _, test := range tests {
		got, err := excerpt("labs/x.go", goText, test.names)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%v: %v (-want +got):\n%s", test.names, err, diff)
		}
	}
}

const jsText = `// The file.
import { a } from './a.js';

// Far above.

/* } */
// pause, in ms
const PAUSE = (x) => { x; }; // trailing
let one = 1, two = {};
const { three } = two;
export const RE = /[/}]{2}/;

for (const x of []) { x(); }
if (one) one++; else { two(); }

export async function* send({ text = '}' } = {}, ...rest) {
  ` + "return `a ${{ b: '}' }} }`" + `;
}

// C is a class.
export class C extends B {
  #count = 0; // so far
  static #all = new Map([[1, { a: 2 }]]);
  get;

  // It is private.
  #add(n = { m: 1 }) {
    return n / 2 / 3;
  }

  get count() { return this.#count; }
  set count(n) {
    this.#count = n;
  }
  static async *make(text) { yield text; }
  set(x) {}
  static { C.#all.clear(); }
  last = () => { return 1; };
}
function last() {
  let x;
  // It is inside.
  async function inner({ a }) {
    return a;
  }
  if (x) { x(); } else x++;
  const y = () => { function no() {} };
  function other() {}
  return { inner };
}
export default function () {}
`

func TestExcerptJS(t *testing.T) {
	tests := []struct {
		names []string
		want  string
	}{
		{[]string{"PAUSE"}, "/* } */\n// pause, in ms\nconst PAUSE = (x) => { x; }; // trailing"},
		{[]string{"one", "RE"}, "let one = 1, two = {};\n\nexport const RE = /[/}]{2}/;"},
		{[]string{"send"}, "export async function* send({ text = '}' } = {}, ...rest) {\n  return `a ${{ b: '}' }} }`;\n}"},
		{[]string{"C.#count", "C.#all", "C.get"}, "#count = 0; // so far\n\nstatic #all = new Map([[1, { a: 2 }]]);\n\nget;"},
		{[]string{"C.#add"}, "// It is private.\n#add(n = { m: 1 }) {\n  return n / 2 / 3;\n}"},
		{[]string{"C.count"}, "get count() { return this.#count; }\n\nset count(n) {\n  this.#count = n;\n}"},
		{[]string{"C.make", "C.set", "C.last"}, "static async *make(text) { yield text; }\n\nset(x) {}\n\nlast = () => { return 1; };"},
		{[]string{"last.inner", "last.other"}, "// It is inside.\nasync function inner({ a }) {\n  return a;\n}\n\nfunction other() {}"},
	}
	for _, test := range tests {
		got, err := excerpt("site/static/js/x.js", jsText, test.names)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%v: %v (-want +got):\n%s", test.names, err, diff)
		}
	}
	class, err := excerpt("x.js", jsText, []string{"C"})
	if err != nil || !strings.HasPrefix(class, "// C is a class.\nexport class C extends B {\n  #count") || !strings.HasSuffix(class, "  last = () => { return 1; };\n}") {
		t.Errorf("C: %v\n%s", err, class)
	}
}

func TestExcerptFaults(t *testing.T) {
	tests := []struct {
		name, file, text string
		names            []string
		want             string
	}{
		{"no such name in Go", "labs/x.go", goText, []string{"T", "Put"}, `there is no "Put" in labs/x.go; there are Limit, First, Second, Third, Fourth, T, U, V, T.Get, U.Get, Get`},
		{"no such name in JS", "x.js", "const a = 1;\nclass B { c() {} }", []string{"c"}, `there is no "c" in x.js; there are a, B, B.c`},
		{"twice", "x.js", "const a = 1;", []string{"a", "a"}, `"a" stands here twice`},
		{"blank identifier", "labs/x.go", "package x\nvar _ = 1", []string{"_"}, `there is no "_" in labs/x.go; there are no names`},
		{"too long", "labs/x.go", "package x\n" + strings.Repeat("//\n", 60), nil, "this is an excerpt of 61 lines; it may have 60: name fewer or smaller pieces"},
		{"no Go", "labs/x.go", "package x\nfunc", []string{"f"}, "this is not Go: 2:5: expected 'IDENT', found 'EOF'"},
		{"an open bracket", "x.js", "function f() { (", []string{"f"}, "this is not JavaScript that can be quoted: a bracket is not closed, or a semicolon is missing"},
		{"no code", "site/static/app.css", "a {}", []string{"a"}, "site/static/app.css is neither Go nor JavaScript"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := excerpt(test.file, test.text, test.names)
			if err == nil {
				t.Fatalf("got %q, want an error", got)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

// topLevel finds, by their form alone, the names that a file declares at the left margin.
var topLevel = map[string]*regexp.Regexp{
	".go": regexp.MustCompile(`(?m)^(?:func|type|const|var) (\w+)`),
	".js": regexp.MustCompile(`(?m)^(?:export )?(?:async )?(?:function|class|const|let) (\w+)`),
}

// Only what stands directly in a function can be named with it.
func TestExcerptInner(t *testing.T) {
	declared, err := declarations("x.js", jsText)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := namesOf(declared), "PAUSE, one, RE, send, C, C.#count, C.#all, C.get, C.#add, C.count, C.make, C.set, C.last, last, last.inner, last.other"; got != want {
		t.Errorf("names:\n got %s\nwant %s", got, want)
	}
}

// Everything that a lesson may want to quote can be quoted, and comes as a whole.
func TestExcerptsOfEverything(t *testing.T) {
	checked := 0
	check := func(file string, text string) {
		t.Run(file, func(t *testing.T) {
			declared, err := declarations(file, text)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range topLevel[filepath.Ext(file)].FindAllStringSubmatch(text, -1) {
				if !slices.ContainsFunc(declared, func(d declaration) bool { return d.name == found[1] }) && found[1] != "_" {
					t.Errorf("%s is not found", found[1])
				}
			}
			for _, d := range declared {
				checked++
				got, err := excerpt(file, text, []string{d.name})
				if err != nil && !strings.Contains(err.Error(), "this is an excerpt of") {
					t.Errorf("%s: %v", d.name, err)
				}
				if open := unclosed(scanners[strings.TrimPrefix(filepath.Ext(file), ".")](got)); open != 0 {
					t.Errorf("%s: %d brackets are not closed:\n%s", d.name, open, got)
				}
				if last := got[strings.LastIndexByte(got, '\n')+1:]; strings.TrimLeft(last, " \t") != last && strings.Contains(got, "{\n") {
					t.Errorf("%s: its last line is indented:\n%s", d.name, got)
				}
			}
		})
	}
	err := fs.WalkDir(labs.Code(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(labs.Code(), name)
		check("labs/"+name, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	modules(t, "../site/static/js", func(t *testing.T, text string) { check("module.js", text) })
	t.Logf("%d declarations", checked)
	if checked < 500 {
		t.Errorf("only %d declarations were found", checked)
	}
}

// unclosed counts the brackets that are open at the end; -1 if one was closed that was not open.
func unclosed(tokens []lexeme) int {
	depth := 0
	for _, t := range tokens {
		switch {
		case t.kind != punctToken:
		case strings.ContainsAny(t.text, "([{"):
			depth++
		case strings.ContainsAny(t.text, ")]}"):
			if depth--; depth < 0 {
				return -1
			}
		}
	}
	return depth
}
