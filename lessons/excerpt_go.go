package lessons

import (
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
)

// goDeclarations returns functions, methods as Type.Method, types, constants and variables. One of a group is its own line or
// lines, without the group's keyword.
func goDeclarations(text string) ([]declaration, error) {
	files := gotoken.NewFileSet()
	parsed, err := parser.ParseFile(files, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("this is not Go: %w", err)
	}
	g := goFile{text: text, file: files.File(parsed.Pos())}
	for _, decl := range parsed.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			g.add(receiver(decl)+decl.Name.Name, decl, decl.Doc, nil)
		case *ast.GenDecl:
			g.specs(decl)
		}
	}
	return g.found, nil
}

type goFile struct {
	text  string
	file  *gotoken.File
	found []declaration
}

// specs adds what a declaration of types, constants or variables declares; imports have no names.
func (g *goFile) specs(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		var doc *ast.CommentGroup
		var names []*ast.Ident
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			doc, names = spec.Doc, []*ast.Ident{spec.Name}
		case *ast.ValueSpec:
			doc, names = spec.Doc, spec.Names
		}
		for _, name := range names {
			if name.Name == "_" {
				continue
			}
			if decl.Lparen.IsValid() {
				g.add(name.Name, spec, doc, decl)
			} else {
				g.add(name.Name, decl, decl.Doc, nil)
			}
		}
	}
}

func (g *goFile) add(name string, node ast.Node, doc *ast.CommentGroup, group *ast.GenDecl) {
	from := node.Pos()
	if doc != nil {
		from = doc.Pos()
	}
	d := declaration{name: name}
	d.from, d.to = wholeLines(g.text, g.file.Offset(from), g.file.Offset(node.End()))
	if group != nil {
		d.group = g.file.Offset(group.Pos())
	}
	g.found = append(g.found, d)
}

// receiver is a method's type with a dot; empty for a function.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	at := f.Recv.List[0].Type
	for {
		switch t := at.(type) {
		case *ast.StarExpr:
			at = t.X
		case *ast.ParenExpr:
			at = t.X
		case *ast.IndexExpr:
			at = t.X
		case *ast.IndexListExpr:
			at = t.X
		case *ast.Ident:
			return t.Name + "."
		default:
			return ""
		}
	}
}
