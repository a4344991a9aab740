package lessons

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
)

// goConst is a constant of Go source.
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

// goConstant works out the constant that a file of Go source declares at its top by a name. What is none is not known.
func goConstant(file, text, name string) (goConst, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
	if err != nil {
		return goConst{}, err
	}
	values := map[string]ast.Expr{}
	for _, decl := range parsed.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, spec := range group.Specs {
			for i, ident := range spec.(*ast.ValueSpec).Names {
				if v := spec.(*ast.ValueSpec).Values; i < len(v) {
					values[ident.Name] = v[i]
				}
			}
		}
	}
	expr := values[name]
	if expr == nil {
		return goConst{}, nil
	}
	c := goConst{written: text[set.Position(expr.Pos()).Offset:set.Position(expr.End()).Offset]}
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
