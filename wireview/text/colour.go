package text

// palette holds the escape sequences that begin each kind of text; empty ones where there is no colour.
type palette struct {
	strong, faint, wrong, client, server string
	fields                               []string // in turn, so that neighbours differ
	reset                                string
}

func paletteFor(colour bool) palette {
	if !colour {
		return palette{fields: []string{""}}
	}
	return palette{ // of the sixteen colours that a terminal's theme chooses
		strong: "\x1b[1m", faint: "\x1b[2m", wrong: "\x1b[1;31m", client: "\x1b[35m", server: "\x1b[36m",
		fields: []string{"\x1b[36m", "\x1b[33m", "\x1b[32m", "\x1b[35m", "\x1b[34m"},
		reset:  "\x1b[0m",
	}
}

// put writes text that is safe to show, in a colour.
func (p *Printer) put(colour, text string) {
	if colour == "" || text == "" {
		p.buf = append(p.buf, text...)
		return
	}
	p.buf = append(p.buf, colour...)
	p.buf = append(p.buf, text...)
	p.buf = append(p.buf, p.paint.reset...)
}
