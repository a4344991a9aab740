package lessons

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// languages are what a fence of code may say it is in. Any other name is taken for a misspelt block.
var languages = []string{"go", "http", "js", "json", "sh", "text"}

// check reports what is wrong in markdown, wherever it stands. kinds are the blocks that it may have.
func (s *source) check(doc ast.Node, kinds ...string) {
	s.checkFences(doc, kinds...)
	s.checkRawHTML(doc)
	s.checkLinks(doc)
	s.checkTables(doc)
	s.checkNumbers(doc)
}

// checkFences reports every fence that is not code in a known language and nothing else. Blocks have left the tree by then;
// kinds are those that could have stood there.
func (s *source) checkFences(doc ast.Node, kinds ...string) {
	for _, fence := range nodes[*ast.FencedCodeBlock](doc) {
		language, rest := string(fence.Language(s.body)), ""
		if fence.Info != nil {
			_, rest, _ = strings.Cut(string(fence.Info.Segment.Value(s.body)), " ")
		}
		switch line := s.line(fence.Pos()); {
		case !slices.Contains(languages, language):
			s.fault(line, "unknown fence %q: known are %s", language, strings.Join(append(kinds, languages...), ", "))
		case strings.HasPrefix(rest, "try"):
			s.fault(line, "a command to try is a block: try my-name, with its keys")
		case rest != "":
			s.fault(line, "words after %s mean nothing: %s", language, rest)
		case !s.closed(fence):
			s.fault(line, "this fence has no closing line")
		}
	}
	for _, code := range nodes[*ast.CodeBlock](doc) {
		first := code.Lines().At(0)
		if isFence(bytes.TrimLeft(first.Value(s.body), " \t")) {
			s.fault(s.line(first.Start), "this fence stands so far from the margin that it is text: at most three spaces, no tab")
		}
	}
}

// checkRawHTML reports HTML in the markdown, which would come out as nothing.
func (s *source) checkRawHTML(doc ast.Node) {
	for _, html := range nodes[*ast.HTMLBlock](doc) {
		s.fault(s.line(html.Pos()), "raw HTML is off: write markdown, or a code span")
	}
	for _, html := range nodes[*ast.RawHTML](doc) {
		s.fault(s.line(html.Pos()), "raw HTML is off: write markdown, or a code span")
	}
}

// blockLevel is the level of the heading that a block begins with, if it begins with one.
const blockLevel = 3

// checkOutline keeps the headings sane: the page's h1 is the title, so a lesson begins at h2 and skips no level going down.
// Some blocks bring a heading of their own.
func (s *source) checkOutline(doc ast.Node) {
	above := 1
	for _, n := range nodes[ast.Node](doc) {
		level := blockLevel
		if heading, ok := n.(*ast.Heading); ok {
			level = heading.Level
			if plainText(heading, s.body) == "" {
				s.fault(s.line(heading.Pos()), "this heading has no words")
			}
			s.checkID(heading)
		} else if b, ok := n.(*blockNode); !ok || !b.heading {
			continue
		}
		switch line := s.line(n.Pos()); {
		case level == 1:
			s.fault(line, "a lesson's headings begin at ##: its title is the page's h1")
		case level > above+1:
			s.fault(line, "a heading of level %d below one of level %d skips a level", level, above)
		}
		above = level
	}
}

// checkID takes a heading's id, and reports one that is another element's: what looks for that one would find the heading.
func (s *source) checkID(heading *ast.Heading) {
	value, _ := heading.AttributeString("id")
	id, _ := value.([]byte)
	if s.world.Taken(string(id)) || slices.Contains(s.ids, string(id)) {
		s.fault(s.line(heading.Pos()), "the page has a #%s of its own: word this heading otherwise", id)
	}
	s.ids = append(s.ids, string(id))
}
