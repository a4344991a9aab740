package lessons

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// wireFields is the YAML of a wire block.
type wireFields struct {
	Caption value[string] `yaml:"caption"` // plain text
	As      value[string] `yaml:"as"`
	From    value[string] `yaml:"from"`
	Lane    value[string] `yaml:"lane"`
	Text    value[string] `yaml:"text"` // or Hex
	Hex     value[string] `yaml:"hex"`  // digits in pairs, and any space
	CRLF    value[bool]   `yaml:"crlf"` // optional: Text's line ends are CRLF
	Unit    value[int]    `yaml:"unit"` // optional: which of several is shown, from 1
}

// What a wire block may say its bytes are.
var (
	wireAs    = []string{"http1", "sse", "websocket"}
	wireFrom  = []string{"server", "client"}
	wireLanes = []string{"polling", "longpolling", "sse", "websocket"}
)

// maxUnit is how many bytes a unit may have that stands on a page: sixteen to a row on a wide one, eight on a phone.
const maxUnit = 1024

// wire is a unit that crossed a socket of this lab.
type wire struct {
	Recording
	Caption string
	shown   unit
}

func readWire(f fence) block {
	var y wireFields
	if !f.decode(&y) {
		return nil
	}
	faults := len(f.src.faults)
	w := &wire{
		Caption: f.string("caption", y.Caption),
		Recording: Recording{
			Name: f.name,
			As:   f.oneOf("as", y.As, wireAs),
			From: f.oneOf("from", y.From, wireFrom),
			Lane: f.oneOf("lane", y.Lane, wireLanes),
			Line: f.opener,
		},
	}
	w.Bytes = f.bytes(y)
	if len(f.src.faults) > faults {
		return w // told
	}
	raw, err := f.src.world.Units(w.As, w.From, w.Bytes)
	if err != nil {
		f.src.fault(f.at(y.As.Line), "%v", err)
		return w
	}
	f.choose(w, raw, y)
	return w
}

// bytes returns what crossed the socket.
func (f fence) bytes(y wireFields) []byte {
	switch {
	case y.Text.Line > 0 && y.Hex.Line > 0:
		f.src.fault(f.at(y.Hex.Line), "the bytes are given twice: as text and as hex")
		return nil
	case y.Hex.Line > 0:
		return f.hex(y)
	}
	f.string("text", y.Text)
	if y.CRLF.V {
		return []byte(strings.ReplaceAll(y.Text.V, "\n", "\r\n"))
	}
	return []byte(y.Text.V)
}

func (f fence) hex(y wireFields) []byte {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, f.string("hex", y.Hex))
	if y.CRLF.Line > 0 {
		f.src.fault(f.at(y.CRLF.Line), "crlf goes with text: hex has the line ends that it has")
	}
	decoded, err := hex.DecodeString(digits)
	if err != nil {
		f.src.fault(f.at(y.Hex.Line), "hex: %s", strings.TrimPrefix(err.Error(), "encoding/hex: "))
	}
	return decoded
}

// choose finds the unit that is shown. The end of the stream, which is a unit without bytes, is none that could be.
func (f fence) choose(w *wire, raw []json.RawMessage, y wireFields) {
	var units []unit
	var all []json.RawMessage
	var index []int
	for i, text := range raw {
		var u unit
		if err := json.Unmarshal(text, &u); err != nil {
			f.src.fault(f.opener, "a unit of these bytes: %v", err)
			return
		}
		if u.Kind == "end" {
			if u.Value.Incomplete && f.clipped(y.Text) {
				f.src.fault(f.at(y.Text.Line), "these bytes end too early: after | YAML drops the empty line at the end; write |+ and leave that line")
			}
			continue
		}
		units, all, index = append(units, u), append(all, text), append(index, i)
	}
	chosen := y.Unit.V - 1
	switch {
	case y.Unit.Line == 0 && len(units) == 1:
		chosen = 0
	case y.Unit.Line == 0:
		f.src.fault(f.opener, "these bytes are %d units, not one: choose with unit%s", len(units), listed(units))
		return
	case chosen < 0 || chosen >= len(units):
		f.src.fault(f.at(y.Unit.Line), "there is no unit %d%s", y.Unit.V, listed(units))
		return
	}
	w.shown, w.Unit, w.Index = units[chosen], all[chosen], index[chosen]
	if n := len(w.shown.Raw); n > maxUnit {
		f.src.fault(f.opener, "this unit has %d bytes; on a page it may have %d", n, maxUnit)
	}
}

// clipped reports whether a text's indicator is the | that drops empty lines at the end.
func (f fence) clipped(v value[string]) bool {
	lines := strings.Split(string(f.text), "\n")
	return v.Line > 0 && strings.HasSuffix(strings.TrimRight(lines[v.Line-1], " "), "|")
}

// mostListed is how many units a fault lists.
const mostListed = 8

func listed(units []unit) string {
	var out strings.Builder
	for i, u := range units {
		if i == mostListed {
			fmt.Fprintf(&out, ", and %d more", len(units)-i)
			break
		}
		separator := ", "
		if i == 0 {
			separator = ": "
		}
		fmt.Fprintf(&out, "%s%d is %s (%.40s)", separator, i+1, u.Kind, u.Summary)
	}
	return out.String()
}

func (w *wire) write(out io.Writer) error { return wireHTML.Execute(out, w) }

func (w *wire) add(lesson *Lesson) { lesson.Recordings = append(lesson.Recordings, w.Recording) }

func (w *wire) plain() string { return w.Caption + "\n" + w.shown.Summary }
