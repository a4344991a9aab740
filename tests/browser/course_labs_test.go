package browser

import (
	"fmt"
	"math"
	"testing"
	"time"

	"wireside/lessons"
	"wireside/server/app"
	"wireside/tests/chrome"
)

// Each prediction of each lesson is asked, measured and answered by the page, in the lab that it is about; and each number in
// the text that says it was measured is measured again.
func TestTheLessonsMeasureWhatTheySay(t *testing.T) {
	all, err := app.Lessons(lessons.FS())
	if err != nil {
		t.Fatal(err)
	}
	a := start(t)
	for _, lesson := range all {
		t.Run(lesson.Slug, func(t *testing.T) {
			t.Parallel()
			tab := chrome.Open(t)
			tab.Go(a.URL() + "/lessons/" + lesson.Slug)
			tab.Until("the lesson is there", `document.readyState === 'complete'`)
			chrome.Eval[bool](tab, `import('/static/js/lesson.js').then(({ bench }) => Boolean(globalThis.measured = bench))`)
			for _, lab := range lesson.Labs {
				var asked []lessons.Prediction
				for _, p := range lesson.Predictions {
					if p.Lab == lab.Name {
						asked = append(asked, p)
						guess(tab, p)
					}
				}
				tab.Click(fmt.Sprintf(`#lab-%s [data-action=start-lab]`, lab.Name))
				for _, p := range asked {
					tab.Until("the prediction "+p.Name+" is measured", fmt.Sprintf(`document.querySelector('#predict-%s output .verdict')`, p.Name))
				}
				for _, m := range lesson.Marks {
					if m.Lab == lab.Name {
						holds(t, tab, m)
					}
				}
			}
			if c := complaints(tab, cuts...); len(c) > 0 {
				t.Errorf("the console complains: %q", c)
			}
		})
	}
}

// cuts are what a browser writes to the console of connections that break on purpose.
var cuts = []string{"net::ERR_", "WebSocket connection to", "status of 5", "status of 204", "EventSource"}

// guess commits to a guess of a prediction, whatever it is.
func guess(tab *chrome.Tab, p lessons.Prediction) {
	form := "#predict-" + p.Name
	if p.Which == "" {
		chrome.Eval[bool](tab, fmt.Sprintf(`(document.querySelector('%s [name=guess]').value = 1, true)`, form))
	} else {
		tab.Click(form + ` [name=guess]`)
	}
	tab.Click(form + ` button[type=submit]`)
}

// holds measures a mark again and again until it is as the text says: what a lane costs to open counts less with each event.
func holds(t *testing.T, tab *chrome.Tab, m lessons.Mark) {
	t.Helper()
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); ; <-tick.C {
		measured := chrome.Eval[float64](tab, fmt.Sprintf(`measured.run.figure(%q, %q) || 0`, m.Lane, m.Figure))
		if math.Abs(measured-m.Number) <= m.Within*math.Abs(m.Number) {
			return
		}
		if time.Now().After(deadline) {
			t.Errorf("line %d says %q of %s.%s, within %g %%; measured is %g", m.Line, m.Text, m.Lane, m.Figure, 100*m.Within, measured)
			return
		}
	}
}
