package booktest

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// root returns the project's folder: the one above with go.mod.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		above := filepath.Dir(dir)
		if above == dir {
			return "", errors.New("there is no go.mod in this folder, nor above it")
		}
		dir = above
	}
}

// declaration is where something is declared in a file.
type declaration struct {
	line int
	code string // the lines of a function's body; else empty
}

// declared finds what a file declares: a function, a method ("Type.Name"), a type, a constant or a variable.
func declared(root, file, name string) (declaration, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
	if err != nil {
		return declaration{}, fmt.Errorf("%s can't be read", file)
	}
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, file, text, parser.SkipObjectResolution)
	if err != nil {
		return declaration{}, err
	}
	found := func(at token.Pos) declaration { return declaration{line: fset.Position(at).Line} }
	for _, d := range parsed.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if called(d) == name || d.Recv == nil && d.Name.Name == name {
				at := found(d.Name.Pos())
				if d.Body != nil {
					at.code = string(text[fset.Position(d.Body.Lbrace).Offset+1 : fset.Position(d.Body.Rbrace).Offset])
				}
				return at, nil
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.Name == name {
						return found(spec.Pos()), nil
					}
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						if n.Name == name {
							return found(n.Pos()), nil
						}
					}
				}
			}
		}
	}
	return declaration{}, fmt.Errorf("%s does not declare %s", file, name)
}

// beside finds what another file in the same folder declares.
func beside(root, file, name string) (declaration, error) {
	dir := path.Dir(file)
	files, _ := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir), "*.go"))
	for _, f := range files {
		if at, err := declared(root, path.Join(dir, filepath.Base(f)), name); err == nil {
			return at, nil
		}
	}
	return declaration{}, fmt.Errorf("no file in %s declares %s", dir, name)
}

// called returns a method's name with its type's in front.
func called(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	of := d.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	if index, ok := of.(*ast.IndexExpr); ok {
		of = index.X
	}
	name, _ := of.(*ast.Ident)
	if name == nil {
		return d.Name.Name
	}
	return name.Name + "." + d.Name.Name
}

// place returns where something is, with its line if that can be had: "labs/sse/eventstream.go:40, AppendEvent".
func place(file, name string) string {
	if root, err := root(); err == nil {
		if at, err := declared(root, file, names(name)[0]); err == nil {
			return fmt.Sprintf("%s:%d, %s", file, at.line, name)
		}
	}
	return strings.TrimSuffix(file+", "+name, ", ")
}
