package book

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Mismatch is the failure of a check that expected one thing and saw another.
type Mismatch struct {
	What           string // one line: what was asked for, and of whom: `Encode({Data: "a\nb"})`
	Expected, Seen []byte // bytes, if bytes were compared; else both nil
	Diff           string // of structures, as go-cmp shows it: - expected, + seen
}

// Error returns all of it, on several lines.
func (m *Mismatch) Error() string {
	if text := m.Text(); text != "" {
		return m.What + "\n" + text
	}
	return m.What
}

// Text is what is shown under What: the diff, or the bytes aligned. Empty if there are neither.
func (m *Mismatch) Text() string {
	switch {
	case m.Diff != "":
		return "Lines with - were expected, lines with + were seen:\n" + m.Diff
	case m.Compared():
		return Aligned(m.Expected, m.Seen)
	}
	return ""
}

// Compared reports whether bytes were compared.
func (m *Mismatch) Compared() bool { return m.Diff == "" && (m.Expected != nil || m.Seen != nil) }

// SameBytes returns nil if both are the same, else a *Mismatch. what is formatted with args.
func SameBytes(expected, seen []byte, what string, args ...any) error {
	if bytes.Equal(expected, seen) {
		return nil
	}
	return &Mismatch{What: fmt.Sprintf(what, args...), Expected: append([]byte{}, expected...), Seen: append([]byte{}, seen...)}
}

// Same returns nil if cmp.Diff finds no difference, else a *Mismatch. An empty slice or map and a nil one are the same: which
// of them an answer returns is its own business. what is formatted with args.
func Same(expected, seen any, what string, args ...any) error {
	diff := cmp.Diff(expected, seen, cmpopts.EquateEmpty())
	if diff == "" {
		return nil
	}
	diff = strings.ReplaceAll(diff, "\u00a0", " ") // go-cmp takes now these, now those
	if plain(expected) && plain(seen) {
		diff = fmt.Sprintf("- %#v\n+ %#v\n", expected, seen)
	}
	return &Mismatch{What: fmt.Sprintf(what, args...), Diff: diff}
}

// plain reports whether a value is best shown as it is: a number, a truth value, or a short text.
func plain(v any) bool {
	r := reflect.ValueOf(v)
	const short = 60 // bytes
	return r.IsValid() && (r.CanInt() || r.CanUint() || r.CanFloat() || r.Kind() == reflect.Bool || r.Kind() == reflect.String && r.Len() <= short)
}
