package exercises

import "strings"

// output keeps what matters most of a text: from the first panic on as much as there is room for, else the end. The zero value
// is empty.
type output struct {
	kept  []byte
	fatal bool // kept begins with why it died
	cut   bool // something is missing, before kept or, if fatal, after it
}

// deaths are how the lines begin that say why a program in Go has died.
var deaths = []string{"panic: ", "fatal error: ", "runtime: goroutine stack exceeds"}

// add takes a line, or a piece of one.
func (o *output) add(text string) {
	if !o.fatal {
		for _, death := range deaths {
			if strings.HasPrefix(text, death) {
				o.kept, o.fatal, o.cut = nil, true, false
			}
		}
	}
	switch {
	case !o.fatal:
		if o.kept = append(o.kept, text...); len(o.kept) > maxOutput-len("…\n") {
			o.kept = append(o.kept[:0], o.kept[len(o.kept)-maxOutput/2:]...) // half, so that not every line moves all
			o.cut = true
		}
	case !o.cut:
		room := maxOutput - len("…\n") - len(o.kept)
		o.cut = len(text) > room
		o.kept = append(o.kept, text[:min(len(text), room)]...)
	}
}

// text returns what is kept, with an ellipsis where something is missing. It is valid UTF-8.
func (o *output) text() string {
	text := strings.ToValidUTF8(string(o.kept), "\uFFFD")
	if len(text) > maxOutput { // what is replaced grows
		text = strings.ToValidUTF8(text[:maxOutput-len("…\n")], "")
	}
	switch {
	case !o.cut:
		return text
	case o.fatal:
		return text + "…\n"
	default:
		return "…\n" + text
	}
}
