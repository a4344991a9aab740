package lessons

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// names have digits in them and are no numbers: nobody measured them.
var names = regexp.MustCompile(strings.Join([]string{
	`\bRFCs?\s[0-9]+(?:(?:,|\sand|,\sand)\s[0-9]{4})*\b`,
	`\b[Ss]ections?\s[0-9]+(?:\.[0-9]+)*\b`,
	`\b[Cc]laims?\s[0-9]+(?:(?:,|\sand|,\sand)\s[0-9]+)*\b`,
	`\bHTTP/[0-9](?:\.[0-9])?\b`,
	`\bTLS\s1\.[0-9]\b`,
	`\bUTF-(?:8|16)\b`,
	`\bSHA-(?:1|256)\b`,
	`\b[Bb]ase64\b`,
	`\bIPv[46]\b`,
	`\bInternet Explorer\s[0-9]+\b`,
	`\bRSV[123]\b`,
	`\bh[23]\b`,
	`\bp(?:50|90|99)\b`,
	`&#[0-9xXa-fA-F]+;`, // a character, by its number
}, "|"))

var number = regexp.MustCompile(`[0-9]+(?:[.,][0-9]+)*|[\p{Nd}\p{No}]+`) // ½, too

// standard is the address of a section of a standard. What is linked to one is cited from it.
var standard = regexp.MustCompile(`^https://(?:` +
	`www\.rfc-editor\.org/rfc/rfc[0-9]+\.html#(?:section-[0-9]+(?:\.[0-9]+)*|appendix-[A-Z](?:\.[0-9]+)*)` +
	`|html\.spec\.whatwg\.org/multipage/[a-z-]+\.html#[a-zA-Z0-9:-]+` +
	`|(?:websockets|fetch|url|encoding)\.spec\.whatwg\.org/#[a-zA-Z0-9:-]+` +
	`)$`)

// checkNumbers reports each number in the running text that does not say where it comes from. Headings, code and blocks are
// no running text.
func (s *source) checkNumbers(doc ast.Node) {
	var run []byte
	var at []int // of each byte of run, in body
	flush := func() {
		if !number.Match(run) {
			run, at = run[:0], at[:0]
			return
		}
		for _, place := range names.FindAllIndex(run, -1) {
			copy(run[place[0]:place[1]], bytes.Repeat([]byte(" "), place[1]-place[0]))
		}
		for _, place := range number.FindAllIndex(run, -1) {
			s.fault(s.line(at[place[0]]), "nothing says where the number %s comes from: link it to the section of a standard, to measured:LANE.FIGURE or to set:PARAMETER", run[place[0]:place[1]])
		}
		run, at = run[:0], at[:0]
	}
	// The error is the visitor's own, and this visitor returns none.
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading, *ast.CodeSpan, *markNode, *blockNode, *ast.FencedCodeBlock, *ast.CodeBlock:
			flush()
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			if standard.Match(n.Destination) {
				flush()
				return ast.WalkSkipChildren, nil
			}
		case *ast.Text:
			if !entering {
				break
			}
			for i := n.Segment.Start; i < n.Segment.Stop; i++ {
				run, at = append(run, s.body[i]), append(at, i)
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				run, at = append(run, '\n'), append(at, n.Segment.Stop)
			}
		default:
			if n.Type() != ast.TypeInline {
				flush()
			}
		}
		return ast.WalkContinue, nil
	})
	flush()
}
