package lessons

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
)

// labFields is the YAML of a lab block; every key is required.
type labFields struct {
	Title        value[string]          `yaml:"title"`
	Text         value[string]          `yaml:"text"`
	Lanes        value[[]value[string]] `yaml:"lanes"`
	Scenario     value[string]          `yaml:"scenario"`
	Rate         value[float64]         `yaml:"rate"`         // events a second
	PayloadBytes value[int]             `yaml:"payloadBytes"` // length of an event's data
	Network      value[string]          `yaml:"network"`
	Seconds      value[int]             `yaml:"seconds"` // how long a run goes on if nobody stops it
}

// preset is what the page asks the server for when the reader starts the lab: the body of POST /api/runs.
type preset struct {
	Lanes        []string `json:"lanes"`
	Scenario     string   `json:"scenario"`
	Rate         float64  `json:"rate"`
	PayloadBytes int      `json:"payloadBytes"`
	Network      string   `json:"network"`
	Seconds      int      `json:"seconds"`
}

// lab is a run that the reader can start from the text, with its parameters set.
type lab struct {
	Name, Title, Text string
	Preset            string // JSON
	Line              string // the preset in words
	at                int    // the line of its fence
}

func readLab(f fence) block {
	var y labFields
	if !f.decode(&y) {
		return nil
	}
	p := preset{
		Lanes:        f.lanes(y.Lanes),
		Scenario:     f.oneOf("scenario", y.Scenario, scenarios),
		Rate:         positive(f.mapping, "rate", y.Rate),
		PayloadBytes: positive(f.mapping, "payloadBytes", y.PayloadBytes),
		Network:      f.oneOf("network", y.Network, networks),
		Seconds:      positive(f.mapping, "seconds", y.Seconds),
	}
	encoded, err := json.Marshal(p)
	if err != nil {
		f.src.fault(f.opener, "%v", err)
	}
	f.src.lab = &lab{
		Name:   f.name,
		Title:  f.string("title", y.Title),
		Text:   f.string("text", y.Text),
		Preset: string(encoded),
		Line:   p.line(),
		at:     f.opener,
	}
	return f.src.lab
}

// lanes reads the list of lanes: at least one, none twice.
func (f fence) lanes(list value[[]value[string]]) []string {
	if len(list.V) == 0 {
		f.src.fault(f.at(list.Line), "lanes is missing")
	}
	var names []string
	for _, v := range list.V {
		name := f.oneOf("lane", v, lanes)
		if slices.Contains(names, name) {
			f.src.fault(f.at(v.Line), "lane %q stands here twice", name)
		}
		names = append(names, name)
	}
	return names
}

// line says the preset in words, such as "4 lanes · ticker · 5 events/s · 46 B".
func (p preset) line() string {
	count := "1 lane"
	if n := len(p.Lanes); n != 1 {
		count = fmt.Sprintf("%d lanes", n)
	}
	rate := strconv.FormatFloat(p.Rate, 'f', -1, 64)
	return fmt.Sprintf("%s · %s · %s events/s · %d B", count, p.Scenario, rate, p.PayloadBytes)
}

var labHTML = template.Must(template.New("lab").Parse(
	`<section class="block lab" id="lab-{{.Name}}" data-block="lab" data-name="{{.Name}}" data-preset='{{.Preset}}'>
<h3>{{.Title}}</h3>
<p>{{.Text}}</p>
<p class="preset">{{.Line}}</p>
<button type="button" data-action="start-lab">Start this lab</button>
</section>
`))

func (l *lab) write(w io.Writer) error { return labHTML.Execute(w, l) }

func (l *lab) add(lesson *Lesson) {
	lesson.Labs = append(lesson.Labs, Lab{Name: l.Name, Title: l.Title, Run: json.RawMessage(l.Preset), Line: l.at})
}

func (l *lab) plain() string { return l.Title + "\n" + l.Text }
