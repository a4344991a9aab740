package lessons

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// block is a fence that stands for more than code: its info string is a kind and a name, its body is YAML. A reader that
// finds something wrong in a fence reports it with fence.src.fault; then nothing is ever written.
type block interface {
	// write renders it as HTML.
	write(w io.Writer) error
	// add puts into the lesson what others need to know of it.
	add(lesson *Lesson)
	// plain returns what it says on the page before anything is measured, for a search. It may be of several lines.
	plain() string
}

// fence is the source of a block. Besides the YAML a reader may need the world (src.world), the lesson's folder (src.fsys)
// and the lab that stands before the block (src.lab).
type fence struct {
	mapping
	name string // unique among the lesson's blocks of all kinds
}

// blocks is the goldmark extension that reads fences into blocks, and links into marks, and renders both.
type blocks struct{}

// Extend implements goldmark.Extender.
func (b blocks) Extend(md goldmark.Markdown) {
	md.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(b, 500)))
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(b, 500), util.Prioritized(marks{}, 500)))
}

// Transform implements parser.ASTTransformer: it puts a block in the place of each fence that names a kind, and a mark in the
// place of each link that is one. It goes through them in the order of the document, so that each finds the lab before it.
func (b blocks) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	src := pc.Get(sourceKey).(*source)
	kinds, names := kinds(), map[string]bool{}
	for _, n := range nodes[ast.Node](doc) {
		switch n := n.(type) {
		case *ast.Link:
			src.mark(n)
		case *ast.FencedCodeBlock:
			kind, ok := kinds[string(n.Language(src.body))]
			if !ok {
				continue
			}
			f := src.fence(n)
			if names[f.name] {
				src.fault(f.opener, "a second block is named %q", f.name)
			}
			names[f.name] = true
			src.ids = append(src.ids, string(n.Language(src.body))+"-"+f.name)
			node := &blockNode{block: kind.read(f), heading: kind.heading}
			node.SetPos(n.Pos())
			n.Parent().ReplaceChild(n.Parent(), n, node)
		}
	}
}

// blockName is what a block may be called: its name ends up in storage keys and addresses.
var blockName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// longestName is how many characters the name of a lesson or of a block may have: no longer one is kept of what a reader did
// (site/static/js/progress.js).
const longestName = 64

// fence takes a fence apart, and checks its name.
func (s *source) fence(code *ast.FencedCodeBlock) fence {
	f := fence{mapping: mapping{src: s, text: code.Lines().Value(s.body), opener: s.line(code.Pos())}}
	kind, name, _ := strings.Cut(string(code.Info.Segment.Value(s.body)), " ")
	if f.name = strings.TrimSpace(name); !blockName.MatchString(f.name) {
		s.fault(f.opener, "a block needs a name of small letters, digits and hyphens, such as: %s my-name", kind)
	}
	if len(f.name) > longestName {
		s.fault(f.opener, "this name has %d characters; it may have %d", len(f.name), longestName)
	}
	switch at := nextFence(f.text); {
	case at >= 0:
		s.fault(f.opener, "this fence has no closing line: another stands on line %d", f.at(1+bytes.Count(f.text[:at], []byte("\n"))))
		f.text = f.text[:at]
	case !s.closed(code):
		s.fault(f.opener, "this fence has no closing line")
	}
	return f
}

// nextFence returns where in YAML a line begins that is a fence's, and so none of YAML; -1: there is none.
func nextFence(yaml []byte) int {
	at := 0
	for line := range bytes.Lines(yaml) {
		if isFence(line) {
			return at
		}
		at += len(line)
	}
	return -1
}

func isFence(line []byte) bool {
	return bytes.HasPrefix(line, []byte("```")) || bytes.HasPrefix(line, []byte("~~~"))
}

// closed reports whether a fence has its closing line. CommonMark does without, and takes all that follows for code.
func (s *source) closed(code *ast.FencedCodeBlock) bool {
	opener := s.body[code.Pos():]
	mark := opener[bytes.IndexAny(opener, "`~")]
	end := len(s.body)
	if lines := code.Lines(); lines.Len() > 0 {
		end = lines.At(lines.Len() - 1).Stop
	} else if eol := bytes.IndexByte(opener, '\n'); eol >= 0 {
		end = code.Pos() + eol + 1
	}
	next := bytes.TrimLeft(s.body[end:], " \t>")
	return len(next) > 0 && next[0] == mark
}

// blockNode stands in the tree for a block.
type blockNode struct {
	ast.BaseBlock
	block   block // nil: it could not be read, which has been reported
	heading bool
}

var blockNodeKind = ast.NewNodeKind("LessonBlock")

// Kind implements ast.Node.
func (n *blockNode) Kind() ast.NodeKind { return blockNodeKind }

// Dump implements ast.Node.
func (n *blockNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// RegisterFuncs implements renderer.NodeRenderer.
func (b blocks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(blockNodeKind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return ast.WalkSkipChildren, n.(*blockNode).block.write(w)
	})
}
