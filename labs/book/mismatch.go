package book

import (
	"bytes"
	"fmt"

	"github.com/google/go-cmp/cmp"
)

// Mismatch is the failure of a check that expected one thing and saw another.
type Mismatch struct {
	What           string // one line: what was asked for, and of whom: `Encode({Data: "a\nb"})`
	Expected, Seen []byte // bytes, if bytes were compared; else both nil
	Diff           string // of structures, as go-cmp shows it: - expected, + seen
}

// Error returns all of it, on several lines.
func (m *Mismatch) Error() string {
	if m.Diff != "" {
		return m.What + ": - expected, + seen\n" + m.Diff
	}
	return m.What + "\n" + Aligned(m.Expected, m.Seen)
}

// SameBytes returns nil if both are the same, else a *Mismatch. what is formatted with args.
func SameBytes(expected, seen []byte, what string, args ...any) error {
	if bytes.Equal(expected, seen) {
		return nil
	}
	return &Mismatch{What: fmt.Sprintf(what, args...), Expected: append([]byte{}, expected...), Seen: append([]byte{}, seen...)}
}

// Same returns nil if cmp.Diff finds no difference, else a *Mismatch.
func Same(expected, seen any, what string, args ...any) error {
	diff := cmp.Diff(expected, seen)
	if diff == "" {
		return nil
	}
	return &Mismatch{What: fmt.Sprintf(what, args...), Diff: diff}
}

// Aligned returns both in hex and as text, row under row, with the first difference marked.
func Aligned(expected, seen []byte) string {
	return fmt.Sprintf("  expected  % x  %q\n  seen      % x  %q", expected, expected, seen, seen)
}
