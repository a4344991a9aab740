package lessons

import (
	"html/template"
	"io"
	"strings"
)

// tryFields is the YAML of a try block.
type tryFields struct {
	Text   value[string] `yaml:"text"` // markdown; optional
	Run    value[string] `yaml:"run"`
	Shows  value[string] `yaml:"shows"`  // optional
	Stream value[bool]   `yaml:"stream"` // optional; false
}

// tryBlock invites the reader to run something.
type tryBlock struct {
	Try
	Text passage
}

func readTry(f fence) block {
	var y tryFields
	if !f.decode(&y) {
		return nil
	}
	t := &tryBlock{Try: Try{Name: f.name, Script: f.string("run", y.Run) + "\n", Stream: y.Stream.V, Line: f.opener}}
	if y.Text.Line > 0 {
		t.Text = f.markdown("text", y.Text)
	}
	if y.Shows.Line > 0 {
		// The first line may begin with a space, the last one may be empty: only what surrounds the text goes.
		f.string("shows", y.Shows)
		t.Shows = strings.Trim(y.Shows.V, "\n")
	}
	return t
}

// Listing is the script as HTML.
func (t *tryBlock) Listing() template.HTML { return listing("sh", t.Script) }

var tryHTML = template.Must(template.New("try").Parse(
	`<figure class="block try" id="try-{{.Name}}" data-block="try" data-name="{{.Name}}">
<figcaption>{{if .Text.HTML}}
{{.Text.HTML}}{{else}}In your terminal{{end}}</figcaption>
{{.Listing}}{{if .Shows}}<pre class="shows"><samp>{{.Shows}}</samp></pre>
{{end}}</figure>
`))

func (t *tryBlock) write(w io.Writer) error { return tryHTML.Execute(w, t) }

func (t *tryBlock) add(lesson *Lesson) { lesson.Tries = append(lesson.Tries, t.Try) }

func (t *tryBlock) plain() string { return t.Text.Plain }
