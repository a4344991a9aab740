package lessons

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// tries collects the fences that are to be tried, and reports one with words after the language that mean nothing.
func (s *source) tries(doc ast.Node) []Try {
	var found []Try
	for _, fence := range nodes[*ast.FencedCodeBlock](doc) {
		if fence.Info == nil {
			continue // checkFences speaks of it
		}
		line := s.line(fence.Pos())
		script := string(fence.Lines().Value(s.body))
		switch info := strings.Fields(string(fence.Info.Segment.Value(s.body))); {
		case len(info) < 2 || !slices.Contains(languages, info[0]):
		case info[0] != "sh" || info[1] != "try" || len(info) > 3 || len(info) == 3 && info[2] != "stream":
			s.fault(line, "unknown words after %s: known are sh try, sh try stream", info[0])
		case strings.TrimSpace(script) == "":
			s.fault(line, "nothing to try: the fence is empty")
		default:
			found = append(found, Try{Script: script, Stream: len(info) == 3, Line: line})
		}
	}
	return found
}
