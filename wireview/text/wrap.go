package text

import "strings"

// line is a line under way that must not become wider than the terminal.
type line struct {
	p    *Printer
	room int // columns that are left
}

// add writes text whole.
func (l *line) add(colour, text string) {
	l.p.put(colour, text)
	l.room -= width(text)
}

func (l *line) gap() { l.add("", "  ") }

// cut writes as much of the text as there is room for, and an ellipsis if something is missing.
func (l *line) cut(colour, text string) {
	if width(text) > l.room {
		text, _ = fit(text, max(l.room-1, 0))
		text += "…"
	}
	l.add(colour, text)
}

// end ends the line, without the spaces at its end.
func (l *line) end() { l.p.endLine() }

func (p *Printer) endLine() {
	for n := len(p.buf); n > 0 && p.buf[n-1] == ' '; n-- {
		p.buf = p.buf[:n-1]
	}
	p.buf = append(p.buf, '\n')
}

// note writes a sentence below a unit's heading.
func (p *Printer) note(text string) { p.wrapped(p.paint.faint, "  ", text, "") }

// wrapped writes text and its tail over as many lines as they take, maxLines at most, each behind the indent. Lines break at
// spaces, but not within the tail; a word wider than a line breaks anywhere.
func (p *Printer) wrapped(colour, indent, text, tail string) {
	room := p.cfg.Width - width(indent)
	if text = strings.TrimSpace(text); text != "" && tail != "" {
		text += " "
	}
	text += tail
	for n := 0; text != ""; n++ {
		if n == maxLines {
			p.put("", indent)
			p.put(p.paint.faint, "… "+plural(int64(len(text)), "further byte", "further bytes"))
			p.endLine()
			return
		}
		head, rest := fit(text, room)
		if rest != "" && rest[0] != ' ' {
			if at := strings.LastIndexByte(head[:min(len(head), max(len(text)-len(tail), 0))], ' '); at > 0 {
				head, rest = text[:at], text[at:]
			}
		}
		p.put("", indent)
		p.put(colour, strings.TrimRight(head, " "))
		p.endLine()
		text = strings.TrimLeft(rest, " ")
	}
}
