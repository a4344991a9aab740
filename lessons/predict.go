package lessons

import (
	"html/template"
	"io"
	"slices"
	"strings"
)

// predictFields is the YAML of a predict block; every key is required. There is no key for the answer: it is measured.
type predictFields struct {
	Title    value[string]  `yaml:"title"`
	Question value[string]  `yaml:"question"`
	Measure  value[string]  `yaml:"measure"` // LANE.FIGURE, such as polling.latency.p50
	Unit     value[string]  `yaml:"unit"`
	Within   value[float64] `yaml:"within"`  // how far off a guess may be and still be right, as a share of the measured value
	Samples  value[int]     `yaml:"samples"` // events delivered on the lane before the measurement counts
	Explain  value[string]  `yaml:"explain"` // markdown, shown beside the measurement
}

// predict asks the reader for a guess, to be held against the measured value.
type predict struct {
	Name, Title, Question, Measure, Unit string
	Within                               float64
	Samples                              int
	Explain                              template.HTML
}

func readPredict(f fence) block {
	var y predictFields
	if !f.decode(&y) {
		return nil
	}
	f.string("explain", y.Explain)
	return &predict{
		Name:     f.name,
		Title:    f.string("title", y.Title),
		Question: f.string("question", y.Question),
		Measure:  f.measure(y.Measure),
		Unit:     f.string("unit", y.Unit),
		Within:   positive(f.mapping, "within", y.Within),
		Samples:  positive(f.mapping, "samples", y.Samples),
		Explain:  f.passage(y.Explain),
	}
}

// measure reads what is to be measured: a figure of a lane.
func (f fence) measure(v value[string]) string {
	text := f.string("measure", v)
	lane, figure, _ := strings.Cut(text, ".")
	switch {
	case text == "":
	case !slices.Contains(lanes, lane):
		f.src.fault(f.at(v.Line), "unknown lane %q in measure: known are %s", lane, strings.Join(lanes, ", "))
	case !slices.Contains(figures, figure):
		f.src.fault(f.at(v.Line), "unknown figure %q in measure: known are %s", figure, strings.Join(figures, ", "))
	}
	return text
}

var predictHTML = template.Must(template.New("predict").Parse(
	`<form class="block predict" id="predict-{{.Name}}" data-block="predict" data-name="{{.Name}}" data-measure="{{.Measure}}" data-unit="{{.Unit}}" data-within="{{.Within}}" data-samples="{{.Samples}}">
<h3>{{.Title}}</h3>
<p class="question">{{.Question}}</p>
<label>Your guess <input type="number" name="guess" min="0" step="any" inputmode="decimal" required> <span class="unit">{{.Unit}}</span></label>
<button type="submit">Commit</button>
<output role="status"></output>
<div class="explain" hidden>
{{.Explain}}</div>
</form>
`))

func (p *predict) write(w io.Writer) error { return predictHTML.Execute(w, p) }

func (p *predict) add(lesson *Lesson) {
	lesson.Predictions = append(lesson.Predictions, Prediction{Name: p.Name})
}

// plain leaves the explanation out: the page shows it only to those who have guessed.
func (p *predict) plain() string { return p.Title + "\n" + p.Question }
