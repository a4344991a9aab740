package browser

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wireside/labs/yours"
	"wireside/tests/chrome"
)

// copySource copies what the server is built from, and the exercises with it, to a folder that a learner may write in.
func copySource(t *testing.T) (root string) {
	t.Helper()
	root = t.TempDir()
	for _, dir := range []string{"labs", "lessons", "server", "site", "wireview"} {
		if err := os.CopyFS(filepath.Join(root, dir), os.DirFS(filepath.Join("..", "..", dir))); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join("..", "..", file))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(root, file), string(text))
	}
	return root
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// serveCopy builds the server of a copy and starts it there, as a learner does. It returns where it is, and what stops it.
func serveCopy(t *testing.T, root, addr string) (url string, stop func()) {
	t.Helper()
	binary := filepath.Join(root, "wireside")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./server")
	build.Dir = root
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, binary, "--addr", addr)
	cmd.Dir, cmd.Stderr, cmd.WaitDelay = root, os.Stderr, 10*time.Second
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = func() {
		cancel()
		cmd.Wait()
	}
	t.Cleanup(stop)
	line, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "wireside: ")
	if err != nil || !ok {
		t.Fatalf("the server's first line is %q, %v", line, err)
	}
	return url, stop
}

// row is the state of an exercise on the page, with what stands beside it.
func row(name string) string {
	return fmt.Sprintf(`(document.getElementById(%q).dataset.state + ' ' + document.querySelector('#%s .which').textContent).trim()`, name, name)
}

// A learner writes an encoder, first a wrong one, and sees its checks turn red and green on a page that she does not load
// again; looks at the bytes that failed; and serves what she has written.
func TestALearnerWritesAnExercise(t *testing.T) {
	root := copySource(t)
	url, stop := serveCopy(t, root, "127.0.0.1:0")
	tab := chrome.Open(t)
	tab.Go(url + "/")
	tab.Go(chrome.Eval[string](tab, `document.querySelector('nav a[href="/exercises"]').href`))
	tab.Until("the list is there", `location.pathname === '/exercises' && document.readyState === 'complete'`)
	var want []string
	for _, e := range yours.All() {
		want = append(want, e.Name)
	}
	if got := chrome.Eval[[]string](tab, `[...document.querySelectorAll('.exercise')].map((row) => row.id)`); !slices.Equal(want, got) || len(got) == 0 {
		t.Errorf("the page lists %v, want %v", got, want)
	}
	tab.Until("its checks were run", row("sse-encode")+` === 'idle'`)

	tab.Click(`#sse-encode summary`)
	tab.Until("the exercise has its address", `location.hash === '#sse-encode' && document.querySelector('#sse-encode details').open`)
	chrome.Eval[bool](tab, `navigator.clipboard.writeText = async (text) => { window.copied = text }, true`) // the browser's is the machine's
	tab.Click(`#sse-encode .facts dd:nth-of-type(2) [data-copy]`)
	tab.Until("its command is copied", `window.copied === 'go test ./labs/sse/exercise/encode'`)

	// Wrong: the type, the ID and the lines of the data are forgotten.
	file := filepath.Join(root, "labs", "sse", "exercise", "encode", "encode.go")
	stub, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	started := replaceOnce(t, string(stub), "const Started = false", "const Started = true")
	begun := replaceOnce(t, replaceOnce(t, started, `"wireside/labs/lab"`, `"fmt"`), "return nil, lab.ErrTODO", `return fmt.Appendf(nil, "data: %s\n\n", e.Data), nil`)
	chrome.Eval[bool](tab, `window.same = true`)
	write(t, file, begun)
	tab.Until("it is red", row("sse-encode")+`.startsWith('red ')`)
	const seen = `document.querySelector('#sse-encode [data-check="a line end in the data"]')`
	tab.Click(`#sse-encode [data-check="a line end in the data"] summary`)
	tab.Until("both sides are there, with a difference marked in each", seen+`.querySelectorAll('.aligned .codes mark').length === 2`)
	tab.Click(`#sse-encode [data-check="a line end in the data"] .further button`)
	tab.Until("there is another hint", `/Another hint/.test(`+seen+`.textContent) && /Where is the solution/.test(`+seen+`.textContent)`)
	tab.Until("the server is to be started again", `/Restart the server/.test(document.getElementById('status').textContent)`)
	failing := chrome.Eval[string](tab, seen+`.querySelector('.toinspector a').href`)

	// A slip of the keyboard.
	write(t, file, strings.Replace(begun, "return fmt", "retrun fmt", 1))
	tab.Until("the compiler is heard", row("sse-encode")+` === 'broken does not compile' && /encode\.go:\d+/.test(document.querySelector('#sse-encode .output')?.textContent)`)

	// Wrong in one thing alone, and on the wire.
	write(t, file, oneLine(t, started))
	tab.Until("other checks are green", row("sse-encode")+`.startsWith('red ') && document.querySelectorAll('#sse-encode [data-state=passed]').length > 1`)
	stop()
	tab.Until("the page says that the server is away", `document.getElementById('watching').dataset.state === 'away'`)
	serveCopy(t, root, strings.TrimPrefix(url, "http://"))
	tab.Until("the page finds the server again", `document.getElementById('watching').dataset.state === 'live'`)
	tab.Until("nothing is older than the server", `!/Restart/.test(document.getElementById('status').textContent)`)
	tab.Until("it is red again", row("sse-encode")+`.startsWith('red ')`)

	// Right: what the lab itself does.
	write(t, file, replaceOnce(t, replaceOnce(t, started, `"wireside/labs/lab"`, ``), "return nil, lab.ErrTODO", "return scratch.Encode(e)"))
	tab.Until("it is green", row("sse-encode")+`.startsWith('green ')`)
	tab.Until("and counted", `/^1 of/.test(document.getElementById('sum').textContent)`)
	if !chrome.Eval[bool](tab, `window.same === true`) {
		t.Error("the page was loaded anew")
	}
	checkConsole(t, tab, "WebSocket connection to", "ERR_CONNECTION_REFUSED") // while the server was away

	// What was served is still the encoder that is wrong in one thing.
	tab = tab.Apart(t)
	tab.Go(url + "/exercises#sse-encode")
	tab.Until("the exercise is unfolded", `document.querySelector('#sse-encode details').open`)
	tab.Go(chrome.Eval[string](tab, `document.querySelector('#sse-encode .onwire a').href`)) // a click would leave the page while it is asked
	tab.Until("the bench has both lanes", `document.querySelectorAll('#lanes .lane').length === 2 && document.querySelector('#lanes [data-lane=sse-yours]')`)
	tab.Click(`#start`)
	tab.Until("it says whose code it is", `/served by your sse-encode/.test(document.getElementById('yours').textContent)`)
	tab.Until("the lane is judged by its wire", `/^Your SSE: .*lines that a browser passes over;.* hold no event/.test(document.querySelector('#yours .incident')?.textContent)`)
	tab.Until("the list says so, too", `/⚠ ignored: "at"/.test(document.querySelector('#units .row.error .s')?.textContent)`)
	tab.Click(`#yours .incident button`)
	tab.Until("the first fault is shown", `/passes over 2 lines of it: "at".*Each line of the data needs/.test(document.querySelector('#unit .violation')?.textContent)`)
	tab.Until("its section is named", `document.querySelector('#unit .violation a.spec').href.includes('html.spec.whatwg.org')`)
	chrome.Eval[bool](tab, `document.querySelector('#unit .violation button').click(), true`) // while the run goes on, lines above it may grow
	tab.Until("its line is shown among the fields", `document.querySelector('#unit .fields .ignored.on')`)
	tab.Click(`#start`)
	tab.Until("the run is stopped", `/Start/.test(document.querySelector('#start').textContent)`)
	checkConsole(t, tab, gone)

	// The bytes that failed, with what each of them means.
	tab.Go(failing)
	tab.Until("the first difference is shown", `/first difference at byte/.test(document.getElementById('total').textContent) && document.querySelector('#unit .fields li.on')`)
	wrong := chrome.Eval[string](tab, `document.querySelector('#unit .fields').textContent`)
	tab.Click(`#sides [value=expected]`)
	tab.Until("the other side is shown", `document.querySelector('#sides [value=expected]').ariaPressed === 'true' && document.querySelector('#unit .fields').textContent !== `+fmt.Sprintf("%q", wrong))
	if !strings.Contains(wrong, "ignored") {
		t.Errorf("a line without a field's name is said to be %q", wrong)
	}
	checkConsole(t, tab)
}

