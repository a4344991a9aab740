package lessons

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// labFields is the YAML of a lab block; every key is required.
type labFields struct {
	Title value[string] `yaml:"title"`
	Text  value[string] `yaml:"text"` // markdown
	Run   tree          `yaml:"run"`  // the body of POST /api/runs
}

// lab is a run that the reader can start from the text, with its parameters set.
type lab struct {
	Lab
	Text passage
	In   string // the run in words
	set  any    // the run's body, decoded; nil: it could not be read
}

// readLab reads a lab block. From then on it is the one that marks and predictions speak of, also if it is at fault.
func readLab(f fence) block {
	l := &lab{Lab: Lab{Name: f.name, Line: f.opener}}
	f.src.lab = l
	var y labFields
	if !f.decode(&y) {
		return nil
	}
	f.run(y.Run, l)
	l.Title = f.string("title", y.Title)
	l.Text = f.markdown("text", y.Text)
	return l
}

// run reads the body of POST /api/runs, and has it checked.
func (f fence) run(t tree, l *lab) {
	if t.Node == nil {
		f.src.fault(f.opener, "run is missing")
		return
	}
	if !isMapping(t.Node) {
		f.src.fault(f.at(t.line), "run must have keys: those of the body of POST /api/runs")
		return
	}
	flat, err := flatten(t.Node)
	if located := yaml.Error(nil); errors.As(err, &located) {
		f.src.fault(f.at(located.GetToken().Position.Line), "%s", located.GetMessage())
		return
	}
	l.Run = flat.json.Bytes()
	if l.Lanes, err = f.src.world.Run(l.Run); err != nil {
		line := flat.line(err.Error())
		if line == 0 {
			line = f.keyLine("run")
		}
		f.src.fault(f.at(line), "such a run would be refused: %v", err)
		return
	}
	if err := json.Unmarshal(l.Run, &l.set); err != nil {
		f.src.fault(f.at(t.line), "run: %v", err)
		return
	}
	l.In = l.words()
}

// lasts returns how long the run goes on, in seconds, if the lesson sets it.
func (l *lab) lasts() (seconds float64, ok bool) {
	run, _ := l.set.(map[string]any)
	seconds, ok = run["seconds"].(float64)
	return seconds, ok
}

// lane returns a lane of the lab's run.
func (l *lab) lane(name string) (Lane, bool) {
	i := slices.IndexFunc(l.Lanes, func(lane Lane) bool { return lane.Name == name })
	if i < 0 {
		return Lane{}, false
	}
	return l.Lanes[i], true
}

// lanes returns the names of the lanes of the lab's run.
func (l *lab) lanes() []string {
	names := make([]string, len(l.Lanes))
	for i, lane := range l.Lanes {
		names[i] = lane.Name
	}
	return names
}

// words says what has been set of the run, such as "4 lanes · ticker · 5 events/s · 46 B · cut at 3 s".
func (l *lab) words() string {
	var run struct {
		Scenario     string   `json:"scenario"`
		Rate         *float64 `json:"rate"`
		PayloadBytes *int     `json:"payloadBytes"`
		Network      any      `json:"network"`
		Faults       []struct {
			Kind  string  `json:"kind"`
			At    float64 `json:"at"`
			Every float64 `json:"every"`
			Times int     `json:"times"`
		} `json:"faults"`
	}
	// The server has read it, so that what does not fit here is of another form that it allows, and left out.
	_ = json.Unmarshal(l.Run, &run)
	words := []string{"1 lane"}
	if n := len(l.Lanes); n != 1 {
		words[0] = fmt.Sprintf("%d lanes", n)
	}
	if run.Scenario != "" {
		words = append(words, run.Scenario)
	}
	if run.Rate != nil {
		events := "events"
		if *run.Rate == 1 {
			events = "event"
		}
		words = append(words, fmt.Sprintf("%g %s/s", *run.Rate, events))
	}
	if run.PayloadBytes != nil {
		words = append(words, fmt.Sprintf("%d B", *run.PayloadBytes))
	}
	if name, ok := run.Network.(string); ok && name != "none" {
		words = append(words, name)
	}
	for _, fault := range run.Faults {
		when := fmt.Sprintf("at %g s", fault.At)
		if fault.Times > 1 {
			when = fmt.Sprintf("every %g s, %d times", fault.Every, fault.Times)
		}
		words = append(words, fault.Kind+" "+when)
	}
	return strings.Join(words, " · ")
}

var labHTML = template.Must(template.New("lab").Parse(
	`<section class="block lab" id="lab-{{.Name}}" data-block="lab" data-name="{{.Name}}" data-preset='{{printf "%s" .Run}}'>
<h3>{{.Title}}</h3>
{{.Text.HTML}}<p class="preset">{{.In}}</p>
<button type="button" data-action="start-lab">Start this lab</button>
</section>
`))

func (l *lab) write(w io.Writer) error { return labHTML.Execute(w, l) }

func (l *lab) add(lesson *Lesson) { lesson.Labs = append(lesson.Labs, l.Lab) }

func (l *lab) plain() string { return l.Title + "\n" + l.Text.Plain }
