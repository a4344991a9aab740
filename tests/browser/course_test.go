// The course as a whole: what the browser keeps of it, where the first page leads on, the keys between lessons, and the search.
package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"wireside/server/app"
	"wireside/tests/chrome"
)

// part is a lesson in the list of the first page.
type part struct{ Slug, Title, State string }

func readList(tab *chrome.Tab) []part {
	return chrome.Eval[[]part](tab, `[...document.querySelectorAll('.list a')].map((a) => ({
		Slug: a.dataset.slug, Title: a.querySelector('b').textContent, State: a.querySelector('.state').textContent,
	}))`)
}

// led is where the first page's button leads, and what it says.
type led struct{ Path, Said string }

func readLed(tab *chrome.Tab) led {
	return chrome.Eval[led](tab, `(({ pathname, hash, children: [said] }) => ({ Path: pathname + hash, Said: said.textContent }))(
		document.getElementById('onward'))`)
}

// kept is what the browser has of a lesson.
type kept struct {
	Opened, Read float64
	Place        string
}

func readKept(tab *chrome.Tab, slug string) kept {
	return chrome.Eval[kept](tab, fmt.Sprintf(`(({ opened, read, place }) => ({ Opened: opened, Read: read, Place: place }))(
		JSON.parse(localStorage.getItem('wireside.progress') ?? '{}')[%q] ?? { opened: 0, read: 0, place: '' })`, slug))
}

