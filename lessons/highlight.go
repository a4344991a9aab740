package lessons

import (
	"html"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// A lexeme is a piece of source text. The texts of a text’s lexemes, one after the other, are that text.
type lexeme struct {
	kind byte
	text string
}

// The kinds of tokens. The first four are the classes that a style sheet colours.
const (
	commentToken = 'c'
	quotedToken  = 's' // a string, a regular expression, a character; of a template the parts between its expressions
	keywordToken = 'k'
	numberToken  = 'n'
	wordToken    = 'w' // any other name
	punctToken   = 'p' // one character, but for ${ in a template
	spaceToken   = ' '
	otherToken   = 0 // text that is not looked into
)

// scanners take a text of each language apart, whatever it is. A language that is not here has no colours.
var scanners = map[string]func(text string) []lexeme{
	"go":   scanGo,
	"http": scanHTTP,
	"js":   scanJS,
	"json": scanJSON,
	"sh":   scanSh,
}

// highlight returns code as HTML, with a <span> around each comment, string, keyword and number. No style comes with it: the
// classes are those of the pages' own style sheet, which has them for the code that scripts show, too.
func highlight(language, code string) string {
	scan := scanners[language]
	if scan == nil {
		return html.EscapeString(code)
	}
	var out strings.Builder
	for _, t := range scan(code) {
		text := html.EscapeString(t.text)
		switch t.kind {
		case commentToken, quotedToken, keywordToken, numberToken:
			out.WriteString(`<span class="` + string(rune(t.kind)) + `">` + text + `</span>`)
		default:
			out.WriteString(text)
		}
	}
	return out.String()
}

// listing returns code as it stands on a page.
func listing(language, code string) template.HTML {
	return template.HTML(`<pre><code class="language-` + html.EscapeString(language) + `">` + highlight(language, code) + "</code></pre>\n")
}

// colours is the goldmark extension that highlights fences.
type colours struct{}

// Extend implements goldmark.Extender.
func (c colours) Extend(md goldmark.Markdown) {
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(c, 500)))
}

// RegisterFuncs implements renderer.NodeRenderer.
func (c colours) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		fence := n.(*ast.FencedCodeBlock)
		_, err := w.WriteString(string(listing(string(fence.Language(source)), string(fence.Lines().Value(source)))))
		return ast.WalkSkipChildren, err
	})
}
