package lessons

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"regexp"
)

// goConst is what Go source declares by a name.
type goConst struct {
	known   bool    // it is a number that can be worked out from its file alone
	number  float64 // of a duration: in milliseconds
	time    bool    // it is a duration
	written string  // as in the source
}

// unit returns what the constant is in, as a text speaks of it. A constant without a unit may be bytes.
func (c goConst) unit(q quantity) kindOfUnit {
	switch {
	case c.time:
		return ofTime
	case q.kind == ofBytes:
		return ofBytes
	}
	return plainNumber
}

// goConstant finds what a file of Go source declares at its top by a name.
func goConstant(file string, text []byte, name string) (goConst, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
	if err != nil {
		return goConst{}, err
	}
	values := map[string]ast.Expr{} // of constants
	declared := false
	for _, decl := range parsed.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			declared = declared || decl.Recv == nil && decl.Name.Name == name
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					declared = declared || spec.Name.Name == name
				case *ast.ValueSpec:
					for i, ident := range spec.Names {
						declared = declared || ident.Name == name
						if decl.Tok == token.CONST && i < len(spec.Values) {
							values[ident.Name] = spec.Values[i]
						}
					}
				}
			}
		}
	}
	if !declared {
		return goConst{}, fmt.Errorf("%s declares no %s", file, name)
	}
	expr := values[name]
	if expr == nil {
		return goConst{}, nil
	}
	c := goConst{written: string(text[set.Position(expr.Pos()).Offset:set.Position(expr.End()).Offset])}
	value := evaluate(expr, values, &c.time, 0)
	if value.Kind() == constant.Int || value.Kind() == constant.Float {
		c.known = true
		c.number, _ = constant.Float64Val(constant.ToFloat(value))
	}
	return c, nil
}

// durations are the units of time in the source, in milliseconds.
var durations = map[string]constant.Value{
	"Nanosecond":  constant.MakeFloat64(1e-6),
	"Microsecond": constant.MakeFloat64(1e-3),
	"Millisecond": constant.MakeInt64(1),
	"Second":      constant.MakeInt64(1000),
	"Minute":      constant.MakeInt64(60_000),
	"Hour":        constant.MakeInt64(3_600_000),
}

// maxConstants bounds how far constants are followed, which may go round.
const maxConstants = 32

// evaluate works out an expression of numbers, of the file's constants and of package time's units. Of anything else the
// value is unknown.
func evaluate(expr ast.Expr, values map[string]ast.Expr, time *bool, depth int) (value constant.Value) {
	unknown := constant.MakeUnknown()
	if depth > maxConstants {
		return unknown
	}
	switch expr := expr.(type) {
	case *ast.BasicLit:
		return constant.MakeFromLiteral(expr.Value, expr.Kind, 0)
	case *ast.ParenExpr:
		return evaluate(expr.X, values, time, depth+1)
	case *ast.Ident:
		if other := values[expr.Name]; other != nil {
			return evaluate(other, values, time, depth+1)
		}
	case *ast.SelectorExpr:
		if pkg, ok := expr.X.(*ast.Ident); ok && pkg.Name == "time" && durations[expr.Sel.Name] != nil {
			*time = true
			return durations[expr.Sel.Name]
		}
	case *ast.BinaryExpr:
		x, y := evaluate(expr.X, values, time, depth+1), evaluate(expr.Y, values, time, depth+1)
		switch expr.Op {
		case token.SHL:
			if n, ok := constant.Uint64Val(y); ok && n < 64 && x.Kind() == constant.Int {
				return constant.Shift(x, token.SHL, uint(n))
			}
		case token.ADD, token.SUB, token.MUL:
			if isNumber(x) && isNumber(y) {
				return constant.BinaryOp(x, expr.Op, y)
			}
		}
	}
	return unknown
}

func isNumber(v constant.Value) bool { return v.Kind() == constant.Int || v.Kind() == constant.Float }

// declaredInJS sees that a module declares something of that name at its top.
func declaredInJS(text, name string) error {
	top := regexp.MustCompile(`(?m)^(?:export )?(?:default )?(?:async )?(?:const|let|function\*?|class) ` + regexp.QuoteMeta(name) + `\b`)
	if !top.MatchString(text) {
		return fmt.Errorf("the module declares no %s", name)
	}
	return nil
}
