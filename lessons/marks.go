package lessons

import (
	"errors"
	"html/template"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A mark is a link whose address is no address, but says where the number in its text comes from: measured:LANE.FIGURE or
// set:PARAMETER, of the lab before it, or set:FILE#NAME.
const (
	measuredMark = "measured:"
	setMark      = "set:"
)

// defaultWithin is how far off a measured number in the text may be where it doesn't say so itself, as a share.
const defaultWithin = 0.25

// marks is the goldmark extension that reads and renders the marks within a block of text. In a lesson's body marks and
// blocks are read together, since both speak of the lab before them.
type marks struct{}

// Extend implements goldmark.Extender.
func (m marks) Extend(md goldmark.Markdown) {
	md.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(m, 500)))
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(m, 500)))
}

// Transform implements parser.ASTTransformer.
func (m marks) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	src := pc.Get(sourceKey).(*source)
	for _, link := range nodes[*ast.Link](doc) {
		src.mark(link)
	}
}

// mark puts a mark into the place of a link that is one, and checks it. One at fault goes there, too: it has been reported,
// and is never rendered.
func (s *source) mark(link *ast.Link) {
	address := string(link.Destination)
	node := &markNode{}
	said := plainText(link, s.body)
	line := s.inlineLine(link)
	if path, ok := strings.CutPrefix(address, measuredMark); ok {
		node.measured = s.measured(line, said, path)
	} else if path, ok := strings.CutPrefix(address, setMark); ok {
		node.where = s.set(line, said, path)
	} else {
		return
	}
	node.SetPos(link.Pos())
	for child := link.FirstChild(); child != nil; child = link.FirstChild() {
		node.AppendChild(node, child)
	}
	link.Parent().ReplaceChild(link.Parent(), link, node)
}

// measured reads the mark of a number that was measured. It returns nil for one at fault.
func (s *source) measured(line int, said, path string) *Mark {
	if s.lab == nil {
		s.fault(line, "%s%s speaks of the lab before it, and there is none", measuredMark, path)
		return nil
	}
	mark := &Mark{Text: said, Lab: s.lab.Name, Within: defaultWithin, Line: line}
	path, within, ok := strings.Cut(path, "~")
	if ok {
		share, err := strconv.ParseFloat(within, 64)
		if err != nil || share <= 0 || share > 1 {
			s.fault(line, "%s%s~%s: behind ~ stands the share by which it may be off, above 0 and at most 1", measuredMark, path, within)
			return nil
		}
		mark.Within = share
	}
	before := len(s.faults)
	mark.Lane, mark.Figure = s.measure(line, path)
	if len(s.faults) > before {
		return nil
	}
	q, err := readQuantity(said)
	if err == nil && !q.found {
		err = errors.New("it has no number")
	}
	if err == nil {
		mark.Number, err = q.in(unitOfFigure(mark.Figure))
	}
	if err != nil {
		s.fault(line, "%q is marked as %s: %v", said, path, err)
		return nil
	}
	s.marks = append(s.marks, *mark)
	return mark
}

// markNode stands in the tree for a mark; its children are its text.
type markNode struct {
	ast.BaseInline
	measured *Mark  // nil: the number was set
	where    string // for a person
}

var markNodeKind = ast.NewNodeKind("LessonMark")

// Kind implements ast.Node.
func (n *markNode) Kind() ast.NodeKind { return markNodeKind }

// Dump implements ast.Node.
func (n *markNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// RegisterFuncs implements renderer.NodeRenderer.
func (m marks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(markNodeKind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		mark := n.(*markNode)
		html := `<span class="set" title="As set in ` + template.HTMLEscapeString(mark.where) + `">`
		end := "</span>"
		if m := mark.measured; m != nil {
			html = `<a class="measured" href="#lab-` + m.Lab + `" title="Measured: ` + m.Lane + "." + m.Figure + ` of this lab">`
			end = "</a>"
		}
		if !entering {
			html = end
		}
		_, err := w.WriteString(html)
		return ast.WalkContinue, err
	})
}
