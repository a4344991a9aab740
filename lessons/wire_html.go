package lessons

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
)

// laneTitles are what the techniques are called.
var laneTitles = map[string]string{"polling": "Polling", "longpolling": "Long polling", "sse": "SSE", "websocket": "WebSocket"}

// wireHTML is the unit as a page shows it without a script: what js/wire/detail.js draws of it, in elements that need none. The
// script draws its own from data-unit, and puts it in the place of .unit.
var wireHTML = template.Must(template.New("wire").Parse(
	`<figure class="block wire" id="wire-{{.Name}}" data-block="wire" data-name="{{.Name}}" data-lane="{{.Lane}}" data-unit='{{.JSON}}'>
<figcaption>{{.Caption}}</figcaption>
<div class="unit">
<p class="unithead"><span class="{{.Lane}}">{{.LaneTitle}}</span> {{.Called}}</p>
<p class="sub">{{.Size}}</p>
{{with .Error}}<div class="violation"><p><b>{{.Title}}</b> {{.Message}} {{.Spec.Link}}</p><p class="note">{{.Peer}}Its name here: <code>{{.Name}}</code>.</p></div>
{{end}}{{with .Bits}}<div class="bits" role="group" aria-label="The header, bit by bit">
{{.}}</div>
{{end}}{{with .Hex}}<div class="hex eight" role="group" aria-label="The bytes, field by field">
{{.}}</div>
{{else}}<p class="cut">It has no bytes of its own.</p>
{{end}}{{range .Meaning}}<div class="meaning"><p><b>{{.Title}}</b> {{.Text}}</p></div>
{{end}}{{with .Fields}}<ol class="fields" aria-label="Fields">
{{.}}</ol>
{{end}}</div>
</figure>
`))

// JSON is the unit for the script.
func (w *wire) JSON() string { return string(w.Unit) }

// LaneTitle is what the technique is called.
func (w *wire) LaneTitle() string { return laneTitles[w.Lane] }

// Called says what the unit is.
func (w *wire) Called() string { return w.shown.called() }

// Hex is the bytes in rows, as js/wire/hex.js draws them: offset, codes, characters. It and Fields are written by hand, since there
// are many pieces, and every start of the server waits for them.
func (w *wire) Hex() template.HTML {
	var out strings.Builder
	for _, row := range w.shown.rows() {
		out.WriteString(`<span class="o" aria-hidden="true">` + row.Offset + "</span><span>")
		for i, p := range row.Pieces {
			if i > 0 {
				out.WriteByte(' ')
			}
			out.WriteString(p.span(p.Codes))
		}
		out.WriteString(`</span><span aria-hidden="true">`)
		for _, p := range row.Pieces {
			out.WriteString(p.span(p.Characters))
		}
		out.WriteString("</span>\n")
	}
	return template.HTML(out.String())
}

// span puts text of the piece on its field's colour.
func (p hexPiece) span(text string) string {
	if p.Field < 0 {
		return "<span>" + html.EscapeString(text) + "</span>"
	}
	return fmt.Sprintf(`<span class="%s"%s>%s</span>`, tint(p.Field), dataField(p.Field), html.EscapeString(text))
}

// tint is the class of a field's colour; they come round.
func tint(field int) string { return fmt.Sprintf("f%d", field%5) }

// Fields are the unit's, in words, as js/wire/fieldlist.js lists them.
func (w *wire) Fields() template.HTML {
	var out strings.Builder
	for i, f := range w.shown.Fields {
		class := ""
		if strings.HasPrefix(f.Note, "Ignored: ") { // a browser passes over it
			class = ` class="ignored"`
		}
		fmt.Fprintf(&out, `<li%s data-f="%d"><b class="%s">%s</b> <span class="v">%s</span>`, class, i, tint(i), html.EscapeString(f.Name), html.EscapeString(visible(f.Value)))
		if f.Note != "" || f.Spec != "" {
			out.WriteString(`<p class="note">` + html.EscapeString(f.Note) + " " + string(sectionOf(f.Spec).Link()) + "</p>")
		}
		out.WriteString("</li>\n")
	}
	return template.HTML(out.String())
}

// shownViolation is the rule that the unit breaks, in words.
type shownViolation struct {
	Title, Message string
	Spec           section
	Peer           string // what one would do about it, with a space behind it; empty: nothing
	Name           string
}

// closeCodes are what the codes mean with which a peer answers a violation (RFC 6455 7.4.1).
var closeCodes = map[int]string{
	1002: "protocol error", 1007: "invalid data", 1008: "policy violation", 1009: "message too big", 1010: "mandatory extension",
}

// Error is nil if the unit breaks no rule.
func (w *wire) Error() *shownViolation {
	e := w.shown.Error
	if e == nil {
		return nil
	}
	title := "Not by the rules."
	if e.Name == "incomplete" {
		title = "Cut off." // which is nobody's mistake
	}
	peer := ""
	if e.Close != 0 {
		code := fmt.Sprint(e.Close)
		if meaning := closeCodes[e.Close]; meaning != "" {
			code += " (" + meaning + ")"
		}
		peer = "A peer that keeps the rules closes with code " + code + ". "
	}
	return &shownViolation{title, e.Message, sectionOf(e.Spec), peer, e.Name}
}

// section is where a standard says something. Href is empty if the place is not known.
type section struct{ Label, Href string }

// Link is the section for a page.
func (s section) Link() template.HTML {
	label := html.EscapeString(s.Label)
	switch {
	case s.Href != "":
		label = `<a class="spec" href="` + html.EscapeString(s.Href) + `" rel="noreferrer" target="_blank">` + label + "</a>"
	case s.Label != "":
		label = `<span class="spec">` + label + "</span>"
	}
	return template.HTML(label)
}

var (
	rfcSection    = regexp.MustCompile(`^RFC (\d+)(?:,? (?:section )?§?([\d.]+))?$`)
	whatwgSection = regexp.MustCompile(`^WHATWG (?:HTML )?([\d.]+)$`)
)

// eventStreamSections are the anchors of the HTML standard's chapter on server-sent events.
var eventStreamSections = map[string]string{
	"9.2":   "server-sent-events",
	"9.2.1": "server-sent-events-intro",
	"9.2.2": "the-eventsource-interface",
	"9.2.3": "sse-processing-model",
	"9.2.4": "the-last-event-id-header",
	"9.2.5": "parsing-an-event-stream",
	"9.2.6": "event-stream-interpretation",
	"9.2.7": "authoring-notes",
	"9.2.8": "eventsource-push",
}

// sectionOf reads a section as units name it ("RFC 6455 5.2", "WHATWG 9.2.6"), as js/wire/spec.js does.
func sectionOf(spec string) section {
	if m := rfcSection.FindStringSubmatch(spec); m != nil {
		s := section{"RFC " + m[1], "https://www.rfc-editor.org/rfc/rfc" + m[1]}
		if m[2] != "" {
			s.Label += " §" + m[2]
			s.Href += "#section-" + m[2]
		}
		return s
	}
	if m := whatwgSection.FindStringSubmatch(spec); m != nil {
		anchor := eventStreamSections[m[1]]
		if anchor == "" {
			anchor = "server-sent-events"
		}
		return section{"WHATWG HTML §" + m[1], "https://html.spec.whatwg.org/multipage/server-sent-events.html#" + anchor}
	}
	return section{Label: spec}
}
