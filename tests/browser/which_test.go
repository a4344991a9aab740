package browser

import (
	"testing"

	"wireside/tests/chrome"
)

// place is a technique in the ranking, as it is shown.
type place struct{ Technique, Fit, Text string }

func readPlaces(tab *chrome.Tab) []place {
	return chrome.Eval[[]place](tab, `[...document.querySelectorAll('#places .place')].map((place) => ({
		Technique: ['polling', 'longpolling', 'sse', 'websocket'].find((name) => place.classList.contains(name)),
		Fit: ['works', 'care', 'not'].find((fit) => place.classList.contains(fit)),
		Text: place.textContent,
	}))`)
}

// What fits is told without a measurement, and what it costs is not. Measured here, the costs are there, stay, and put the
// techniques in an order that answers change.
func TestSixQuestionsRankTheTechniques(t *testing.T) {
	t.Parallel()
	a := start(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/which?proxies=no-upgrade")
	tab.Until("there is a ranking", `document.querySelectorAll('#places .place').length === 4`)
	for _, p := range readPlaces(tab) {
		if (p.Technique == "websocket") != (p.Fit == "not") {
			t.Errorf("behind a proxy that lets no WebSocket through, %s: %s", p.Technique, p.Fit)
		}
	}
	if n := chrome.Eval[int](tab, `document.querySelectorAll('#places .costs .bar, #places .rank').length`); n != 0 {
		t.Errorf("%d costs and places are told before anything was measured", n)
	}

	chrome.Eval[bool](tab, `new Promise((done) => {
		const button = document.getElementById('measure');
		new MutationObserver(() => button.textContent !== 'Stop' && done(true)).observe(button, { childList: true, characterData: true, subtree: true });
		button.click();
	})`)
	tab.Click(`[data-preset=game]`)
	const first = `document.querySelector('#places .place')`
	tab.Until("WebSocket suits a game best", first+`.classList.contains('websocket')`)
	tab.Until("the address asks the same", `new URLSearchParams(location.search).get('rate') === '30'`)
	score := chrome.Eval[int](tab, `[...document.querySelectorAll('#places dt')].filter((dt) => dt.textContent === 'Score').length`)
	if rows := chrome.Eval[int](tab, `document.querySelectorAll('#rest tbody tr').length`); score != 4 || rows < 10 {
		t.Errorf("%d scores, and %d figures that they rest on", score, rows)
	}
	tab.Click(`[name=proxies][value=no-upgrade]`)
	tab.Until("another one comes first", `!`+first+`.classList.contains('websocket')`)
	tab.Go(a.URL() + "/which?direction=both&upPerSecond=30&rate=30&lateMs=100&size=160&clients=100")
	tab.Until("the measurements are still there", first+`?.classList.contains('websocket') && `+first+`.textContent.includes('Score')`)
	checkConsole(t, tab, gone)
}
