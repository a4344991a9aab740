package lessons

import (
	"cmp"
	"encoding/json"
	"html/template"
	"io"
	"slices"
)

// predictFields is the YAML of a predict block. There is no key for the answer: it is measured.
type predictFields struct {
	Title    value[string] `yaml:"title"`
	Question value[string] `yaml:"question"`
	Samples  value[int]    `yaml:"samples"` // events delivered on each lane before it counts
	Seconds  value[int]    `yaml:"seconds"` // or how long the run must have gone on. One of the two
	Explain  value[string] `yaml:"explain"` // markdown, shown beside the measurement

	// Of a number.

	Measure value[string]  `yaml:"measure"` // LANE.FIGURE, such as polling.latency.p50
	Unit    value[string]  `yaml:"unit"`
	Within  value[float64] `yaml:"within"` // how far off a guess may be and still be right, as a share of the measured value

	// Of a choice.

	Which  value[string]          `yaml:"which"` // least or most
	Figure value[string]          `yaml:"figure"`
	Among  value[[]value[string]] `yaml:"among"` // optional: all lanes of the lab
	Tie    value[float64]         `yaml:"tie"`   // the share of the best one within which a lane is as good
}

// predict asks the reader for a guess, to be held against the measured value.
type predict struct {
	Prediction
	Question string
	Explain  passage
	Lanes    []Lane // of a choice
}

func readPredict(f fence) block {
	var y predictFields
	if !f.decode(&y) {
		return nil
	}
	if f.src.lab == nil {
		f.src.fault(f.opener, "a prediction is about the lab before it, and there is none")
		return nil
	}
	p := &predict{
		Prediction: Prediction{Name: f.name, Lab: f.src.lab.Name, Line: f.opener, Title: f.string("title", y.Title)},
		Question:   f.string("question", y.Question),
		Explain:    f.markdown("explain", y.Explain),
	}
	switch number, choice := y.Measure.Line > 0, y.Which.Line > 0; {
	case number && choice:
		f.src.fault(f.at(y.Which.Line), "a prediction is of a number (measure) or of a choice (which), not of both")
	case number:
		f.number(y, p)
	case choice:
		f.choice(y, p)
	default:
		f.src.fault(f.opener, "measure is missing; or which, if it is a choice")
	}
	switch {
	case y.Samples.Line > 0 && y.Seconds.Line > 0:
		f.src.fault(f.at(y.Seconds.Line), "samples and seconds: one of them says when it counts")
	case y.Seconds.Line > 0:
		p.Seconds = positive(f.mapping, "seconds", y.Seconds)
		if lasts, ok := f.src.lab.lasts(); ok && float64(p.Seconds) > lasts {
			f.src.fault(f.at(y.Seconds.Line), "lab %s ends after %g s", f.src.lab.Name, lasts)
		}
	case y.Samples.Line > 0:
		p.Samples = positive(f.mapping, "samples", y.Samples)
	default:
		f.src.fault(f.opener, "samples is missing; or seconds")
	}
	return p
}

// number reads what is only of a number.
func (f fence) number(y predictFields, p *predict) {
	p.Lane, p.Figure = f.src.measure(f.at(y.Measure.Line), f.string("measure", y.Measure))
	p.Unit = f.unit(y.Unit, p.Figure)
	p.Within = positive(f.mapping, "within", y.Within)
	f.not("a choice", "figure", y.Figure.Line)
	f.not("a choice", "among", y.Among.Line)
	f.not("a choice", "tie", y.Tie.Line)
}

// unit returns what the reader is to guess in. The answer comes in the figure's own unit, so that another would be wrong by its
// factor; a word that is no known unit names what is counted.
func (f fence) unit(v value[string], figure string) string {
	unit := f.string("unit", v)
	want := unitOfFigure(figure)
	q, err := readQuantity("1 " + unit)
	if unit == "" || !slices.Contains(Figures, figure) {
		return unit // told
	}
	if err != nil || q.number != 1 || q.kind != want && (q.kind != plainNumber || want == ofTime) {
		f.src.fault(f.at(v.Line), "unit %q: %s is measured in %s", unit, figure, cmp.Or(string(want), "counts"))
	}
	return unit
}

