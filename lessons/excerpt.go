package lessons

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// longestExcerpt is how many lines an excerpt may have: what a reader takes in at once.
const longestExcerpt = 60

// declaration is a piece of a source file that has a name: whole lines, with the comment directly above them.
type declaration struct {
	name     string // "Func", "Type", "Type.Method", "Class.#method"
	from, to int    // offsets in the file; the last line end is not in it
	group    int    // which parenthesised group it is a line of, by the group's offset; 0: none
}

// excerpt returns what a Go or JavaScript file declares under some names, in their order, each moved to the left margin. No
// names mean the whole file. The error is for the author of a lesson.
func excerpt(file, text string, names []string) (string, error) {
	whole := strings.Trim(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if len(names) == 0 {
		return shortEnough(whole)
	}
	declared, err := declarations(file, whole)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	var last declaration
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return "", fmt.Errorf("%q stands here twice", name)
		}
		found := false
		for _, d := range declared {
			if d.name != name {
				continue
			}
			found = true
			if d.from == last.from && d.to == last.to {
				continue // a line that declares several names
			}
			out.WriteString(gapBetween(last, d) + dedented(whole[d.from:d.to]))
			last = d
		}
		if !found {
			return "", fmt.Errorf("there is no %q in %s; there are %s", name, file, namesOf(declared))
		}
	}
	return shortEnough(out.String())
}

// declarations returns what a file declares at its top level, in its order. A name may have several.
func declarations(file, text string) ([]declaration, error) {
	switch path.Ext(file) {
	case ".go":
		return goDeclarations(text)
	case ".js":
		return jsDeclarations(text)
	}
	return nil, fmt.Errorf("%s is neither Go nor JavaScript", file)
}

// gapBetween is what stands between two excerpts: an empty line, but lines of one group stay together.
func gapBetween(last, next declaration) string {
	switch {
	case last.to == 0:
		return ""
	case last.group == next.group && last.group != 0:
		return "\n"
	}
	return "\n\n"
}

func shortEnough(text string) (string, error) {
	if n := 1 + strings.Count(text, "\n"); n > longestExcerpt {
		return "", fmt.Errorf("this is an excerpt of %d lines; it may have %d: name fewer or smaller pieces", n, longestExcerpt)
	}
	return text, nil
}

func namesOf(declared []declaration) string {
	var names []string
	for _, d := range declared {
		if !slices.Contains(names, d.name) {
			names = append(names, d.name)
		}
	}
	if names == nil {
		return "no names"
	}
	return strings.Join(names, ", ")
}

// dedented moves lines to the left by what they all are indented with.
func dedented(text string) string {
	lines := strings.Split(text, "\n")
	indent := lines[0][:leading(lines[0], isIndent)]
	for _, line := range lines {
		for line != "" && !strings.HasPrefix(line, indent) {
			indent = indent[:len(indent)-1]
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, indent)
	}
	return strings.Join(lines, "\n")
}

func isIndent(r rune) bool { return r == ' ' || r == '\t' }

// wholeLines widens a range of a text to whole lines.
func wholeLines(text string, from, to int) (int, int) {
	from = strings.LastIndexByte(text[:from], '\n') + 1
	return from, to + upTo(text[to:], "\n")
}