// oneLine is an encoder that forgets that LF ends a line of the data.
func oneLine(t *testing.T, started string) string {
	return replaceOnce(t, replaceOnce(t, started, `"wireside/labs/lab"`, `"strings"`), "return nil, lab.ErrTODO", `if strings.ContainsRune(e.Data, '\n') {
		return []byte("data: " + e.Data + "\n\n"), nil
	}
	return scratch.Encode(e)`)
}

func replaceOnce(t *testing.T, text, old, by string) string {
	t.Helper()
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q stands %d times in the stub", old, strings.Count(text, old))
	}
	return strings.Replace(text, old, by, 1)
}

// Bytes are pasted, and shown with what breaks a rule; those that are no bytes are refused with a reason.
func TestPastedBytesAreInspected(t *testing.T) {
	t.Parallel()
	a := start(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/inspect")
	tab.Until("the form is ready", `document.getElementById('format').options.length > 0`)
	paste := func(as, text string) {
		t.Helper()
		chrome.Eval[bool](tab, fmt.Sprintf(`(() => {
			const as = document.getElementById('as');
			as.value = %q;
			as.dispatchEvent(new Event('change'));
			document.getElementById('pasted').value = %q;
			return true;
		})()`, as, text))
		tab.Click(`#inspect`)
	}
	paste("websocket", "81 zz")
	tab.Until("it is said what is wrong", `/“zz” is none/.test(document.getElementById('pasted-trouble').textContent)`)

	// A server must not mask: RFC 6455 5.1.
	paste("websocket", "81 05 48 65 6c 6c 6f 81 85 37 fa 21 3d 7f 9f 4d 51 58")
	tab.Until("the masked frame is shown", `/must not mask|masked/i.test(document.querySelector('#unit .violation')?.textContent)`)
	tab.Until("its section is named", `document.querySelector('#unit .violation a.spec').href.includes('rfc6455')`)
	tab.Until("all bytes are explained", `/18 B, 0 unexplained, 1 unit breaks a rule/.test(document.getElementById('total').textContent)`)
	press(tab, "k")
	tab.Until("the frame before is shown", `!document.querySelector('#unit .violation') && /unit=1/.test(location.hash)`)
	link := chrome.Eval[string](tab, `location.href`)

	paste("http1", "GET / HTTP/1.1\nHost: a\n\n")
	tab.Until("the request's answer is there", `document.querySelector('#unit h3')?.textContent.includes('server')`)

	tab.Go("about:blank")
	tab.Go(link)
	tab.Until("a link shows the same unit", `/^WebSocket text frame/.test(document.querySelector('#unit h3')?.textContent)`)
	tab.Go("about:blank")
	tab.Go(a.URL() + "/inspect#as=sse&bytes=!")
	tab.Until("a damaged link says so", `/damaged/.test(document.getElementById('notice').textContent)`)
	checkConsole(t, tab)
}
