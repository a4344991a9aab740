package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-isatty"

	"wireside/labs/book"
	"wireside/server/exercises"
)

// stateWords are what a state is called, after a mark that tells it where there are no colours.
var stateWords = map[exercises.State]string{
	exercises.Idle: "· not started", exercises.Red: "✗ red", exercises.Green: "✓ green", exercises.Broken: "! broken",
}

// colours returns what paints a text in a state's colour: nothing, unless out is a terminal that shows colours.
func colours(out io.Writer) func(exercises.State, string) string {
	f, ok := out.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) && !isatty.IsCygwinTerminal(f.Fd()) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return func(_ exercises.State, text string) string { return text }
	}
	codes := map[exercises.State]string{exercises.Idle: "2", exercises.Red: "31", exercises.Green: "32", exercises.Broken: "33"}
	return func(state exercises.State, text string) string {
		return "\x1b[" + codes[state] + "m" + text + "\x1b[0m"
	}
}

// writeAll prints the list, a line for each exercise, and how many are in which state.
func (l *exerciseList) writeAll(out io.Writer) error {
	var b strings.Builder
	counts := make(map[exercises.State]int)
	next := ""
	for i, e := range l.entries {
		counts[e.Result.State]++
		if next == "" && wrong(e) {
			next = e.Name
		}
		l.writeLine(&b, i) // a Builder takes everything
	}
	var told []string
	for _, s := range []struct {
		state exercises.State
		words string
	}{{exercises.Green, "green"}, {exercises.Red, "red"}, {exercises.Broken, "broken"}, {exercises.Idle, "not started"}} {
		if n := counts[s.state]; n > 0 {
			told = append(told, fmt.Sprintf("%d %s", n, s.words))
		}
	}
	fmt.Fprintf(&b, "\n%s: %s.\n", plural(len(l.entries), "exercise"), strings.Join(told, ", "))
	if i := slices.IndexFunc(l.entries, func(e exercises.Entry) bool { return e.Result.State == exercises.Idle }); next == "" && i >= 0 {
		next = l.entries[i].Name
	}
	if next != "" {
		fmt.Fprintf(&b, "The next one, with all that its checks say: go run ./server exercises --run %s\n", next)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// writeLine prints one exercise in a line, and below it, if it is not right, what to look at and what runs it.
func (l *exerciseList) writeLine(out io.Writer, i int) error {
	e := l.entries[i]
	nameWidth, titleWidth := 0, 0
	for _, other := range l.entries {
		nameWidth = max(nameWidth, len(other.Name))
		titleWidth = max(titleWidth, utf8.RuneCountInString(other.Title))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%3d  %-*s  %-*s  %2d min  %s\n", l.first+i+1, nameWidth, e.Name, titleWidth, e.Title, e.Minutes, l.paint(e.Result.State, stateWords[e.Result.State]))
	line := func(format string, args ...any) {
		fmt.Fprintf(&b, "       %s\n", printable(fmt.Sprintf(format, args...)))
	}
	switch r := e.Result; {
	case r.State == exercises.Red && len(r.Failed) > 0:
		line("%s", r.Failed[0].Check)
		line("Hint: %s", r.Failed[0].Hint)
		line("%s", e.Command)
	case r.State == exercises.Red || r.State == exercises.Broken:
		line("%s", telling(r.Output))
		line("%s", e.Command)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// telling returns the first line of an output that says something: a compiler begins with the package's name.
func telling(output string) string {
	for text := range strings.Lines(output) {
		if text = strings.TrimSpace(text); text != "" && text != "…" && !strings.HasPrefix(text, "# ") && !strings.HasPrefix(text, "In the check ") {
			return text
		}
	}
	return "It ended without a word."
}

// writeOne prints an exercise with all that its checks say.
func (l *exerciseList) writeOne(out io.Writer, i int) error {
	e := l.entries[i]
	r := e.Result
	var b strings.Builder
	fmt.Fprintf(&b, "%d  %s: %s  %s\n", l.first+i+1, e.Name, e.Title, l.paint(r.State, stateWords[r.State]))
	said := make(map[string]book.Failed)
	for _, f := range r.Failed {
		said[f.Check] = f
	}
	for _, c := range r.Checks {
		if c.State == exercises.Passed {
			fmt.Fprintf(&b, "\n%s %s\n", l.paint(exercises.Green, "✓"), printable(c.Name))
			continue
		}
		fmt.Fprintf(&b, "\n%s %s\n", l.paint(exercises.Red, "✗"), printable(c.Name))
		if f, ok := said[c.Name]; ok {
			writeFailed(&b, f)
		}
	}
	if r.Output != "" {
		fmt.Fprintf(&b, "\n%s", lines(r.Output))
	}
	switch r.State {
	case exercises.Idle:
		fmt.Fprintf(&b, "\n%s\nWrite %s in %s/%s, and set Started = true there.\n", e.Task, e.Writes, e.Package, e.File)
	case exercises.Green:
		fmt.Fprintf(&b, "\nAll checks pass. The reference is %s, %s.\n", e.Solution.File, e.Solution.Name)
	}
	switch {
	case len(r.Failed) > 0:
		fmt.Fprintf(&b, "\n%s\n  gives a second hint, and names the reference’s own code.\n", strings.Replace(e.Command, "go test", "go test -v", 1))
	default:
		fmt.Fprintf(&b, "\n%s\n", e.Command)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// writeFailed prints what a failed check says, but for what go test -v alone tells.
func writeFailed(b *strings.Builder, f book.Failed) {
	b.WriteString(lines(f.What))
	b.WriteString(lines(f.Text))
	if f.Spec.Name != "" {
		b.WriteString(lines(strings.TrimSpace(f.Spec.Name + "  " + f.Spec.URL)))
	}
	if f.Hint != "" {
		b.WriteString(lines("Hint: " + f.Hint))
	}
}

// lines returns a text indented, safe on a terminal, and with an end to its last line.
func lines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")
		b.WriteString("    " + printable(line) + "\n")
	}
	return b.String()
}
