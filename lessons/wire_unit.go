package lessons

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// unit is what a page needs of a unit's JSON to show it without a script.
type unit struct {
	Dir     string     `json:"dir"`
	Kind    string     `json:"kind"`
	Spans   [][2]int   `json:"spans"` // from the connection's first byte
	Summary string     `json:"summary"`
	Raw     []byte     `json:"raw"`
	Fields  []field    `json:"fields"`
	Value   unitValue  `json:"value"`
	Error   *violation `json:"error"`
}

// unitValue is what a unit means. Of some kinds it is no object: then nothing of it is shown.
type unitValue struct {
	// of a frame
	Opcode  *int
	Masked  bool
	Length  int    // of the payload, in bytes
	Payload []byte // without the mask
	Close   *struct {
		Code   int
		Reason string
	}
	// of an event
	Dispatched       bool
	Type, Data       string
	LastEventID, Why string
	// of an end
	Incomplete bool
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *unitValue) UnmarshalJSON(text []byte) error {
	if len(text) == 0 || text[0] != '{' {
		return nil
	}
	type plain unitValue
	return json.Unmarshal(text, (*plain)(v))
}

type field struct {
	Name  string   `json:"name"`
	Value string   `json:"value"`
	Spans [][2]int `json:"spans"`
	Note  string   `json:"note"`
	Spec  string   `json:"spec"`
}

type violation struct {
	Name    string `json:"name"`
	Spec    string `json:"spec"`
	Message string `json:"message"`
	Close   int    `json:"close"` // the code that a peer would send; 0: none
}

// owners returns for each of the unit's bytes the index of its field; -1 where there is none. Spans count on the connection,
// and a unit may consist of several pieces of it, so that its own bytes are found piece by piece.
func (u unit) owners() []int {
	owner := make([]int, len(u.Raw))
	for i := range owner {
		owner[i] = -1
	}
	for f, field := range u.Fields {
		for _, span := range field.Spans {
			before := 0 // how many of the unit's bytes lie before this piece
			for _, piece := range u.Spans {
				for at := max(span[0], piece[0]); at < min(span[1], piece[1]); at++ {
					if i := before + at - piece[0]; i < len(owner) {
						owner[i] = f
					}
				}
				before += piece[1] - piece[0]
			}
		}
	}
	return owner
}

// perRow is how many bytes a row has: eight fit a phone.
const perRow = 8

// hexRow is a row of the bytes.
type hexRow struct {
	Offset string
	Pieces []hexPiece
}

// hexPiece is bytes side by side that belong to one field.
type hexPiece struct {
	Field      int // -1: none
	Codes      string
	Characters string // one for each byte
}

// rows lays the bytes out as js/wire/hex.js does.
func (u unit) rows() []hexRow {
	owner := u.owners()
	var rows []hexRow
	for start := 0; start < len(u.Raw); start += perRow {
		row := hexRow{Offset: fmt.Sprintf("%04x", start)}
		end := min(start+perRow, len(u.Raw))
		for from := start; from < end; {
			to := from + 1
			for to < end && owner[to] == owner[from] {
				to++
			}
			row.Pieces = append(row.Pieces, piece(owner[from], u.Raw[from:to]))
			from = to
		}
		rows = append(rows, row)
	}
	return rows
}

func piece(field int, bytes []byte) hexPiece {
	p := hexPiece{Field: field}
	for i, b := range bytes {
		if i > 0 {
			p.Codes += " "
		}
		p.Codes += hex.EncodeToString([]byte{b})
		if b > 31 && b < 127 {
			p.Characters += string(rune(b))
		} else {
			p.Characters += "·"
		}
	}
	return p
}

// opcodes are the frames that RFC 6455 5.2 defines.
var opcodes = map[int]string{0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}

func opcodeName(opcode int) string {
	if name := opcodes[opcode]; name != "" {
		return name
	}
	return "reserved"
}

// called is what the unit is, such as "event, server → client".
func (u unit) called() string {
	name := u.Kind
	if u.Kind == "frame" && u.Value.Opcode != nil {
		name = opcodeName(*u.Value.Opcode) + " frame"
	}
	from, to := "server", "client"
	if u.Dir == "c2s" {
		from, to = to, from
	}
	return fmt.Sprintf("%s, %s\u00a0→\u00a0%s", name, from, to)
}

// longestValue is how many characters of a field's value are shown.
const longestValue = 400

// visible returns a text from the wire as it can be read: cut where it is long, with signs for the control characters and
// for those that draw nothing or turn around the order of what stands beside them, as in js/wire/value.js.
func visible(text string) string {
	if runes := []rune(text); len(runes) > longestValue {
		text = string(runes[:longestValue]) + "…"
	}
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
			out.WriteRune('↵')
		case r < 0x20:
			out.WriteRune(0x2400 + r)
		case r == 0x7f:
			out.WriteRune('␡')
		case unseen(r):
			fmt.Fprintf(&out, "‹U+%04X›", r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func unseen(r rune) bool {
	switch {
	case r >= 0x80 && r <= 0x9f, r == 0x61c, r == 0x200b, r == 0x200e, r == 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff:
		return true
	}
	return false
}
