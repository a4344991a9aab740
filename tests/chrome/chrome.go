// Package chrome drives a headless Chromium for tests.
package chrome

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const (
	patience = time.Minute     // how long a test waits for one condition
	lifetime = 4 * time.Minute // how long a browser may take for everything that a test does with it
)

// Tab is a tab of a browser of its own. It notes what the page complains of.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

// Open starts a browser, 1440 by 900, and closes it with the test. Without a browser the test is skipped; in CI it fails.
func Open(t testing.TB) *Tab {
	t.Helper()
	path := find()
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("there is no Chromium: tests/chrome/install.sh gets one")
		}
		t.Skip("*** SKIPPED: there is no Chromium; install it, or name its binary in $CHROMIUM")
	}
	ctx, cancel := context.WithTimeout(t.Context(), lifetime)
	t.Cleanup(cancel)
	return open(t, ctx, chromedp.WithAllocatorOptions(chromedp.ExecPath(path), chromedp.WindowSize(1440, 900)))
}

// Apart opens a tab in the same browser that shares nothing with this one, no cache and no connections, and closes it with
// the test. A page must have been opened in this one.
func (tab *Tab) Apart(t testing.TB) *Tab {
	t.Helper()
	return open(t, tab.ctx, chromedp.WithNewBrowserContext())
}

// Cover opens an empty tab in front of this one, which is hidden until the returned function is called.
func (tab *Tab) Cover(t testing.TB) (uncover func()) {
	t.Helper()
	front := open(t, tab.ctx, chromedp.WithNewWindow(false))
	front.Go("about:blank")
	front.toFront()
	return tab.toFront
}

func (tab *Tab) toFront() {
	tab.t.Helper()
	if _, err := chromedp.Call(tab.ctx, page.BringToFront, cdp.Empty{}); err != nil {
		tab.t.Fatal(err)
	}
}

func open(t testing.TB, parent context.Context, option ...chromedp.ContextOption) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent, option...)
	t.Cleanup(cancel)
	tab := &Tab{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, tab.listen); err != nil {
		t.Fatal(err)
	}
	return tab
}

// find returns the path of a browser: the one that $CHROMIUM names, or one on the PATH; "" if there is none.
func find() string {
	if named := os.Getenv("CHROMIUM"); named != "" {
		return named
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func (tab *Tab) listen(event any) {
	complaint := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			for _, arg := range e.Args {
				complaint += fmt.Sprintf("%s %s ", arg.Value, arg.Description)
			}
		}
	case *runtime.EventExceptionThrown:
		complaint = fmt.Sprint(e.ExceptionDetails.Text, " ", e.ExceptionDetails.Exception)
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			complaint = e.Entry.Text + " " + e.Entry.URL
		}
	}
	if complaint != "" {
		tab.mu.Lock()
		tab.complaints = append(tab.complaints, complaint)
		tab.mu.Unlock()
	}
}

// Complaints returns the errors and warnings of the page's console so far.
func (tab *Tab) Complaints() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.complaints...)
}

// Do runs actions one after the other.
func (tab *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	if err := chromedp.Do(tab.ctx, actions...); err != nil {
		tab.t.Fatal(err)
	}
}

// Go opens an address.
func (tab *Tab) Go(url string) {
	tab.t.Helper()
	tab.Do(chromedp.Navigate(url))
}

// Eval evaluates JavaScript in the page, waits for its promise if it is one, and returns the value.
func Eval[T any](tab *Tab, script string) T {
	tab.t.Helper()
	v, err := chromedp.Run(tab.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		tab.t.Fatalf("%v in %s", err, script)
	}
	return v
}

// Click scrolls the first element that a selector matches into view and clicks in the middle of it, with the mouse.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	at := Eval[struct{ X, Y float64 }](tab, fmt.Sprintf(`(() => {
		const e = document.querySelector(%q);
		e.scrollIntoView({ block: 'nearest', behavior: 'instant' });
		const box = e.getBoundingClientRect();
		return { X: box.x + box.width / 2, Y: box.y + box.height / 2 };
	})()`, selector))
	tab.Do(chromedp.MouseClickXY(at.X, at.Y))
}

// Until waits until JavaScript in the page yields true. It asks from outside: the page's policy lets nobody evaluate code
// within.
func (tab *Tab) Until(what, script string) {
	tab.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); !Eval[bool](tab, "Boolean("+script+")"); <-tick.C {
		if time.Now().After(deadline) {
			tab.t.Fatalf("waited in vain until %s; complaints: %q", what, tab.Complaints())
		}
	}
}
