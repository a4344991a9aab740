// What who writes lessons sees: a page that follows the file.
package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wireside/server/app"
	"wireside/tests/chrome"
)

// A fault shows on the page, and when it is mended the lesson is back where its writer was: beside the bench, where the article
// scrolls, and on a narrow window, where the page does.
func TestAuthorsStayWhereTheyWere(t *testing.T) {
	t.Parallel()
	for name, width := range map[string]int64{"wide": 1440, "narrow": 390} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write := func(name, words string, times int) {
				text := "---\ntitle: A lesson\nkicker: k\nsummary: s\norder: 1\nminutes: 5\n---\n\n" + strings.Repeat(words+"\n\n", times)
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			write("01-one.md", "Some words.", 200)
			a, err := app.Start(app.Config{Addr: "127.0.0.1:0", Lessons: dir})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { a.Close() })
			tab := chrome.Open(t)
			tab.Do(chromedp.EmulateViewport(width, 800))
			tab.Go(a.URL() + "/lessons/one")
			const tops = `[document.querySelector('.lesson')?.scrollTop, document.scrollingElement.scrollTop].join()`
			chrome.Eval[bool](tab, `[document.querySelector('.lesson'), document.scrollingElement].forEach((box) => box.scrollTo({ top: 900, behavior: 'instant' })), true`)
			was := chrome.Eval[string](tab, tops)

			write("01-one.md", "Now 5 words.", 1)
			tab.Until("the fault shows", `document.querySelector('.faultlist dt')?.textContent === '01-one.md:9'`)
			write("01-one.md", "Other words.", 200)
			tab.Until("the lesson is back", `document.querySelector('.prose')?.textContent.includes('Other words')`)
			tab.Until("it is where it was", tops+" === '"+was+"'")

			if err := os.Rename(filepath.Join(dir, "01-one.md"), filepath.Join(dir, "01-two.md")); err != nil {
				t.Fatal(err)
			}
			tab.Until("the lesson is away", `document.querySelector('.kicker')?.textContent === '404'`)
			write("03-one.md", "Back again.", 1)
			tab.Until("the clash of their orders shows", `document.querySelector('.faultlist dt')`)
			if err := os.Remove(filepath.Join(dir, "01-two.md")); err != nil {
				t.Fatal(err)
			}
			tab.Until("the lesson is back under its name", `document.querySelector('.prose')?.textContent.includes('Back again')`)
		})
	}
}
