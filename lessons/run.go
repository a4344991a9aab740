package lessons

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// tree is any YAML, left as it is. A nil Node means that the key is absent.
type tree struct {
	ast.Node
	line int // of the key's value, in the mapping's text
}

// UnmarshalYAML implements yaml.NodeUnmarshaler.
func (t *tree) UnmarshalYAML(n ast.Node) error {
	t.Node, t.line = n, n.GetToken().Position.Line
	return nil
}

// flattened is YAML turned into JSON, and where its keys and values came from.
type flattened struct {
	json    bytes.Buffer // keys in the order of the YAML
	entries []entry
}

// entry is a key with its value, or a value of a list.
type entry struct {
	key   string // empty: of a list
	value string // empty: a mapping or a list
	line  int
}

// flatten turns YAML into JSON. The error has a place.
func flatten(n ast.Node) (*flattened, error) {
	f := &flattened{}
	return f, f.add(n, "")
}

// misplaced is an error with a place in the YAML.
func misplaced(t *token.Token, message string) error {
	return &yaml.SyntaxError{Message: message, Token: t}
}

func (f *flattened) add(n ast.Node, key string) error {
	switch n := n.(type) {
	case *ast.MappingNode:
		return f.mapping(n.Values)
	case *ast.MappingValueNode:
		return f.mapping([]*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		return f.sequence(n)
	case *ast.StringNode:
		return f.scalar(n, key, n.Value, n.Value)
	case *ast.LiteralNode:
		return f.scalar(n, key, n.Value.Value, n.Value.Value)
	case *ast.IntegerNode:
		return f.scalar(n, key, n.Value, n.Token.Value)
	case *ast.FloatNode:
		return f.scalar(n, key, n.Value, n.Token.Value)
	case *ast.BoolNode:
		return f.scalar(n, key, n.Value, n.Token.Value)
	case *ast.NullNode:
		return f.scalar(n, key, nil, "null")
	}
	return misplaced(n.GetToken(), "this is no plain value: write a number, a text, a list or keys")
}

func (f *flattened) mapping(values []*ast.MappingValueNode) error {
	f.json.WriteByte('{')
	for i, v := range values {
		if i > 0 {
			f.json.WriteByte(',')
		}
		key := v.Key.GetToken().Value
		encoded, err := json.Marshal(key)
		if err != nil {
			return misplaced(v.Key.GetToken(), err.Error())
		}
		f.json.Write(encoded)
		f.json.WriteByte(':')
		if isCollection(v.Value) {
			f.entries = append(f.entries, entry{key: key, line: v.Key.GetToken().Position.Line})
		}
		if err := f.add(v.Value, key); err != nil {
			return err
		}
	}
	f.json.WriteByte('}')
	return nil
}

func isCollection(n ast.Node) bool {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		return true
	}
	return false
}

func (f *flattened) sequence(n *ast.SequenceNode) error {
	f.json.WriteByte('[')
	for i, v := range n.Values {
		if i > 0 {
			f.json.WriteByte(',')
		}
		if err := f.add(v, ""); err != nil {
			return err
		}
	}
	f.json.WriteByte(']')
	return nil
}

func (f *flattened) scalar(n ast.Node, key string, value any, text string) error {
	encoded, err := json.Marshal(value)
	if err != nil {
		return misplaced(n.GetToken(), err.Error())
	}
	f.json.Write(encoded)
	f.entries = append(f.entries, entry{key: key, value: text, line: n.GetToken().Position.Line})
	return nil
}

// line finds what a complaint is about: the key that it names, best one with the value that it names, or a value that it
// quotes. It returns 0 if there is none.
func (f *flattened) line(complaint string) int {
	line, best, first := 0, 0, 0
	for _, e := range f.entries {
		score, at := 0, -1
		if e.key != "" {
			at = word(complaint, e.key)
		}
		switch named := e.value != "" && word(complaint, e.value) >= 0; {
		case at >= 0 && named:
			score = 3
		case e.value != "" && word(complaint, strconv.Quote(e.value)) >= 0:
			score, at = 2, word(complaint, strconv.Quote(e.value))
		case at >= 0:
			score = 1
		}
		if score > best || score == best && score > 0 && at < first {
			line, best, first = e.line, score, at
		}
	}
	return line
}

// word returns where text stands as a word of its own, or -1.
func word(in, text string) int {
	place := regexp.MustCompile(`(?:^|[^\pL\pN_.-])(` + regexp.QuoteMeta(text) + `)(?:$|[^\pL\pN_-])`).FindStringSubmatchIndex(in)
	if place == nil {
		return -1
	}
	return place[2]
}
