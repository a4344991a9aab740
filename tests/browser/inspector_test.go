package browser

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"wireside/tests/chrome"
)

// rows are the units that the list shows, top to bottom.
const rows = `[...document.querySelectorAll('#units [role=option]')].filter((r) => r.offsetParent).sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)`

// startRun has the lesson's page make a run, waits until each lane has seen n events, and returns the run's id.
func startRun(t *testing.T, tab *chrome.Tab, url string, n int) string {
	t.Helper()
	tab.Go(url + "/lessons/four-lanes")
	tab.Until("the page is ready", `document.readyState === 'complete'`)
	tab.Click(`#start`)
	tab.Until(fmt.Sprintf("each lane has seen %d events", n), seen(n))
	return runID(t, tab)
}

// choose clicks a row of a lane and kind, the nth that can be seen or, below 0, the nth from the end, once the list shows that lane alone, and waits for its bytes.
func choose(tab *chrome.Tab, lane, kind string, n int) {
	tab.Click(`#tabs [data-lane="` + lane + `"]`)
	row := rows + fmt.Sprintf(`.filter((r) => r.querySelector('.k').textContent === '%s').at(%d)`, kind, n)
	tab.Until("the list shows "+lane+" alone", rows+`.every((r) => r.querySelector('.l.`+lane+`')) && `+row)
	seq := chrome.Eval[int](tab, `((row) => (row.click(), row.unit.seq))(`+row+`)`)
	tab.Until("the "+kind+" is shown", fmt.Sprintf(`document.querySelector('#unit h3 a.ref')?.textContent === '#%d'`, seq))
}

// eventually waits until a condition holds that needs both the server and the page.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); !holds(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func press(tab *chrome.Tab, keys string) { tab.Do(chromedp.KeyEvent(keys)) }

// unitShown is the number of the unit in the detail's heading.
func unitShown(tab *chrome.Tab) int {
	return chrome.Eval[int](tab, `Number(document.querySelector('#unit h3 a.ref').textContent.slice(1))`)
}

