package lessons

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	tokens "github.com/goccy/go-yaml/token"
)

// mapping is a piece of YAML within a file: front matter, or the body of a block.
type mapping struct {
	src    *source
	text   []byte
	opener int // the line before text's first: the fence, or the line of dashes
}

// value is one value of a mapping, and the line of text (from 1) that it stands on, so that a complaint can point there.
// Line 0 means that the key is absent, or that its value is null.
type value[T any] struct {
	V       T
	Line    int
	Literal bool // it is a text that begins on the next line, and has the lines of the file
}

// UnmarshalYAML implements yaml.NodeUnmarshaler.
func (v *value[T]) UnmarshalYAML(n ast.Node) error {
	token := n.GetToken()
	v.Line = token.Position.Line
	if literal, ok := n.(*ast.LiteralNode); ok {
		v.Literal = literal.Start.Type == tokens.LiteralType
	}
	err := yaml.NodeToValue(n, &v.V, yaml.Strict())
	if located := yaml.Error(nil); errors.As(err, &located) && located.GetToken() != token {
		return err // it has a place of its own, further in
	}
	if want, ok := fits(v.V, n.Type()); err != nil || !ok {
		if _, ok := n.(ast.ScalarNode); ok && want == "text" {
			return misplaced(token, fmt.Sprintf("this is not text: write %q", token.Value))
		}
		return misplaced(token, "this is not "+want)
	}
	return nil
}

// fits reports whether a node of YAML is of v's type, and says what that type is. The decoder alone is too lenient: it
// cuts 4.5 down to 4.
func fits(v any, kind ast.NodeType) (want string, ok bool) {
	switch v.(type) {
	case int:
		return "a whole number", kind == ast.IntegerType
	case float64:
		return "a number", kind == ast.IntegerType || kind == ast.FloatType
	case bool:
		return "true or false", kind == ast.BoolType
	case string:
		return "text", kind == ast.StringType || kind == ast.LiteralType
	}
	return "a list", kind == ast.SequenceType
}

// decode fills dst, a pointer to a struct of values, and reports whether it could. A key that dst does not have, a key
// given twice and a second document are faults.
func (m mapping) decode(dst any) bool {
	err := m.read(dst)
	if located := yaml.Error(nil); errors.As(err, &located) {
		m.src.fault(m.at(located.GetToken().Position.Line), "%s", m.inWords(located.GetMessage(), dst))
		return false
	}
	if err != nil {
		m.src.fault(m.opener, "%v", err)
		return false
	}
	return true
}

// at returns the line of the file for a line of the mapping's text. Line 0, which is no line, is the opener.
func (m mapping) at(line int) int { return m.opener + line }

// keyLine returns the line of the mapping's text on which one of its own keys stands, or 0.
func (m mapping) keyLine(key string) int {
	n := 0
	for line := range strings.Lines(string(m.text)) {
		n++
		if rest, ok := strings.CutPrefix(line, key); ok && strings.HasPrefix(strings.TrimLeft(rest, " "), ":") {
			return n
		}
	}
	return 0
}

// isMapping reports whether a value has keys.
func isMapping(n ast.Node) bool {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// string returns a text, trimmed; it reports one that is absent or blank.
func (m mapping) string(key string, v value[string]) string {
	text := strings.TrimSpace(v.V)
	if text == "" {
		m.src.fault(m.at(v.Line), "%s is missing", key)
	}
	if at := strings.IndexFunc(text, isControl); at >= 0 { // an escape of YAML, such as "\a"
		m.src.fault(m.at(v.Line), "%s has the control character %U", key, text[at])
	}
	return text
}

// oneOf returns a text that must be one of a vocabulary.
func (m mapping) oneOf(key string, v value[string], vocabulary []string) string {
	text := m.string(key, v)
	if text != "" && !slices.Contains(vocabulary, text) {
		m.src.fault(m.at(v.Line), "unknown %s %q: known are %s", key, text, strings.Join(vocabulary, ", "))
	}
	return text
}

// each returns the values of a list. One that is null has the line of the list.
func each[T any](list value[[]value[T]]) []value[T] {
	values := slices.Clone(list.V)
	for i := range values {
		if values[i].Line == 0 {
			values[i].Line = list.Line
		}
	}
	return values
}

// positive returns a number that must be above zero.
func positive[T int | float64](m mapping, key string, v value[T]) T {
	switch {
	case v.Line == 0:
		m.src.fault(m.opener, "%s is missing", key)
	case v.V <= 0:
		m.src.fault(m.at(v.Line), "%s must be above 0", key)
	}
	return v.V
}
