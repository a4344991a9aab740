package booktest

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"wireside/labs/book"
)

// The limits of what is told of one red check, in bytes.
const (
	maxBytes = 16 << 10 // of Failed.Expected and Failed.Seen
	maxText  = 8 << 10  // of Failed.Text, and of the same in a terminal
	maxWhat  = 1 << 10
	maxBrief = 160 // of a check that is told in one line
	columns  = 96  // of a paragraph in a terminal
)

// reporter tells of the red checks of one exercise.
type reporter struct {
	info book.Info
	red  int    // how many there have been
	said string // of the last one, in a line
}

// red fails the test of a check. f has what is known of the check.
func (r *reporter) tell(t *testing.T, f book.Failed, err error) {
	f = describe(r.info, f, err)
	if flag.Lookup("test.v").Value.String() == "test2json" {
		line, err := json.Marshal(f)
		if err != nil {
			t.Error(err)
		}
		t.Attr(book.Attribute, string(line))
		if quiet() {
			t.Fail()
			return
		}
	}
	if r.red++; r.red == 1 || testing.Verbose() {
		write(t.Output(), r.info, f, testing.Verbose())
	} else if f.What != r.said { // what is not written yet is that for every check
		fmt.Fprintf(t.Output(), "%s\n", clip(f.What, maxBrief))
	}
	r.said = f.What
	t.Fail()
}

// quiet reports whether what is said is said by attributes alone.
func quiet() bool { return os.Getenv(book.Quiet) == "1" }

// end says how to see in full what was told in a line.
func (r *reporter) end(t *testing.T) {
	if r.red > 1 && !testing.Verbose() {
		fmt.Fprintf(t.Output(), "%d checks are red. The first is shown in full, for it is the first to get right. All in full: go test -v ./%s\n", r.red, r.info.Package)
	}
}

var (
	calling = regexp.MustCompile(`^[A-Z][A-Za-z.]*\(`)
	stack   = regexp.MustCompile(`(?m)^goroutine \d+ \[`)
)

// describe fills in what an error says.
func describe(info book.Info, f book.Failed, err error) book.Failed {
	f.Exercise, f.Solution = info.Name, place(info.Solution.File, info.Solution.Name)
	var (
		mismatch *book.Mismatch
		panicked *panicked
		lost     *lost
		waiting  *waiting
	)
	switch {
	case errors.As(err, &panicked):
		f.What, f.Text = info.Writes+" panicked: "+panicked.value, strings.Join(panicked.stack, "\n")
		f.Hint = "The stack begins with your own line. What does it take for granted that this input doesn’t give?"
		if calling.MatchString(panicked.value) { // the check has said in which
			f.What = "A panic in " + panicked.value
		}
	case errors.Is(err, errExit):
		f.What = info.Writes + ": " + errExit.Error()
	case errors.As(err, &lost):
		f.What, f.Text = info.Writes+": "+lost.why, strings.Join(lost.where, "\n")
	case errors.As(err, &waiting):
		f.What, f.Text = info.Writes+": "+waiting.why, strings.Join(waiting.where, "\n")
	case strings.Contains(err.Error(), todo):
		f.What = info.Writes + " still returns lab.ErrTODO here: it is " + todo + "."
		f.Text = "The comments in " + info.Package + "/" + info.File + " say what it is to do."
	case errors.As(err, &mismatch):
		f.What, f.Text, f.Compared = mismatch.What, mismatch.Text(), mismatch.Compared()
		if f.Compared {
			f.Expected, f.Seen = cut(mismatch.Expected), cut(mismatch.Seen)
		}
	default:
		f.What, f.Text, _ = strings.Cut(err.Error(), "\n")
		if at := stack.FindStringIndex(f.Text); at != nil { // a check has caught a panic, in a goroutine of its own
			f.Text = f.Text[:at[0]] + strings.Join(frames(f.Text[at[0]:], info.Package), "\n")
		}
	}
	// What is one line, whatever an answer's own error put into it.
	what, more, _ := strings.Cut(f.What, "\n")
	if more != "" {
		f.Text = more + "\n" + f.Text
	}
	f.What, f.Text = clip(what, maxWhat), clip(strings.TrimRight(f.Text, "\n"), maxText)
	return f
}

// cut returns at most maxBytes of bytes.
func cut(p []byte) []byte { return p[:min(len(p), maxBytes)] }

// clip returns valid UTF-8 of about at most n bytes, and says how much was left out.
func clip(text string, n int) string {
	if len(text) <= n {
		return plain(text)
	}
	kept := n
	for kept > 0 && !utf8.RuneStart(text[kept]) {
		kept--
	}
	return plain(text[:kept]) + fmt.Sprintf(" … and %d bytes more", len(text)-kept)
}

// plain returns text that a terminal takes for text: valid UTF-8, with signs for control characters.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ':
			return '␀' + r
		case r == 0x7f:
			return '␡'
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
}

// write writes what a person reads: the call; expected and seen; the section; a hint, and with more a second one and where the
// solution is.
func write(w io.Writer, info book.Info, f book.Failed, more bool) {
	var b strings.Builder
	b.WriteString(f.What + "\n")
	if f.Text != "" {
		b.WriteString("\n" + f.Text + "\n")
	}
	b.WriteByte('\n')
	spec := f.Spec.Name
	if f.Spec.URL != "" {
		spec += "  " + f.Spec.URL
	} else if spec == contract {
		spec += ": the comments in " + info.Package + "/" + info.File
	}
	paragraph(&b, "Read", spec)
	paragraph(&b, "Hint", f.Hint)
	if more {
		paragraph(&b, "More", f.More)
	}
	paragraph(&b, "Yours", place(info.Package+"/"+info.File, info.Writes))
	if more {
		paragraph(&b, "Solution", f.Solution)
	} else {
		b.WriteString("With go test -v there is a second hint.\n")
	}
	io.WriteString(w, b.String())
}

// paragraph writes a label and a text beside it, on as many lines as it needs.
func paragraph(b *strings.Builder, label, text string) {
	const indent = 10
	fmt.Fprintf(b, "%-*s", indent, label)
	column := indent
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		if i > 0 && column+1+n > columns {
			fmt.Fprintf(b, "\n%*s", indent, "")
			column = indent
		} else if i > 0 {
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	b.WriteByte('\n')
}