func TestOneEventOnEveryWire(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	run := startRun(t, tab, a.URL(), 20)
	tab.Click(`#start`)            // stop
	choose(tab, "sse", "event", 0) // an early one, which the poll has brought, too
	event := chrome.Eval[string](tab, `document.querySelector('#unit [data-event]').dataset.event`)
	tab.Click(`#unit [data-event]`)
	tab.Until("four lanes are compared", `document.querySelectorAll('.copies tbody tr').length >= 4`)

	type copied struct {
		Lane  string
		Unit  int
		Total float64
		Width float64 // of the bar
	}
	shown := chrome.Eval[[]copied](tab, `[...document.querySelectorAll('.copies tbody tr')].map((row) => ({
		Lane: row.className,
		Unit: Number(row.querySelector('button').dataset.unit),
		Total: Number(row.cells[6].textContent.replaceAll(',', '')),
		Width: [...row.querySelectorAll('.bar i')].reduce((sum, part) => sum + parseFloat(part.style.width), 0),
	}))`)
	told := get[struct{ Copies []copied }](t, a.URL()+"/api/runs/"+run+"/events/"+event).Copies
	most := slices.MaxFunc(told, func(a, b copied) int { return int(a.Total - b.Total) }).Total
	for i := range told {
		told[i].Width = 100 * told[i].Total / most
	}
	near := cmp.Comparer(func(a, b float64) bool { return max(a, b)-min(a, b) <= 0.5 })
	if diff := cmp.Diff(told, shown, near); diff != "" {
		t.Errorf("event %s (-server +page):\n%s", event, diff)
	}
	var seen []string
	for _, c := range shown {
		seen = append(seen, c.Lane)
	}
	for _, lane := range lanes {
		if !slices.Contains(seen, lane) {
			t.Errorf("event %s: no copy on %s", event, lane)
		}
	}

	i := slices.IndexFunc(shown, func(c copied) bool { return c.Lane == "websocket" })
	tab.Click(`.copies tr.websocket button`)
	tab.Until("the copy on WebSocket is shown", `document.querySelector('#unit h3 .websocket') && document.querySelector('.copies tr.websocket').getAttribute('aria-current')`)
	if got := unitShown(tab); got != shown[i].Unit {
		t.Errorf("unit %d is shown, want %d", got, shown[i].Unit)
	}
	if got := chrome.Eval[string](tab, `document.querySelector('#filter').value`); got != "" {
		t.Errorf("the filter is %q, which hides the unit that was asked for", got)
	}
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

func TestAUnitHasAnAddress(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	run := startRun(t, tab, a.URL(), 10)
	choose(tab, "sse", "event", -1)
	seq := unitShown(tab)
	press(tab, "l") // takes the link along: from now on the run has to stay
	address := fmt.Sprintf("%s/runs/%s/units/%d", a.URL(), run, seq)
	tab.Go(address + "#field-2")
	tab.Until("the inspector is live", `document.querySelector('#state').textContent === 'live'`)
	tab.Until("the unit is shown", `document.querySelector('#unit h3 .sse')`)
	if got := unitShown(tab); got != seq {
		t.Errorf("unit %d is shown, want %d", got, seq)
	}
	second := `document.querySelector('#field-2').classList.contains('on')`
	tab.Until("its second field is chosen", second)
	tab.Until("the list has come to it", rows+`.some((r) => r.ariaSelected === 'true')`)

	press(tab, "j")
	tab.Until("the address follows", fmt.Sprintf(`/units\/\d+$/.test(location.pathname) && location.pathname !== '/runs/%s/units/%d' && location.hash === ''`, run, seq))
	if got := chrome.Eval[string](tab, `location.pathname`); got != fmt.Sprintf("/runs/%s/units/%d", run, unitShown(tab)) {
		t.Errorf("the address is %s, and unit %d is shown", got, unitShown(tab))
	}
	chrome.Eval[bool](tab, `document.querySelector('#units').focus(), true`)
	press(tab, "\r")
	tab.Until("the keyboard is in the bytes", `document.activeElement.closest('.hex')`)

	tab.Go(fmt.Sprintf("%s/runs/%s/units/999999", a.URL(), run))
	tab.Until("a unit that is not kept is said to be so", `document.querySelector('#unit').textContent.includes('#999999 is not there')`)
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

func TestALinkKeepsTheRun(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	status := func(run string) int {
		resp, err := http.Get(a.URL() + "/api/runs/" + run)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	left := startRun(t, tab, a.URL(), 1)
	tab.Go(a.URL() + "/")
	kept := startRun(t, tab, a.URL(), 1)
	choose(tab, "websocket", "frame", -1)
	tab.Click(`#unit h3 a.ref`) // opens another tab
	tab.Go(a.URL() + "/")
	tab.Until("the first page is there", `location.pathname === '/' && document.readyState === 'complete'`)
	// The page's DELETE of the first run was on its way long before the second run began.
	if got := status(left); got != http.StatusNotFound {
		t.Errorf("a run that the reader left: status %d, want 404", got)
	}
	if got := status(kept); got != http.StatusOK {
		t.Errorf("a run that the reader has opened a link into: status %d, want 200", got)
	}
}

func TestTheFilterIsTypedAndPressed(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	run := startRun(t, tab, a.URL(), 10)
	strike(t, a.URL(), run, `{"kind":"cut","lane":"sse"}`)
	tab.Until("the stream was cut", `/dropped/.test(document.querySelector('#lanes [data-lane=sse] small').textContent)`)
	tab.Click(`#start`) // stop
	listed := func() string { return chrome.Eval[string](tab, rows+`[0]?.ariaSetSize ?? '0'`) }

	press(tab, "/")
	tab.Until("the search box has the keyboard", `document.activeElement.id === 'filter'`)
	chrome.Eval[bool](tab, `document.activeElement.value = '', true`) // the slash, which a hand's key would not have left
	press(tab, "lane:sse dir:down kind:event")
	tab.Until("the controls are in step", `['#tabs [data-lane=sse]', '#dirs [value=s2c]'].every((b) => document.querySelector(b).ariaPressed === 'true') && document.querySelector('#kind').value === 'event'`)
	eventually(t, "the list has the server's events", func() bool {
		all := units(t, a.URL()+"/api/runs/"+run+"/units")
		events := slices.DeleteFunc(all, func(u unit) bool { return u.Lane != "sse" || u.Kind != "event" })
		return len(events) > 0 && listed() == strconv.Itoa(len(events))
	})

	tab.Click(`#dirs [value=s2c]`)
	tab.Click(`#tabs [data-lane=""]`)
	chrome.Eval[bool](tab, `(k => { k.value = ''; k.dispatchEvent(new Event('change')) })(document.querySelector('#kind')), true`)
	tab.Click(`#errors`)
	tab.Until("the text is in step", `document.querySelector('#filter').value === 'error'`)
	eventually(t, "the list has what broke a rule", func() bool {
		all := units(t, a.URL()+"/api/runs/"+run+"/units")
		broken := slices.DeleteFunc(all, func(u unit) bool { return u.Error == nil })
		return len(broken) > 0 && listed() == strconv.Itoa(len(broken))
	})
	chrome.Eval[bool](tab, `document.activeElement.blur(), true`)
	press(tab, "e")
	tab.Until("it is explained", `/Cut off/.test(document.querySelector('#unit .violation')?.textContent) && /has no end of its own/.test(document.querySelector('#unit').textContent)`)
	press(tab, "E") // before the first comes the last
	eventually(t, "the keys go round", func() bool {
		all := units(t, a.URL()+"/api/runs/"+run+"/units")
		broken := slices.DeleteFunc(all, func(u unit) bool { return u.Error == nil })
		return unitShown(tab) == broken[len(broken)-1].Seq
	})
	tab.Click(`#errors`)

	tab.Click(`#conns-open`)
	type connection struct{ Conn, Units int }
	connections := func() []connection {
		return get[struct{ Connections []connection }](t, a.URL()+"/api/runs/"+run+"/connections").Connections
	}
	eventually(t, "each connection has a row", func() bool {
		return chrome.Eval[int](tab, `document.querySelectorAll('#conns tbody tr').length`) == len(connections())
	})
	tab.Until("their units are drawn", `[...document.querySelectorAll('#conns tbody tr')].every((r) => r.querySelector('path:not(.life)[d^="M"]'))`)
	for i, c := range connections() {
		button := fmt.Sprintf(`#conns button[data-conn="%d"]`, c.Conn)
		tab.Click(button)
		tab.Until("the filter names it", fmt.Sprintf(`document.querySelector('#filter').value === 'conn:%d' && document.querySelector('#conns tr.on button').dataset.conn === '%[1]d'`, c.Conn))
		eventually(t, "the list has its units", func() bool { return listed() == strconv.Itoa(connections()[i].Units) })
	}
	if c := complaints(tab, "ERR_INCOMPLETE_CHUNKED_ENCODING"); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

// What comes during a pause is held back, and none of it is lost.
func TestPauseLosesNothing(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	run := startRun(t, tab, a.URL(), 5)
	press(tab, " ")
	tab.Until("units are held back", `/[1-9]\d* held back/.test(document.querySelector('#total').textContent)`)
	shown := chrome.Eval[string](tab, rows+`[0].ariaSetSize`)
	tab.Until("more are held back", `/[3-9]\d held back/.test(document.querySelector('#total').textContent)`)
	if got := chrome.Eval[string](tab, rows+`[0].ariaSetSize`); got != shown {
		t.Errorf("the list went from %s to %s units during the pause", shown, got)
	}
	tab.Click(`#pause`)
	tab.Click(`#start`) // stop
	eventually(t, "the list has every unit", func() bool {
		all := units(t, a.URL()+"/api/runs/"+run+"/units")
		return chrome.Eval[string](tab, rows+`[0].ariaSetSize`) == strconv.Itoa(len(all))
	})
	if dropped := chrome.Eval[bool](tab, `/missed|let go/.test(document.querySelector('#total').textContent)`); dropped {
		t.Error("the page says that it has lost units")
	}
}
