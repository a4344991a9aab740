package lessons

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"slices"
	"strings"
)

// maxDrawing is how many bytes a drawing may have: each page that has it carries it.
const maxDrawing = 32 << 10

const svgSpace = "http://www.w3.org/2000/svg"

// drawing checks an SVG file, and returns it as it stands in a page: without its size, which the page sets, and without
// comments; its ids begin with the drawing's name, since others stand on the page. What a drawing may consist of is listed in
// figure_list.go; anything else is a fault, whose Line is the SVG's.
func drawing(name string, text []byte) (string, []*Error) {
	s := &svgReader{name: name, ids: map[string]bool{}, refs: map[string]int{}, using: map[string]int{}}
	if len(text) > maxDrawing {
		s.fault("it has %d bytes; it may have %d", len(text), maxDrawing)
		return "", s.faults
	}
	s.decoder = xml.NewDecoder(bytes.NewReader(text))
	for {
		// Raw: prefixes stay in sight. What they would stand for is not used.
		token, err := s.decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
			s.fault("%s", syntax.Msg)
			return "", s.faults
		}
		if err != nil { // the only other one
			s.fault("this is not UTF-8, or does not say so: save the file as UTF-8")
			return "", s.faults
		}
		s.token(token)
	}
	s.finish()
	return s.out.String(), s.faults
}

// svgReader copies a drawing, element by element.
type svgReader struct {
	name    string
	decoder *xml.Decoder
	out     strings.Builder
	open    []string // the elements that it is in
	within  []string // their ids; empty: it has none
	begun   bool
	ids     map[string]bool
	refs    map[string]int // ids that something refers to, and the line that does so first
	using   map[string]int // ids of what has a <use> within, and the line of that
	used    []string       // ids that a <use> refers to
	faults  []*Error
}

func (s *svgReader) fault(format string, args ...any) {
	line := 1
	if s.decoder != nil {
		line, _ = s.decoder.InputPos()
	}
	s.faults = append(s.faults, &Error{File: s.name, Line: line, Message: fmt.Sprintf(format, args...)})
}

func (s *svgReader) token(token xml.Token) {
	switch token := token.(type) {
	case xml.StartElement:
		s.start(token)
	case xml.EndElement:
		s.end(qualified(token.Name))
	case xml.CharData:
		s.text(string(token))
	case xml.ProcInst:
		if token.Target != "xml" {
			s.fault("<?%s?> has no place in a drawing", token.Target)
		}
	case xml.Directive:
		s.fault("<!%.20s> has no place in a drawing", token)
	}
}

func (s *svgReader) start(e xml.StartElement) {
	name := qualified(e.Name)
	switch {
	case len(s.open) == 0 && s.begun:
		s.fault("a second element beside <svg>")
	case len(s.open) == 0 && name != "svg":
		s.fault("a drawing begins with <svg>, not with <%s>", name)
	case len(s.open) > 0 && name == "svg":
		s.fault("<svg> stands within <svg>")
	case !slices.Contains(svgElements, name):
		s.fault("<%s> has no place in a drawing: there are %s", name, strings.Join(svgElements, ", "))
	}
	s.begun = true
	s.open = append(s.open, name)
	s.within = append(s.within, valueOf(e, "id"))
	if name == "use" {
		s.use(strings.TrimPrefix(valueOf(e, "href"), "#"))
	}
	s.out.WriteString("<" + name)
	seen := map[string]bool{}
	for _, a := range e.Attr {
		attribute := qualified(a.Name)
		if seen[attribute] {
			s.fault("<%s> has %s twice", name, attribute)
		}
		seen[attribute] = true
		s.attribute(name, attribute, a.Value)
	}
	if name == "svg" && (!seen["viewBox"] || !seen["xmlns"]) {
		s.fault(`<svg> needs xmlns=%q and a viewBox`, svgSpace)
	}
	s.out.WriteString(">")
}

