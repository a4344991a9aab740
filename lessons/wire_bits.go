package lessons

import (
	"encoding/binary"
	"fmt"
	"html"
	"html/template"
	"strings"
)

// longestHeader is how many bytes the header of a frame may have: two, a length in eight, and a key of four (RFC 6455 5.2).
const longestHeader = 14

// bitsPerRow is how wide the bits are drawn, as in RFC 6455 5.2, but half as wide.
const bitsPerRow = 16

// headerPart is some bits of a frame's header that mean something together.
type headerPart struct {
	Label         string
	Begins, Count int // bits
}

// headerParts names the bits of a frame's header, as js/wire/bits.js does. A unit that is a frame has all of its header.
func headerParts(bytes []byte) []headerPart {
	first, second := bytes[0], bytes[1]
	short := int(second & 0x7f)
	extended := map[int]int{126: 2, 127: 8}[short] // bytes
	follows := ""
	if extended > 0 {
		follows = fmt.Sprintf(": %d bits follow", 8*extended)
	}
	var parts []headerPart
	begins := 0
	add := func(count int, format string, values ...any) {
		parts = append(parts, headerPart{fmt.Sprintf(format, values...), begins, count})
		begins += count
	}
	add(1, "FIN")
	add(3, "RSV 1–3")
	add(4, "opcode %d = %s", first&0x0f, opcodeName(int(first&0x0f)))
	add(1, "MASK")
	add(7, "length %d%s", short, follows)
	if extended > 0 {
		var number [8]byte
		copy(number[8-extended:], bytes[2:])
		add(8*extended, "length %d, in %d bits", binary.BigEndian.Uint64(number[:]), 8*extended)
	}
	if second&0x80 != 0 {
		for i, b := range bytes[2+extended : 2+extended+4] {
			add(8, "masking key %d: %02x", i+1, b)
		}
	}
	return parts
}

// inRows lays parts out. One of 64 bits has four rows for itself.
func inRows(parts []headerPart) [][]headerPart {
	var rows [][]headerPart
	room := 0
	for _, p := range parts {
		if room < p.Count {
			rows = append(rows, nil)
			room = bitsPerRow
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], p)
		room -= p.Count
	}
	return rows
}

// Bits is the header of a WebSocket frame, bit by bit; empty if the unit is none. Each row of digits stands above its labels, and
// both have the field that they belong to.
func (w *wire) Bits() template.HTML {
	if w.shown.Kind != "frame" {
		return ""
	}
	header := w.shown.Raw[:min(longestHeader, len(w.shown.Raw))]
	owner := w.shown.owners()
	var out strings.Builder
	for _, row := range inRows(headerParts(header)) {
		for _, p := range row {
			for bit := p.Begins; bit < p.Begins+p.Count; bit++ {
				field := owner[bit/8]
				fmt.Fprintf(&out, `<span class="d %s"%s aria-hidden="true">%d</span>`, tint(field), dataField(field), bitAt(header, bit))
			}
		}
		for _, p := range row {
			var digits strings.Builder
			for bit := p.Begins; bit < p.Begins+p.Count; bit++ {
				fmt.Fprint(&digits, bitAt(header, bit))
			}
			label := html.EscapeString(p.Label)
			fmt.Fprintf(&out, `<span class="l s%d"%s role="img" aria-label="%s. Bits %s.">%[3]s</span>`,
				min(p.Count, bitsPerRow), dataField(owner[p.Begins/8]), label, &digits)
		}
		out.WriteByte('\n')
	}
	return template.HTML(out.String())
}

func bitAt(bytes []byte, bit int) byte { return bytes[bit/8] >> (7 - bit%8) & 1 }

func dataField(field int) string {
	if field < 0 {
		return ""
	}
	return fmt.Sprintf(` data-f="%d"`, field)
}
