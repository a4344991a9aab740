package yours

import (
	"fmt"
	"reflect"
	"strings"
)

// maxSaid is how much is told of what a learner's code says, in bytes.
const maxSaid = 300

// Incident is something that went wrong in a learner's code.
type Incident struct {
	Exercise string `json:"exercise"`
	Message  string `json:"message"` // one line
	Stack    string `json:"stack"`   // of the panic, the learner's own calls and what they called; empty if it was none
}

// said returns a value that somebody panicked with, or an error, on one line. Only what is text or a number of its own is shown:
// to walk through anything else might never end.
func said(v any) string {
	var text string
	switch kind := reflect.ValueOf(v).Kind(); v.(type) {
	case error, fmt.Stringer:
		text = fmt.Sprint(v)
	default:
		text = fmt.Sprintf("a value of type %T", v)
		if kind == reflect.String || reflect.Bool <= kind && kind <= reflect.Complex128 {
			text = fmt.Sprint(v)
		}
	}
	if len(text) > maxSaid {
		text = strings.ToValidUTF8(text[:maxSaid], "") + "…"
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
}

// own returns the calls of a stack from the panic out to the Guard's own: a line for a function, and one for where it was.
func own(stack string) string {
	lines := strings.SplitAfter(stack, "\n")
	for i := 1; i+1 < len(lines); i += 2 { // the first line names the goroutine
		if strings.HasPrefix(lines[i], "panic(") {
			lines = lines[i+2:]
			break
		}
	}
	for i := 0; i+1 < len(lines); i += 2 {
		if file := lines[i+1]; strings.Contains(file, "/labs/yours/") && !strings.Contains(file, "_test.go:") {
			lines = lines[:i]
			break
		}
	}
	return strings.Join(lines, "")
}