// use notes what stands where a <use> is, and what that refers to.
func (s *svgReader) use(id string) {
	line, _ := s.decoder.InputPos()
	for _, around := range s.within {
		if around != "" {
			s.using[around] = line
		}
	}
	s.used = append(s.used, id)
}

func valueOf(e xml.StartElement, attribute string) string {
	for _, a := range e.Attr {
		if qualified(a.Name) == attribute {
			return a.Value
		}
	}
	return ""
}

func (s *svgReader) attribute(element, name, value string) {
	switch {
	case name == "xmlns":
		if value != svgSpace || element != "svg" {
			s.fault("xmlns=%q on <%s>: <svg> has %q, and nothing else has one", value, element, svgSpace)
		}
		return
	case element == "svg" && (name == "width" || name == "height"):
		return
	case name == "fill" || name == "stroke":
		if value != "none" && value != "currentColor" {
			s.fault("%s=%q: it is none or currentColor; a class gives other colours, in both themes", name, value)
			return
		}
	case name == "id":
		if s.ids[value] {
			s.fault("a second element has the id %q", value)
		}
		s.ids[value] = true
		value = s.name + "-" + value
	case name == "href":
		value = s.reference(name, value, "#", "")
	case strings.HasPrefix(name, "marker-") && value != "none":
		value = s.reference(name, value, "url(#", ")")
	}
	if value == "" {
		return // told
	}
	like := svgAttributes[name]
	switch {
	case like == nil:
		s.fault("the attribute %s has no place in a drawing: there are %s", name, strings.Join(slices.Sorted(maps.Keys(svgAttributes)), ", "))
	case !like.MatchString(value):
		s.fault("%s=%q: such a value has no place in a drawing", name, value)
	}
	s.out.WriteString(" " + name + `="` + html.EscapeString(value) + `"`)
}

// reference reads what refers to an id of the drawing, and returns it as it is in the page; empty if it is at fault.
func (s *svgReader) reference(name, value, before, after string) string {
	id, begins := strings.CutPrefix(value, before)
	id, ends := strings.CutSuffix(id, after)
	if !begins || !ends || id == "" {
		s.fault("%s=%q leads out of the drawing: write %s", name, value, before+"ID"+after)
		return ""
	}
	if s.refs[id] == 0 {
		s.refs[id], _ = s.decoder.InputPos()
	}
	return before + s.name + "-" + id + after
}

func (s *svgReader) end(name string) {
	if len(s.open) == 0 || s.open[len(s.open)-1] != name {
		s.fault("</%s> closes nothing", name)
		return
	}
	s.open, s.within = s.open[:len(s.open)-1], s.within[:len(s.within)-1]
	s.out.WriteString("</" + name + ">")
}

// text copies the words of the drawing. Between other elements there is only space, which goes.
func (s *svgReader) text(text string) {
	if slices.ContainsFunc(s.open, func(name string) bool { return slices.Contains(svgWords, name) }) {
		s.out.WriteString(html.EscapeString(text))
	} else if strings.TrimSpace(text) != "" {
		s.fault("text stands outside <text>: %.40q", strings.TrimSpace(text))
	}
}

func (s *svgReader) finish() {
	if !s.begun {
		s.fault("there is no <svg>")
	}
	if len(s.open) > 0 {
		s.fault("<%s> is not closed", s.open[len(s.open)-1])
	}
	slices.Sort(s.used)
	for _, id := range slices.Compact(s.used) { // going round it would draw nothing, and in a few steps it could draw millions
		if line := s.using[id]; line > 0 {
			s.faults = append(s.faults, &Error{File: s.name, Line: line, Message: fmt.Sprintf("a <use> within what another <use> refers to, %q: write it out", id)})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.refs)) {
		if !s.ids[id] {
			s.faults = append(s.faults, &Error{File: s.name, Line: s.refs[id], Message: fmt.Sprintf("nothing has the id %q", id)})
		}
	}
}

// qualified is a name as it is written, with its prefix.
func qualified(name xml.Name) string {
	if name.Space != "" {
		return name.Space + ":" + name.Local
	}
	return name.Local
}
