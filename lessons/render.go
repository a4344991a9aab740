package lessons

import (
	"bytes"
	"html/template"
	"maps"
	"slices"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

var (
	// page renders a lesson: headings carry ids, and blocks are known.
	page = goldmark.New(goldmark.WithExtensions(blocks{}, colours{}, table{}), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	// inBlock renders markdown inside a block, such as a prediction's explanation. It knows no blocks: they do not nest.
	inBlock = goldmark.New(goldmark.WithExtensions(marks{}, colours{}, table{}))
)

// sourceKey is where a parse finds the file that it belongs to.
var sourceKey = parser.NewContextKey()

// render turns the body into HTML, and puts into the lesson what its blocks tell of themselves.
func (s *source) render(lesson *Lesson) {
	pc := parser.NewContext()
	pc.Set(sourceKey, s)
	doc := page.Parser().Parse(text.NewReader(s.body), parser.WithContext(pc))
	if !doc.HasChildren() {
		s.fault(s.first-1, "the lesson ends here: it has no text")
	}
	s.check(doc, slices.Sorted(maps.Keys(kinds()))...)
	s.checkOutline(doc)
	s.checkPlaces()
	for _, n := range nodes[*blockNode](doc) {
		if n.block != nil {
			n.block.add(lesson)
		}
	}
	lesson.Marks = s.marks
	lesson.Words, lesson.Sections = s.words(doc), s.sections(doc, lesson.Title)
	lesson.HTML = s.write(page, doc)
}

// passage is a text from a block's YAML, rendered.
type passage struct {
	HTML  template.HTML
	Plain string // in one line
}

// markdown renders a text from a block's YAML, and reports one that is missing. What is wrong in it is reported on its line.
func (f fence) markdown(key string, v value[string]) passage {
	if f.string(key, v) == "" {
		return passage{}
	}
	inner := &source{file: f.src.file, body: []byte(v.V), first: f.at(v.Line), world: f.src.world, fsys: f.src.fsys, lab: f.src.lab}
	if v.Literal {
		inner.first++
	}
	pc := parser.NewContext()
	pc.Set(sourceKey, inner)
	doc := inBlock.Parser().Parse(text.NewReader(inner.body), parser.WithContext(pc))
	inner.check(doc)
	for _, heading := range nodes[*ast.Heading](doc) {
		inner.fault(inner.line(heading.Pos()), "a heading inside a block: the block has its title")
	}
	p := passage{HTML: inner.write(inBlock, doc), Plain: plainText(doc, inner.body)}
	f.src.faults = append(f.src.faults, inner.faults...)
	f.src.marks = append(f.src.marks, inner.marks...)
	f.src.places = append(f.src.places, inner.places...)
	return p
}

// write renders a tree. The result is safe as HTML: goldmark escapes all text and leaves out dangerous links, html/template
// escapes what the blocks say. A source with faults is not rendered.
func (s *source) write(md goldmark.Markdown, doc ast.Node) template.HTML {
	if len(s.faults) > 0 {
		return ""
	}
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, s.body, doc); err != nil {
		s.fault(s.first, "%v", err)
	}
	return template.HTML(out.String())
}

// nodes returns the nodes of one type, in the order of the document. Collecting first keeps the tree whole while it is
// walked: whoever replaces nodes does so afterwards.
func nodes[N ast.Node](doc ast.Node) []N {
	var found []N
	// The error is the visitor's own, and this visitor returns none.
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n, ok := n.(N); ok && entering {
			found = append(found, n)
		}
		return ast.WalkContinue, nil
	})
	return found
}