// choice reads what is only of a choice.
func (f fence) choice(y predictFields, p *predict) {
	p.Which = f.oneOf("which", y.Which, []string{"least", "most"})
	p.Figure = f.oneOf("figure", y.Figure, Figures)
	p.Tie = positive(f.mapping, "tie", y.Tie)
	p.Lanes = f.among(y.Among)
	for _, lane := range p.Lanes {
		p.Among = append(p.Among, lane.Name)
	}
	f.not("a number", "unit", y.Unit.Line)
	f.not("a number", "within", y.Within.Line)
}

// not reports a key that belongs to the other kind of prediction.
func (f fence) not(other, key string, line int) {
	if line > 0 {
		f.src.fault(f.at(line), "%s is of a prediction of %s, which this is not", key, other)
	}
}

// among returns the lanes to choose from: at least two, none twice.
func (f fence) among(list value[[]value[string]]) []Lane {
	lab := f.src.lab
	if len(lab.Lanes) == 0 {
		return nil // the lab is at fault, and has been reported
	}
	line := f.opener
	lanes := lab.Lanes
	if list.Line > 0 {
		line, lanes = f.at(list.Line), nil
		names := map[string]bool{}
		for _, v := range each(list) {
			name := f.oneOf("lane", v, lab.lanes())
			if names[name] {
				f.src.fault(f.at(v.Line), "lane %q stands here twice", name)
			}
			names[name] = true
			if lane, ok := lab.lane(name); ok {
				lanes = append(lanes, lane)
			}
		}
	}
	if len(lanes) < 2 {
		f.src.fault(line, "a choice is among two lanes at least")
	}
	return lanes
}

// JSON returns the lanes to choose from.
func (p *predict) JSON() (string, error) {
	encoded, err := json.Marshal(p.Among)
	return string(encoded), err
}

var predictHTML = template.Must(template.New("predict").Parse(
	`<form class="block predict" id="predict-{{.Name}}" data-block="predict" data-name="{{.Name}}" data-lab="{{.Lab}}"
{{- if .Which}} data-which="{{.Which}}" data-figure="{{.Figure}}" data-among='{{.JSON}}' data-tie="{{.Tie}}"
{{- else}} data-measure="{{.Lane}}.{{.Figure}}" data-unit="{{.Unit}}" data-within="{{.Within}}"{{end}}
{{- if .Samples}} data-samples="{{.Samples}}"{{else}} data-seconds="{{.Seconds}}"{{end}}>
<h3>{{.Title}}</h3>
{{if .Which -}}
<fieldset>
<legend class="question">{{.Question}}</legend>
{{range .Lanes -}}
<label><input type="radio" name="guess" value="{{.Name}}" required> <i class="mark {{.Technique}}"></i>{{.Title}}</label>
{{end -}}
<label><input type="radio" name="guess" value="none" required> No difference to speak of</label>
</fieldset>
{{else -}}
<p class="question">{{.Question}}</p>
<label>Your guess <input type="number" name="guess" min="0" step="any" inputmode="decimal" required> <span class="unit">{{.Unit}}</span></label>
{{end -}}
<button type="submit">Commit</button>
<output role="status"></output>
<div class="explain" hidden>
{{.Explain.HTML}}</div>
</form>
`))

func (p *predict) write(w io.Writer) error { return predictHTML.Execute(w, p) }

func (p *predict) add(lesson *Lesson) {
	lesson.Predictions = append(lesson.Predictions, p.Prediction)
}

// plain leaves the explanation out: the page shows it only to those who have guessed.
func (p *predict) plain() string {
	text := p.Title + "\n" + p.Question
	for _, lane := range p.Lanes {
		text += "\n" + lane.Title
	}
	return text
}
