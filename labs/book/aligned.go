package book

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The picture of two strings of bytes.
const (
	perRow     = 16 // bytes
	rowsBefore = 2  // that are the same, before the first difference
	rowsAfter  = 3  // after the row with the first difference
)

// Aligned returns both in hex and as text, row under row: a sentence that says where they differ first, the rows around that
// place, and a mark under the byte. A row's number is its first byte's, counted from 0. Rows before it that are the same are
// shown once. However long the two are, it is not above 2 KiB.
func Aligned(expected, seen []byte) string {
	at := differAt(expected, seen)
	var b strings.Builder
	b.WriteString(difference(expected, seen, at))
	all := max(len(expected), len(seen))
	if all == 0 {
		return b.String()
	}
	row := min(at, all-1) / perRow // with the first difference
	if at == len(seen) && at < len(expected) || at == len(expected) && at < len(seen) {
		row = at / perRow
	}
	first := max(0, row-rowsBefore)
	last := min((all-1)/perRow, row+rowsAfter)
	p := picture{Builder: &b, digits: len(fmt.Sprint(last * perRow)), at: at, same: at == len(expected) && at == len(seen)}
	if first > 0 {
		fmt.Fprintf(&b, "\n  … %s before are the same", count(first*perRow))
	}
	for r := first; r <= last; r++ {
		p.rows(expected, seen, r*perRow)
	}
	if left := all - (last+1)*perRow; left > 0 {
		fmt.Fprintf(&b, "\n  … expected has %s in all, seen %s", count(len(expected)), count(len(seen)))
	}
	return b.String()
}

// differAt returns where two strings of bytes differ first: the shorter one's length where the other begins with it.
func differAt(a, b []byte) int {
	n := min(len(a), len(b))
	if bytes.Equal(a[:n], b[:n]) {
		return n
	}
	// Halves, since they may be long: what is the same is skipped at the speed of memory.
	low, high := 0, n
	for high-low > 1 {
		middle := (low + high) / 2
		if bytes.Equal(a[low:middle], b[low:middle]) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// difference says in a sentence where both differ first.
func difference(expected, seen []byte, at int) string {
	switch {
	case len(expected) == at && len(seen) == at:
		return fmt.Sprintf("Both are the same %s.", count(at))
	case len(seen) == 0:
		return fmt.Sprintf("Expected %s, seen none.", count(len(expected)))
	case len(expected) == 0:
		return fmt.Sprintf("Expected none, seen %s.", count(len(seen)))
	case len(seen) == at:
		return fmt.Sprintf("Seen ends after %s. Expected goes on with %d more, first %s.", count(at), len(expected)-at, named(expected[at]))
	case len(expected) == at:
		return fmt.Sprintf("Expected ends after %s. Seen goes on with %d more, first %s.", count(at), len(seen)-at, named(seen[at]))
	}
	return fmt.Sprintf("They differ first at byte %d, counted from 0: expected %s, seen %s.", at, named(expected[at]), named(seen[at]))
}

func count(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// named returns a byte in hex, and what it is as text.
func named(c byte) string {
	switch c {
	case 0:
		return "00 (NUL)"
	case '\t':
		return "09 (tab)"
	case '\n':
		return "0a (LF)"
	case '\r':
		return "0d (CR)"
	case ' ':
		return "20 (a space)"
	}
	if c > ' ' && c < 0x7f {
		return fmt.Sprintf("%02x (%c)", c, c)
	}
	return fmt.Sprintf("%02x", c)
}

// picture writes rows.
type picture struct {
	*strings.Builder
	digits int // of the highest row's number
	at     int // the first difference
	same   bool
}

// rows writes the row that begins at byte from, of both; once if it is the same.
func (p *picture) rows(expected, seen []byte, from int) {
	to := from + perRow
	switch {
	case p.at >= to || p.same:
		p.row("both", expected, from)
		return
	case from < len(expected) && from < len(seen) || p.at >= from:
		p.row("expected", expected, from)
		p.row("seen", seen, from)
	case from < len(expected):
		p.row("expected", expected, from)
	default:
		p.row("seen", seen, from)
	}
	if p.at >= from && !p.same {
		column := p.at - from
		mark := "^^" + strings.Repeat(" ", (perRow-column)*3-1+1+column) + "^"
		fmt.Fprintf(p, "\n  %*s  %s%s", 8+2+p.digits, "", strings.Repeat(" ", column*3), mark)
	}
}

// row writes one row.
func (p *picture) row(side string, all []byte, from int) {
	from = min(from, len(all))
	to := min(from+perRow, len(all))
	if from == to {
		p.WriteString("\n  " + side)
		return
	}
	fmt.Fprintf(p, "\n  %-8s  %*d  %-*s  |%s|", side, p.digits, from, perRow*3-1, fmt.Sprintf("% x", all[from:to]), cells(all, from, to))
}

// cells returns the bytes from from to to as text, a cell a byte. A character of several bytes stands in its first one's
// place and leaves the others empty, a control character has its sign (␊), and what is no UTF-8 is �.
func cells(all []byte, from, to int) string {
	var b strings.Builder
	i := from
	for back := 1; back < utf8.UTFMax && from-back >= 0; back++ { // a character that began in the row before
		if r, size := utf8.DecodeRune(all[from-back:]); size > back && r != utf8.RuneError {
			i = min(to, from-back+size)
			b.WriteString(strings.Repeat(" ", i-from))
			break
		}
	}
	for i < to {
		r, size := utf8.DecodeRune(all[i:])
		text, width := cell(r, size)
		b.WriteString(text)
		if room := min(i+size, to) - i; room > width {
			b.WriteString(strings.Repeat(" ", room-width))
		}
		i += size
	}
	return b.String()
}
