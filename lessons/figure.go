package lessons

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"io/fs"
)

// figureFields is the YAML of a figure block.
type figureFields struct {
	Caption value[string] `yaml:"caption"` // plain text
	Alt     value[string] `yaml:"alt"`     // all that the drawing says, in words
}

// figure is a drawing: figures/NAME.svg in the lesson's folder, put into the page so that the page's style sheet colours it.
type figure struct {
	Name, Caption, Alt string
	Drawing            template.HTML
}

func readFigure(f fence) block {
	var y figureFields
	if !f.decode(&y) {
		return nil
	}
	fig := &figure{Name: f.name, Caption: f.string("caption", y.Caption), Alt: f.string("alt", y.Alt)}
	if !blockName.MatchString(f.name) {
		return fig // told
	}
	file := drawings + "/" + f.name + ".svg"
	text, err := ReadFile(f.src.fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		f.src.fault(f.opener, "there is no drawing %s beside the lesson", file)
		return fig
	}
	if err != nil {
		f.src.fault(f.opener, "%s: %s", file, unread(err))
		return fig
	}
	drawn, faults := drawing(f.name, bytes.TrimPrefix(text, []byte(byteOrderMark)))
	for _, fault := range faults {
		f.src.fault(f.opener, "%s:%d: %s", file, fault.Line, fault.Message)
	}
	fig.Drawing = template.HTML(drawn)
	return fig
}

var figureHTML = template.Must(template.New("figure").Parse(
	`<figure class="block figure" id="figure-{{.Name}}" data-block="figure" data-name="{{.Name}}">
<div class="drawing" role="img" aria-label="{{.Alt}}">{{.Drawing}}</div>
<figcaption>{{.Caption}}</figcaption>
</figure>
`))

func (f *figure) write(w io.Writer) error { return figureHTML.Execute(w, f) }

func (f *figure) add(*Lesson) {}

func (f *figure) plain() string { return f.Caption + "\n" + f.Alt }
