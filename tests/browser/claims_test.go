package browser

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wireside/labs/experiments"
	"wireside/tests/chrome"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// answers is what a claim came to, without its numbers.
type answers struct {
	Verdict experiments.Verdict
	Cases   map[string]experiments.Answer
}

func readAnswers(results []experiments.Result) map[int]answers {
	all := make(map[int]answers)
	for _, r := range results {
		cases := make(map[string]experiments.Answer)
		for _, k := range r.Cases {
			cases[k.Name] = k.Answer
		}
		all[r.Claim] = answers{r.Verdict, cases}
	}
	return all
}

// Five claims come to the same in a browser as with the clients in Go, with other numbers.
func TestClaimsComeToTheSameInABrowserAndWithout(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/claims")
	ran := chrome.Eval[struct {
		Results []experiments.Result
		Trouble []any
	}](tab, `(async () => {
		const { book } = await import('/static/js/claims/api.js');
		const { Runner } = await import('/static/js/claims/runner.js');
		const runner = new Runner(await book());
		const results = [];
		const trouble = [];
		runner.addEventListener('result', ({ detail }) => results.push(detail.result));
		for (const type of ['setback', 'trouble']) runner.addEventListener(type, ({ detail }) => trouble.push(detail));
		await runner.run([7, 9, 13, 18, 21]);
		return { results, trouble };
	})()`)
	if len(ran.Trouble) > 0 {
		t.Errorf("not all went well: %v", ran.Trouble)
	}
	checkConsole(t, tab, gone)

	cmd := exec.CommandContext(t.Context(), "go", "run", "wireside/server", "claims", "--json", "--claim", "7,9,13,18,21", "--url", a.URL())
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	headless, err := experiments.ReadResults(text)
	if err != nil {
		t.Fatal(err)
	}
	got, want := readAnswers(ran.Results), readAnswers(headless)
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 5 {
		t.Errorf("(-headless +page)\n%s", diff)
	}
	for i, r := range ran.Results {
		if r.Client.Kind != "page" || headless[i].Client.Kind != "go" {
			t.Errorf("claim %d: measured by %+v, and headless by %+v", r.Claim, r.Client, headless[i].Client)
		}
	}
	if runs := chrome.Eval[int](tab, `fetch('/api/runs/demo/ledger').then((r) => r.json()).then(({ server }) => server.streams.open)`); runs != 0 {
		t.Errorf("%d streams are still open", runs)
	}
}

// A claim is run with a press of its button; the result is a link, which opens in another browser on another Wireside.
func TestAClaimIsRunAndItsResultSent(t *testing.T) {
	t.Parallel()
	a, b := start(t), start(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/claims#claim-13")
	tab.Until("the row is unfolded", `document.querySelector('#claim-13 details').open`)
	tab.Click(`#claim-13 .run`)
	tab.Until("there is a verdict", `document.querySelector('#claim-13').dataset.verdict !== 'none'`)
	verdict := chrome.Eval[string](tab, `document.querySelector('#claim-13').dataset.verdict`)
	if verdict != string(experiments.True) {
		t.Errorf("claim 13 is %s: %s", verdict, chrome.Eval[string](tab, `document.querySelector('#claim-13 .words').textContent`))
	}
	tab.Until("there is a link", `document.querySelector('#claim-13 a[href*="/claims/result#r="]')`)
	link := chrome.Eval[string](tab, `document.querySelector('#claim-13 a[href*="/claims/result#r="]').href`)
	checkConsole(t, tab, gone)

	// It stays after a reload.
	tab.Go(a.URL() + "/claims")
	tab.Until("the verdict is there again", fmt.Sprintf(`document.querySelector('#claim-13').dataset.verdict === %q`, verdict))

	sent, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	result, err := experiments.ParseFragment(strings.TrimPrefix(sent.Fragment, "r="))
	if err != nil || result.Claim != 13 || string(result.Verdict) != verdict || result.Client.Kind != "page" {
		t.Fatalf("the link holds %+v, %v", result, err)
	}
	other := tab.Apart(t)
	const said = `document.querySelector('#results').textContent`
	show := func(r experiments.Result) {
		other.Go("about:blank")
		other.Go(b.URL() + "/claims/result#r=" + experiments.Fragment(r))
	}
	show(result)
	other.Until("it was judged again", said+`.includes('same verdict')`)
	if text := chrome.Eval[string](other, said); !strings.Contains(text, verdict) || !strings.Contains(text, experiments.Number(*result.Cases[0].Median, result.Cases[0].Unit)) {
		t.Errorf("the result reads %q", text)
	}
	if n := chrome.Eval[int](other, `document.querySelectorAll('#results button').length`); n != 0 {
		t.Errorf("there are %d buttons on what is to be read only", n)
	}
	checkConsole(t, other)

	// A verdict that its numbers don't give is found out.
	forged := result
	forged.Verdict = experiments.False
	show(forged)
	other.Until("it was judged again, otherwise", said+`.includes('true') && !`+said+`.includes('the same verdict')`)

	// What was cut off on the way is told so.
	other.Go("about:blank")
	other.Go(b.URL() + "/claims/result#r=" + experiments.Fragment(result)[:100])
	other.Until("the damage is told", said+`.includes('damaged')`)

	// A file opens there, too.
	file := filepath.Join(t.TempDir(), "results.json")
	if err := os.WriteFile(file, []byte(`{"wireside":"claims/1","results":[`+chrome.Eval[string](tab, `localStorage.getItem('wireside.results').slice(1, -1)`)+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	other.Do(chromedp.SetUploadFiles(`#file`, []string{file}))
	other.Until("the file is judged again", said+`.includes('same verdict')`)
}
