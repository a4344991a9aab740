package lessons

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// mostBrackets is how many may be opened in a piece of YAML: its parser takes seconds over tens of thousands.
const mostBrackets = 2000

// read parses the mapping's text into dst, a pointer to a struct of values. What is wrong in the text may bring the decoder to panic;
// that is an error, too.
func (m mapping) read(dst any) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = errors.New("this is not YAML that can be read")
		}
	}()
	if bytes.Count(m.text, []byte("["))+bytes.Count(m.text, []byte("{")) > mostBrackets {
		return fmt.Errorf("there are more than %d brackets", mostBrackets)
	}
	file, err := parser.ParseBytes(m.text, 0)
	if err != nil {
		return err
	}
	if len(file.Docs) > 1 {
		return errors.New("more than one YAML document: only the first would count")
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil // empty: the checks will name what is missing
	}
	written := &writtenOut{}
	if ast.Walk(written, file.Docs[0].Body); written.not != nil {
		return misplaced(written.not.GetToken(), written.why)
	}
	return yaml.NodeToValue(file.Docs[0].Body, dst, yaml.Strict())
}

// writtenOut looks for what stands for more than it says (a line of YAML can stand for gigabytes), and for keys that the decoder would
// pass over.
type writtenOut struct {
	not ast.Node // nil: all is written out
	why string
}

// Visit implements ast.Visitor.
func (w *writtenOut) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		w.not, w.why = n, "anchors, aliases and tags are off: write the value out"
	case *ast.MappingValueNode:
		if n.Key.IsMergeKey() {
			w.not, w.why = n.Key, "keys are not merged here: write them out"
		} else if n.Key.Type() != ast.StringType {
			w.not, w.why = n.Key, "a key is a plain word"
		}
	}
	if w.not != nil {
		return nil
	}
	return w
}

// keyTwice is the decoder's complaint about a key that stands there twice, with the place of the first in the YAML.
var keyTwice = regexp.MustCompile(`^mapping key ("[^"]*") already defined at \[([0-9]+):[0-9]+\]$`)

// inWords says what the decoder complains about to who writes lessons. dst is what it decoded into.
func (m mapping) inWords(complaint string, dst any) string {
	if twice := keyTwice.FindStringSubmatch(complaint); twice != nil {
		if line, err := strconv.Atoi(twice[2]); err == nil {
			return fmt.Sprintf("%s stands here twice; the first is on line %d", twice[1], m.at(line))
		}
	}
	switch {
	case strings.HasPrefix(complaint, "unknown field "):
		return complaint + ": known are " + strings.Join(keysOf(dst), ", ")
	case strings.HasPrefix(complaint, "invalid header option: "):
		return "behind | or > stands nothing, or + or -: the text begins on the next line"
	case strings.Contains(complaint, "'\t'"), strings.Contains(complaint, "tab character"):
		return "a tab stands where YAML has spaces"
	case complaint == "mapping value is not allowed in this context":
		return "a second colon on this line: put a text that has one in quotes, or behind |"
	}
	return complaint
}

// keysOf returns the keys that a struct of values takes, in its order. dst is a pointer to it.
func keysOf(dst any) []string {
	var keys []string
	for _, field := range reflect.VisibleFields(reflect.TypeOf(dst).Elem()) {
		if key := field.Tag.Get("yaml"); key != "" && key != "-" {
			keys = append(keys, key)
		}
	}
	return keys
}
