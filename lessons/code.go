package lessons

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// codeFields is the YAML of a code block.
type codeFields struct {
	File    value[string]          `yaml:"file"`    // from the root of the project
	Names   value[[]value[string]] `yaml:"names"`   // what is quoted of it; none: the whole file
	Caption value[string]          `yaml:"caption"` // plain text
}

// code is an excerpt of the source that runs.
type code struct {
	Quote
	Caption string
}

func readCode(f fence) block {
	var y codeFields
	if !f.decode(&y) {
		return nil
	}
	c := &code{Quote: Quote{Name: f.name, File: f.string("file", y.File), Line: f.opener}, Caption: f.string("caption", y.Caption)}
	for _, name := range each(y.Names) {
		c.Names = append(c.Names, f.string("name", name))
	}
	if c.File == "" || slices.Contains(c.Names, "") {
		return c // told
	}
	text, err := f.src.world.source(c.File)
	if err != nil {
		f.src.fault(f.at(y.File.Line), "%v", err)
		return c
	}
	if c.Text, err = excerpt(c.File, text, c.Names); err != nil {
		f.src.fault(f.at(max(y.Names.Line, y.File.Line)), "%v", err)
	}
	return c
}

// quotable are the folders whose files lessons may quote, with the ending that counts there.
var quotable = []struct{ folder, ending string }{{"labs/", ".go"}, {"site/static/js/", ".js"}}

// source returns a file of the project that runs. Tests and exercises don't: what a learner is to write must not be read
// before.
func (w *World) source(file string) (string, error) {
	ok := false
	for _, q := range quotable {
		ok = ok || strings.HasPrefix(file, q.folder) && path.Ext(file) == q.ending
	}
	if !ok || !fs.ValidPath(file) || strings.HasSuffix(file, "_test.go") || strings.Contains(file, "/exercise/") {
		return "", fmt.Errorf("%q cannot be quoted: what can is Go that runs, below labs/, and JavaScript below site/static/js/", file)
	}
	text, err := fs.ReadFile(w.Source, file)
	if err != nil {
		return "", fmt.Errorf("there is no %s to quote%s", file, w.beside(file))
	}
	return string(text), nil
}

// beside lists the files in a file's folder.
func (w *World) beside(file string) string {
	entries, err := fs.ReadDir(w.Source, path.Dir(file))
	var names []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), path.Ext(file)) {
			names = append(names, entry.Name())
		}
	}
	if err != nil || names == nil {
		return ""
	}
	return fmt.Sprintf("; in %s there are %s", path.Dir(file), strings.Join(names, ", "))
}

// Language is what the excerpt is written in.
func (c *code) Language() string { return strings.TrimPrefix(path.Ext(c.File), ".") }

// Listing is the excerpt as HTML.
func (c *code) Listing() template.HTML { return listing(c.Language(), c.Text+"\n") }

var codeHTML = template.Must(template.New("code").Parse(
	`<figure class="block code" id="code-{{.Name}}" data-block="code" data-name="{{.Name}}">
<figcaption>{{.Caption}} <code class="at">{{.File}}</code></figcaption>
{{.Listing}}</figure>
`))

func (c *code) write(w io.Writer) error { return codeHTML.Execute(w, c) }

func (c *code) add(lesson *Lesson) { lesson.Quotes = append(lesson.Quotes, c.Quote) }

func (c *code) plain() string { return c.Caption + "\n" + c.File + "\n" + strings.Join(c.Names, " ") }
