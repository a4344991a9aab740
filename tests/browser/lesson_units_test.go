package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/lessons"
	"wireside/server/app"
	"wireside/tests/chrome"
)

// otherUnits is a lesson with units such as the course has none of.
const otherUnits = "---\ntitle: Units\nkicker: For a test\nsummary: Of other kinds.\norder: 1\nminutes: 1\n---\n\n## All kinds\n" +
	"\n```wire pong\ncaption: A pong.\nas: websocket\nfrom: server\nlane: websocket\nhex: 8a 00\n```\n" +
	"\n```wire ping\ncaption: A ping.\nas: websocket\nfrom: client\nlane: websocket\nhex: 89 81 01 02 03 04 0d\n```\n" +
	"\n```wire reserved\ncaption: A frame that nobody knows.\nas: websocket\nfrom: server\nlane: websocket\nhex: \"83 00\"\n```\n" +
	"\n```wire longest\ncaption: The longest header.\nas: websocket\nfrom: client\nlane: websocket\nhex: 01 ff 00 00 00 00 00 00 00 02 0a 0b 0c 0d 62 62\nunit: 1\n```\n" +
	"\n```wire heartbeat\ncaption: A heartbeat.\nas: sse\nfrom: server\nlane: sse\ntext: |+\n  : still here\n\n```\n" +
	"\n```wire typed\ncaption: An event without an id.\nas: sse\nfrom: server\nlane: sse\ntext: |+\n  event: news\n  data: <b>one</b>\n  data: two\n\n```\n"

// told reads a unit's parts as a person does: bits and bytes cell by cell with their fields, and the rest as text. The link to the
// inspector takes a script, and so does the mark of the chosen field.
const told = `(unit) => [...unit.children].flatMap((part) => {
	const [kind] = part.classList;
	const text = (e) => e.textContent.replace(/\s+/g, ' ').trim();
	const cell = (e) => [...e.classList].filter((name) => name !== 'on').concat(e.dataset.f ?? 'none', text(e)).join(' ');
	part.querySelector(':scope > a.ref')?.remove();
	if (kind === 'bits') return [...part.children].map((e) => 'bits ' + cell(e));
	if (kind === 'hex') return [...part.children].map((e) => 'hex ' + (e.firstElementChild ? [...e.children].map(cell).join('; ') : text(e)));
	if (kind === 'fields') return [...part.children].map((e) => 'field ' + e.dataset.f + ' ' + text(e));
	return kind + ' ' + text(part);
})`

// A unit says the same without a script as with one.
func TestUnitsSayTheSameWithoutScript(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "01-units.md"), []byte(otherUnits), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, config := range map[string]app.Config{"the course": {}, "others": {Lessons: dir}} {
		t.Run(name, func(t *testing.T) {
			files := lessons.FS()
			if config.Lessons != "" {
				files = os.DirFS(config.Lessons)
			}
			all, err := app.Lessons(files)
			if err != nil {
				t.Fatal(err)
			}
			config.Addr = "127.0.0.1:0"
			a, err := app.Start(config)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { a.Close() })
			tab := chrome.Open(t)
			for _, lesson := range all {
				tab.Go(a.URL() + "/lessons/" + lesson.Slug)
				for _, recording := range lesson.Recordings {
					id := "wire-" + recording.Name
					tab.Until("the lesson is there", fmt.Sprintf(`document.readyState === 'complete' && document.getElementById(%q)`, id))
					near(tab, id)
					tab.Until(id+" is alive", fmt.Sprintf(`document.querySelector('#%s .unit.live .hex')`, id))
					live := chrome.Eval[[]string](tab, fmt.Sprintf(`(%s)(document.querySelector('#%s .unit').cloneNode(true))`, told, id))
					static := chrome.Eval[[]string](tab, fmt.Sprintf(`fetch(location).then((r) => r.text()).then((page) =>
						(%s)(new DOMParser().parseFromString(page, 'text/html').querySelector('#%s .unit')))`, told, id))
					if diff := cmp.Diff(live, static); diff != "" {
						t.Errorf("%s, %s (-live +static):\n%s", lesson.Slug, id, diff)
					}
				}
			}
			if c := complaints(tab); len(c) > 0 {
				t.Errorf("the console complains: %q", c)
			}
		})
	}
}
