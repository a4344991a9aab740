package lessons

import (
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/google/go-cmp/cmp"
)

func TestHighlight(t *testing.T) {
	tests := []struct{ name, language, code, want string }{
		{"go", "go", "// A “note”.\nfunc f(n int) string { return \"<\" + `>` + 'x' /* y */ + 0x1F }\n",
			"{c:// A “note”.}\n{k:func} f(n int) string { {k:return} {s:\"<\"} + {s:`>`} + {s:'x'} {c:/* y */} + {n:0x1F} }\n"},
		{"a piece of Go", "go", "case x := <-c:\n\t…\n", "{k:case} x := <-c:\n\t…\n"},
		{"an unfinished string in Go", "go", "s := \"a\nx++\n", "s := {s:\"a}\nx++\n"},
		{"js", "js", "const a = 'x' /* y */; // z\nexport async function* f() { await g(1_000n, .5e-3); }",
			"{k:const} a = {s:'x'} {c:/* y */}; {c:// z}\n{k:export} {k:async} {k:function}* f() { {k:await} g({n:1_000n}, {n:.5e-3}); }"},
		{"templates in templates", "js", "`a ${b(`c ${ {d: '}'} } e`)} f \\` \\${g}` + 1",
			"{s:`a }${b({s:`c }${ {d: {s:'}'}} }{s: e`})}{s: f \\` \\${g}`} + {n:1}"},
		{"a template without text", "js", "`${a}${b}`", "{s:`}${a}${b}{s:`}"},
		{"regular expressions", "js", "x = /[/\"]\\/'/g.test(a) ? b / c / d : (e) / 2; if (f) /'/.test(g); return /`/; h++ / i / j",
			"x = {s:/[/\"]\\/'/g}.test(a) ? b / c / d : (e) / {n:2}; {k:if} (f) {s:/'/}.test(g); {k:return} {s:/`/}; h++ / i / j"},
		{"a regular expression after a comment", "js", "f(/* = */ /'/)", "f({c:/* = */} {s:/'/})"},
		{"a comment's end", "js", "/*/ ' */ x //", "{c:/*/ ' */} x {c://}"},
		{"words that are keywords in places", "js", "import { from, of } from 'x'; for (const of of async) a.default = { delete: static }; static #b = 1; f(...new C(), x?.in)",
			"{k:import} { from, of } {k:from} {s:'x'}; {k:for} ({k:const} of {k:of} async) a.default = { delete: static }; {k:static} #b = {n:1}; f(...{k:new} C(), x?.in)"},
		{"an unfinished template", "js", "`a ${ '", "{s:`a }${ {s:'}"},
		{"json", "json", `{"seq": 42, "data": "a: \"b\"", "x": [-1.5e3, true, null, trueish]}`,
			`{{k:"seq"}: {n:42}, {k:"data"}: {s:"a: \"b\""}, {k:"x"}: [{n:-1.5e3}, {k:true}, {k:null}, trueish]}`},
		{"sh", "sh", "# curl\ncurl -sN -m 5 'x#y' \"$a\\\"\" a#b 2> z | for # now\ntag=$(curl http://x/1)",
			"{c:# curl}\ncurl -sN -m 5 {s:'x#y'} {s:\"$a\\\"\"} a#b 2> z | {k:for} {c:# now}\ntag=$(curl http://x/1)"},
		{"http", "http", "GET /labs/sse HTTP/1.1\r\nHost: localhost:8080\r\n\r\nHTTP/1.1 304 Not Modified\nEtag: \"7\"\n\nid: 4\ndata: 5\n",
			"{k:GET} /labs/sse {k:HTTP/1.1}\r\n{k:Host}: localhost:8080\r\n\r\n{k:HTTP/1.1} {n:304} Not Modified\n{k:Etag}: \"7\"\n\nid: 4\ndata: 5\n"},
		{"text", "text", "if 1 & \"2\"", "if 1 & \"2\""},
		{"nothing", "go", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, inBraces(highlight(test.language, test.code))); diff != "" {
				t.Errorf("highlight (-want +got):\n%s", diff)
			}
		})
	}
}

var colourSpan = regexp.MustCompile(`(?s)<span class="([cskn])">(.*?)</span>`)

// inBraces writes spans as {class:text}, and text as it was before it was escaped. HTML of any other form stays in sight.
func inBraces(code string) string {
	return html.UnescapeString(colourSpan.ReplaceAllString(code, "{$1:$2}"))
}

// Whatever stands in a text, its tokens are that text, and nothing of it becomes markup.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{"", "`${`${", "a/b/c", "}/`/", "\"\\", "'\n", "/*", "/*/", "\x00\xff“", "<b>&\"'", "GET / HTTP/1.1\r\n\r\n", "\ufeffx", "0x", "#", "x\r\ny"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for language, scan := range scanners {
			var all strings.Builder
			for _, token := range scan(text) {
				all.WriteString(token.text)
			}
			if all.String() != text {
				t.Errorf("%s: the tokens are %q, the text is %q", language, all.String(), text)
			}
			if rest := colourSpan.ReplaceAllString(highlight(language, text), "$2"); strings.ContainsAny(rest, `<>"'`) {
				t.Errorf("%s: %q is not escaped", language, rest)
			}
		}
	})
}

// bracesInTemplate finds an expression in a template that has a brace or a regular expression of its own, after which chroma
// loses its way.
var bracesInTemplate = regexp.MustCompile("\\$\\{[^}`]*[{/]")

// TestScanJSAsChroma holds the scanner against another one, on the pages' modules.
func TestScanJSAsChroma(t *testing.T) {
	lexer := lexers.Get("javascript")
	modules(t, "../site/static/js", func(t *testing.T, text string) {
		if bracesInTemplate.MatchString(text) {
			t.Skip("chroma cannot read this one")
		}
		theirs, err := lexer.Tokenise(nil, text)
		if err != nil {
			t.Fatal(err)
		}
		var want, got strings.Builder
		for _, token := range theirs.Tokens() {
			inert := token.Type.InCategory(chroma.Comment) || token.Type.InSubCategory(chroma.LiteralString) && token.Type != chroma.LiteralStringInterpol
			want.WriteString(marked(token.Value, inert))
		}
		for _, token := range scanJS(text) {
			got.WriteString(marked(token.text, token.kind == commentToken || token.kind == quotedToken))
		}
		if diff := cmp.Diff(strings.Split(want.String(), "\n"), strings.Split(got.String(), "\n")); diff != "" {
			t.Errorf("inert characters are marked (-chroma +here):\n%s", diff)
		}
	})
}

// marked replaces what is not code, but for line ends, so that two scanners can be compared character by character.
func marked(text string, inert bool) string {
	if !inert {
		return text
	}
	return regexp.MustCompile(`[^\n]`).ReplaceAllString(text, "·")
}

// modules calls test with each JavaScript file below a folder.
func modules(t *testing.T, folder string, test func(t *testing.T, text string)) {
	found := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".js" {
			return err
		}
		found++
		text, err := os.ReadFile(path)
		t.Run(path, func(t *testing.T) { test(t, string(text)) })
		return err
	})
	if err != nil || found < 10 {
		t.Fatalf("%s has %d modules: %v", folder, found, err)
	}
}
