package experiments

import "strings"

// Lines counts the lines of code in a Go or JavaScript text: those that are neither empty nor comment alone. A comment's
// mark within a string that begins a line would be taken for one; the clients have none.
func Lines(text string) (n int) {
	comment := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case comment:
			comment = !strings.HasSuffix(line, "*/")
		case line == "", strings.HasPrefix(line, "//"):
		case strings.HasPrefix(line, "/*"):
			comment = !strings.HasSuffix(line, "*/")
		default:
			n++
		}
	}
	return n
}