// courseOf serves three lessons of several sections, each longer than a window.
func courseOf(t *testing.T) *app.App {
	t.Helper()
	dir := t.TempDir()
	words := strings.Repeat("Some words that fill the lesson. ", 120)
	for i, slug := range []string{"one", "two", "three"} {
		text := fmt.Sprintf("---\ntitle: Lesson called %s\nkicker: k\nsummary: Of %s.\norder: %d\nminutes: 5\n---\n\n%s\n\n"+
			"## First\n\n%s\n\n## Marks of %s\n\nThe `Last-Event-ID` of %s.\n\n%s\n\n## What you should have seen\n\nThe end.\n", slug, slug, i+1, words, words, slug, slug, words)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d-%s.md", i+1, slug)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	a, err := app.Start(app.Config{Addr: "127.0.0.1:0", Lessons: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// A reader who leaves in the middle comes back there; who has read a lesson goes on with the next; and all of it survives.
func TestTheFirstPageSaysWhereToGoOn(t *testing.T) {
	t.Parallel()
	a := courseOf(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/")
	if diff := cmp.Diff(led{"/lessons/one", "Start with lesson 1"}, readLed(tab)); diff != "" {
		t.Errorf("a newcomer (-want +got):\n%s", diff)
	}

	tab.Go(a.URL() + "/lessons/two")
	chrome.Eval[bool](tab, `document.getElementById('marks-of-two').scrollIntoView(), true`)
	tab.Until("the place is kept", `JSON.parse(localStorage.getItem('wireside.progress')).two.place === 'marks-of-two'`)
	if k := readKept(tab, "two"); k.Opened == 0 || k.Read != 0 {
		t.Errorf("a lesson that was opened and not read to its end: %+v", k)
	}
	tab.Go(a.URL() + "/")
	if diff := cmp.Diff(led{"/lessons/two#marks-of-two", "Go on with lesson 2"}, readLed(tab)); diff != "" {
		t.Errorf("in the middle of a lesson (-want +got):\n%s", diff)
	}
	tab.Click("#onward")
	tab.Until("it leads back there", `location.pathname === '/lessons/two' &&
		Math.abs(document.getElementById('marks-of-two')?.getBoundingClientRect().top - document.querySelector('.lesson')?.getBoundingClientRect().top) < 60`)

	read := func() {
		chrome.Eval[bool](tab, `document.querySelector('.prose').lastElementChild.scrollIntoView(), true`)
		tab.Until("it counts as read", `JSON.parse(localStorage.getItem('wireside.progress'))[document.querySelector('.lesson').dataset.slug].read > 0`)
	}
	read()
	if n := chrome.Eval[int](tab, `document.querySelectorAll('.whereabouts a').length`); n != 2 {
		t.Errorf("%d links at the top of the middle lesson, want 2", n)
	}
	tab.Go(a.URL() + "/")
	if diff := cmp.Diff(led{"/lessons/three", "Go on with lesson 3"}, readLed(tab)); diff != "" {
		t.Errorf("after a lesson was read (-want +got):\n%s", diff)
	}
	want := []part{{"one", "Lesson called one", ""}, {"two", "Lesson called two", "✓ read"}, {"three", "Lesson called three", ""}}
	if diff := cmp.Diff(want, readList(tab)); diff != "" {
		t.Errorf("the list (-want +got):\n%s", diff)
	}

	for _, slug := range []string{"three", "one"} {
		tab.Go(a.URL() + "/lessons/" + slug)
		read()
	}
	tab.Go(a.URL() + "/")
	if diff := cmp.Diff(led{"/exercises", "All lessons are read. What now?"}, readLed(tab)); diff != "" {
		t.Errorf("at the end (-want +got):\n%s", diff)
	}
	checkConsole(t, tab)
}

// n and p lead to the neighbours, and do nothing while somebody types or where there is no neighbour.
func TestKeysLeadToTheNextLessonAndBack(t *testing.T) {
	t.Parallel()
	a := courseOf(t)
	tab := chrome.Open(t)
	at := func(slug string) {
		t.Helper()
		tab.Until("lesson "+slug+" is there", fmt.Sprintf(`location.pathname === '/lessons/%s' && document.readyState === 'complete'`, slug))
	}
	tab.Go(a.URL() + "/lessons/one")
	at("one")
	press(tab, "p") // there is none before
	chrome.Eval[bool](tab, `document.querySelector('#find, .filters input').focus(), true`)
	press(tab, "n")
	if typed := chrome.Eval[string](tab, `document.activeElement.value`); typed != "n" {
		t.Errorf("typed n into a field, which has %q", typed)
	}
	press(tab, "\x1b")
	press(tab, "n")
	at("two")
	press(tab, "n")
	at("three")
	press(tab, "p")
	at("two")
	checkConsole(t, tab)
}

// saveAndForget has the page save what it keeps, and forget it; it returns the file.
func saveAndForget(tab *chrome.Tab) string {
	file := chrome.Eval[string](tab, `new Promise((done) => {
		const make = URL.createObjectURL;
		URL.createObjectURL = (blob) => { blob.text().then(done); return make.call(URL, blob); };
		document.getElementById('save').click();
	})`)
	tab.Click("#forget")
	tab.Until("it asks", `document.activeElement.id === 'keep-it'`)
	tab.Click("#forget-now")
	tab.Until("it is forgotten", `localStorage.getItem('wireside.progress') === '{}' && document.getElementById('kept-says').textContent === 'All is forgotten.'`)
	return file
}

// takeIn chooses a file on the first page, and returns what is said of it.
func takeIn(tab *chrome.Tab, file string) string {
	return chrome.Eval[string](tab, fmt.Sprintf(`new Promise((done) => {
		const says = document.getElementById('kept-says');
		says.textContent = '';
		new MutationObserver(() => done(says.textContent)).observe(says, { childList: true, characterData: true, subtree: true });
		const input = document.getElementById('file');
		const data = new DataTransfer();
		data.items.add(new File([%q], 'mine.json', { type: 'application/json' }));
		input.files = data.files;
		input.dispatchEvent(new Event('change'));
	})`, file))
}

// What is saved comes back whole, also beside what was done meanwhile; what is no such file changes nothing and is told why.
func TestProgressIsCarriedInAFile(t *testing.T) {
	t.Parallel()
	a := courseOf(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/lessons/two")
	chrome.Eval[bool](tab, `document.querySelector('.prose').lastElementChild.scrollIntoView(), true`)
	tab.Until("it is kept", `JSON.parse(localStorage.getItem('wireside.progress')).two.place === 'marks-of-two'`)
	before := readKept(tab, "two")
	tab.Go(a.URL() + "/")
	file := saveAndForget(tab)
	if got := readLed(tab); got.Path != "/lessons/one" {
		t.Errorf("after all was forgotten the page leads to %s", got.Path)
	}

	tab.Go(a.URL() + "/lessons/one") // something new in between
	tab.Go(a.URL() + "/")
	for _, c := range []struct{ file, want string }{
		{"{", "no JSON"},
		{`{"format":"progress/2"}`, "“progress/2”"},
		{strings.Replace(file, `"two"`, `"../../x"`, 1), "“../../x” is no lesson’s name"},
		{strings.Replace(file, `"labs": []`, `"labs": ["<img src=x onerror=alert(1)>"]`, 1), "“labs” is not as it should be"},
		{file + strings.Repeat(" ", 300_000), "bytes"},
	} {
		if said := takeIn(tab, c.file); !strings.HasPrefix(said, "Nothing was taken from mine.json: ") || !strings.Contains(said, c.want) {
			t.Errorf("of a file that is none (%.60s) the page says %q, want something of %q", c.file, said, c.want)
		}
	}
	if k := readKept(tab, "two"); k != (kept{}) {
		t.Errorf("files that were refused have left %+v", k)
	}

	if said := takeIn(tab, file); !strings.HasPrefix(said, "Taken from mine.json, saved on ") || !strings.HasSuffix(said, ": 1 lesson.") {
		t.Errorf("of its own file the page says %q", said)
	}
	if diff := cmp.Diff(before, readKept(tab, "two")); diff != "" {
		t.Errorf("what came back (-before +after):\n%s", diff)
	}
	if k := readKept(tab, "one"); k.Opened == 0 {
		t.Error("what was done in between is lost")
	}
	if list := readList(tab); list[1].State != "✓ read" || list[0].State != "◐ begun" {
		t.Errorf("the list says %q and %q, want one begun and one read", list[0].State, list[1].State)
	}
	if said := takeIn(tab, file); !strings.HasPrefix(said, "Nothing in mine.json") {
		t.Errorf("of the same file again the page says %q", said)
	}
	checkConsole(t, tab)
}

// What one tab does shows in another.
func TestTabsShowTheSameProgress(t *testing.T) {
	t.Parallel()
	a := courseOf(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/")
	chrome.Eval[bool](tab, `window.other = open('/lessons/three'), true`)
	tab.Until("the lesson is begun here, too", `document.querySelector('[data-slug=three] .state').textContent === '◐ begun'`)
	chrome.Eval[bool](tab, `other.location = '/', true`)
	tab.Until("the other one shows it", `other.document.querySelector('[data-slug=three]')?.dataset.state === 'begun'`)
	chrome.Eval[bool](tab, `other.document.getElementById('forget').click(), other.document.getElementById('forget-now').click(), true`)
	tab.Until("it is new again", `document.querySelector('[data-slug=three]').dataset.state === 'new' && document.getElementById('forget').disabled`)
	checkConsole(t, tab)
}

// A word typed into the search leads to the section that has it, by the keyboard alone, from a page with a wire and from
// one without.
func TestTheSearchLeadsToASection(t *testing.T) {
	t.Parallel()
	a := courseOf(t)
	tab := chrome.Open(t)
	for _, c := range []struct{ page, key string }{{"/lessons/one", "q"}, {"/", "/"}, {"/claims", "q"}} {
		tab.Go(a.URL() + c.page)
		if n := chrome.Eval[int](tab, `performance.getEntriesByType('resource').filter((e) => /minisearch|search\.css|api\/lessons$/.test(e.name)).length`); n != 0 {
			t.Errorf("%s loads %d parts of the search before it is asked for", c.page, n)
		}
		tab.Until("the button has its keys", `document.getElementById('search-open').title`)
		press(tab, c.key)
		tab.Until("the search is open and ready", `document.activeElement.id === 'search-words' && /Last-Event-ID/.test(document.querySelector('.says').textContent)`)
		press(tab, "last-event-id three")
		const first = `document.querySelector('.hits a')`
		tab.Until("the section is found", first+`?.getAttribute('href') === '/lessons/three#marks-of-three'`)
		if hit := chrome.Eval[[]string](tab, `[...`+first+`.querySelectorAll('mark')].map((m) => m.textContent)`); !strings.Contains(strings.Join(hit, "|"), "Last-Event-ID") {
			t.Errorf("the hit is not marked: %q", hit)
		}
		press(tab, "\r")
		tab.Until("it leads there", `location.pathname + location.hash === '/lessons/three#marks-of-three' && document.readyState === 'complete'`)
	}

	// To a place on the same page, by the arrows; and away by Escape.
	press(tab, "q")
	tab.Until("the search is open and ready", `document.activeElement.id === 'search-words' && /Last-Event-ID/.test(document.querySelector('.says').textContent)`)
	press(tab, "should seen")
	tab.Until("all three ends are found", `document.querySelectorAll('.hits a').length === 3`)
	for range 3 {
		press(tab, kb.ArrowDown)
	}
	chosen := chrome.Eval[string](tab, `document.activeElement.getAttribute('href')`)
	if !strings.HasSuffix(chosen, "#what-you-should-have-seen") {
		t.Errorf("the arrows lead to %q", chosen)
	}
	press(tab, "x")
	tab.Until("what is typed goes on in the field", `document.activeElement.value === 'should seenx'`)
	press(tab, "\x1b")
	tab.Until("it is closed", `!document.querySelector('dialog[open]')`)
	checkConsole(t, tab)
}

// Without the lessons the search says so, and tries again when it is asked to.
func TestTheSearchSaysWhyItFinds(t *testing.T) {
	t.Parallel()
	a := courseOf(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/")
	tab.Until("the button has its keys", `document.getElementById('search-open').title`)
	chrome.Eval[bool](tab, `window.asked = window.fetch, window.fetch = () => Promise.reject(new TypeError('Failed to fetch')), true`)
	tab.Click("#search-open")
	tab.Until("it says why there is nothing", `document.querySelector('#search .says')?.textContent.startsWith('There is nothing to search in: The server does not answer.')`)
	chrome.Eval[bool](tab, `window.fetch = window.asked, true`)
	tab.Click("#search .says + .button")
	tab.Until("it is ready", `/Last-Event-ID/.test(document.querySelector('.says').textContent)`)
	press(tab, "xyzxyz")
	tab.Until("nothing is found", `document.querySelector('.says').textContent === 'Nothing has “xyzxyz”. Try another word, or its beginning.'`)
	checkConsole(t, tab)
}

// Where the browser takes nothing more the first page says so at once.
func TestStorageThatIsFull(t *testing.T) {
	t.Parallel()
	a := courseOf(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/")
	chrome.Eval[bool](tab, `(() => {
		localStorage.clear();
		let kept = '';
		for (let more = 1 << 23; more >= 1; more >>= 1) {
			try {
				localStorage.setItem('other', kept + 'x'.repeat(more));
				kept += 'x'.repeat(more);
			} catch {}
		}
		return true;
	})()`)
	tab.Go(a.URL() + "/")
	tab.Until("it says so", `document.getElementById('kept-says').textContent.includes('closed or full')`)
	checkConsole(t, tab)
}
