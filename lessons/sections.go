package lessons

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// plainText returns the text below a node without its markup, in one line: code spans are text, code and blocks are not.
func plainText(n ast.Node, body []byte) string {
	var all strings.Builder
	// The error is the visitor's own, and this visitor returns none.
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				all.Write(n.Segment.Value(body))
				if n.SoftLineBreak() || n.HardLineBreak() {
					all.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				all.Write(n.Value)
			}
		default:
			if n.Type() == ast.TypeBlock {
				all.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return oneLine(all.String())
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// sections cuts the document into parts, each from a heading to the next one. The text before the first heading is a
// section, too, if there is any; it has the lesson's title.
func (s *source) sections(doc ast.Node, title string) []Section {
	sections := []Section{{Title: title}}
	var texts []string // of the last section
	end := func() {
		sections[len(sections)-1].Text = oneLine(strings.Join(texts, " "))
		texts = nil
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if heading, ok := n.(*ast.Heading); ok {
			end()
			id, _ := heading.AttributeString("id")
			text, _ := id.([]byte)
			sections = append(sections, Section{ID: string(text), Title: plainText(heading, s.body)})
			continue
		}
		texts = append(texts, plainText(n, s.body))
		for _, b := range nodes[*blockNode](n) {
			if b.block != nil {
				texts = append(texts, b.block.plain())
			}
		}
	}
	end()
	if sections[0].Text == "" && len(sections) > 1 {
		sections = sections[1:]
	}
	return sections
}

// words counts the words of the prose, headings among it.
func (s *source) words(doc ast.Node) int { return len(strings.Fields(plainText(doc, s.body))) }
