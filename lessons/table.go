package lessons

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// table is the goldmark extension for tables (GitHub Flavored Markdown, 4.10). Each stands in an element of its own, which scrolls
// where the page is narrow. A column's side is an attribute: the page's content security policy forbids inline styles.
type table struct{}

// Extend implements goldmark.Extender.
func (t table) Extend(md goldmark.Markdown) {
	extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)).Extend(md)
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(t, 400))) // before the extension's own
}

// RegisterFuncs implements renderer.NodeRenderer.
func (t table) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(tables.KindTable, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		text := "</table>\n</div>\n"
		if entering {
			var columns []string
			for cell := n.FirstChild().FirstChild(); cell != nil; cell = cell.NextSibling() {
				columns = append(columns, plainText(cell, source))
			}
			// The keyboard scrolls what has the focus.
			text = `<div class="table" role="region" tabindex="0" aria-label="Table: ` + html.EscapeString(strings.Join(columns, ", ")) + "\">\n<table>\n"
		}
		_, err := w.WriteString(text)
		return ast.WalkContinue, err
	})
}

// checkTables reports what markdown passes over: cells beyond a table's columns, which it leaves out, and lines that were to be a
// table and are none, which it puts into a paragraph.
func (s *source) checkTables(doc ast.Node) {
	for _, t := range nodes[*tables.Table](doc) {
		for row := t.FirstChild(); row != nil; row = row.NextSibling() {
			line, _, _ := bytes.Cut(s.body[row.Pos():], []byte("\n"))
			if n := cellsIn(line); n > len(t.Alignments) {
				s.fault(s.line(row.Pos()), `a row of %d cells in a table of %d columns: a bar within a cell is written \|`, n, len(t.Alignments))
			}
		}
	}
	for _, n := range nodes[ast.Node](doc) {
		if kind := n.Kind(); kind != ast.KindParagraph && kind != ast.KindTextBlock {
			continue
		}
		for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
			if bytes.HasPrefix(line.Value(s.body), []byte("|")) {
				s.fault(s.line(line.Start), "this is no table: below its head stands a line such as |---|--:|, of as many columns, and no line is empty")
				break
			}
		}
	}
}

// cellsIn returns how many cells a line of a table has.
func cellsIn(line []byte) int {
	line = bytes.TrimSpace(line)
	line = bytes.TrimPrefix(line, []byte("|"))
	if !bytes.HasSuffix(line, []byte(`\|`)) {
		line = bytes.TrimSuffix(line, []byte("|"))
	}
	line = bytes.ReplaceAll(line, []byte(`\|`), nil)
	return 1 + bytes.Count(line, []byte("|"))
}
